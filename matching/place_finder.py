"""Which geocoder to ask: the shipped gazetteer, or a Nominatim server that an operator names."""

import ssl
from typing import Any
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from geopy.adapters import URLLibAdapter
from geopy.exc import GeopyError
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder

from matching.gazetteer import gazetteer

SECONDS_TO_WAIT = 3

PlaceError = GeopyError
"""Whatever a finder raises: a service that does not answer, an ambiguous name."""


class _NoRedirects(HTTPRedirectHandler):
    """Refuses to be sent elsewhere: the operator chose one server, and no other is asked."""

    def redirect_request(self, req: Request, *_answer: object) -> None:  # noqa: ARG002 -- urllib's signature
        return None


class _DirectAdapter(URLLibAdapter):  # type: ignore[misc]  # geopy has no types
    def __init__(
        self, *, proxies: dict[str, str] | None, ssl_context: ssl.SSLContext | None
    ) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        opener = build_opener(
            HTTPSHandler(context=ssl_context), ProxyHandler(proxies), _NoRedirects()
        )
        self.urlopen = opener.open


def place_finder(domain: str | None = None, *, user_agent: str, scheme: str = "https") -> Geocoder:
    """Return the gazetteer, or Nominatim at `domain` with three seconds' patience, no redirects.

    `user_agent` names the installation, as Nominatim's rules of use ask.

    Raises:
        geopy.exc.ConfigurationError: the user agent is one that Nominatim refuses.

    """
    if not domain:
        return gazetteer()
    settings: dict[str, Any] = {"domain": domain, "scheme": scheme, "user_agent": user_agent}
    return Nominatim(**settings, timeout=SECONDS_TO_WAIT, adapter_factory=_DirectAdapter)
