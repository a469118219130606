"""The operator's server is asked, and no other; without one the gazetteer answers."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from geopy.exc import GeocoderServiceError

from matching.gazetteer import gazetteer
from matching.place_finder import place_finder


class Redirecting(BaseHTTPRequestHandler):
    """Sends everybody to /elsewhere, which would answer."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path.split("?")[0])
        elsewhere = self.path == "/elsewhere"
        self.send_response(200 if elsewhere else 302)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *_parts: object) -> None:
        """Keep the tests quiet."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    Redirecting.asked = []
    with HTTPServer(("127.0.0.1", 0), Redirecting) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_without_a_domain_the_gazetteer_answers() -> None:
    assert place_finder(user_agent="netinvet-test") is gazetteer()


def test_a_server_that_sends_elsewhere_is_not_followed(server: HTTPServer) -> None:
    finder = place_finder(
        f"127.0.0.1:{server.server_port}", user_agent="netinvet-test", scheme="http"
    )

    with pytest.raises(GeocoderServiceError):
        finder.geocode("Roanne")

    assert Redirecting.asked == ["/search"]
