"""Pages of a forum of the largest size, by the web server of production: how long they take.

python -m tests.benchmarks.pages [--seconds 20] [--times 20]

A forum of 120 people, 30 hosts and 32 tours is made, planned and published. Then every page
that links lead to is read as the organiser and as a participant; the itinerary is read 100 times
a second while a search runs, and by 1,000 readers at once. The peer, from the same run, is the
health page: two statements and no template.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from app import migrations
from app.accounts import actions as accounts
from app.accounts.models import Role
from app.database import db
from app.factory import create_app
from app.forums.models import Forum
from app.itineraries import links
from app.plans import publishing
from app.serving import web_command, worker_command
from app.settings import settings_from
from tests.benchmarks.load import all_at_once, one_by_one, steadily
from tests.builders.accounts import make_account
from tests.builders.forums import (
    at,
    make_forum,
    make_participant,
    make_session,
    make_tour,
    make_visit_offer,
)
from tests.builders.organisations import make_organisation
from tests.builders.plans import carried_out, make_run

PORT = 18717
PEOPLE, HOSTS, TOURS, SCHOOLS = 120, 30, 32, 60
MOST_PAGES = 60


def largest_forum() -> Forum:
    """Make a forum of the largest size, in a town with its hosts around."""
    session = db.session()
    forum = make_forum(session)
    offers = [make_visit_offer(session, forum, maximum_visits=2) for _number in range(HOSTS)]
    schools = [make_organisation(session) for _number in range(SCHOOLS)]
    for number in range(PEOPLE):
        wanted = [offers[(number * 7 + step) % HOSTS] for step in range(5)]
        school = schools[number % SCHOOLS]
        make_participant(
            session, forum, school=school, must=tuple(wanted[:1]), want=tuple(wanted[1:])
        )
    for number in range(TOURS):
        half = ("07:30", "12:30") if number % 2 else ("12:30", "18:00")
        make_tour(session, forum, earliest=at(half[0]), latest=at(half[1]))
    make_session(session, forum)
    return forum


def set_up(address: str) -> tuple[list[str], str]:
    """Fill the database; return the private links and a way in for organisers."""
    app = create_app()
    with app.app_context(), app.test_request_context():
        migrations.upgrade(db.engine)
        session = db.session()
        forum = largest_forum()
        run = carried_out(session, make_run(session, forum, seconds=10))
        publishing.publish(session, "benchmark", run.id, "")
        secrets = [links.give_link(session, "benchmark", one.id) for one in forum.participants]
        organiser = make_account(session, role=Role.ORGANISER)
        way_in = accounts.send_sign_in_link(session, organiser.email, address)
        make_run(session, forum, seconds=120)
        session.commit()
        return [f"{address}/i/{secret}" for secret in secrets], f"/sign-in/{way_in}"


def cookie_of(address: str, *, press: bool = False) -> str:
    """Open a private link, or press the button of a sign-in link; return the session's cookie."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(address).read().decode()
    if press:
        token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
        opener.open(address, urlencode({"csrf_token": token}).encode()).read()
    return "; ".join(f"{one.name}={one.value}" for one in jar)


def pages_from(address: str, start: str, cookie: str) -> list[str]:
    """Return one path of every pattern that links lead to from a page."""
    found, waiting = {start: start}, [start]
    while waiting and len(found) < MOST_PAGES:
        asked = urllib.request.Request(f"{address}{waiting.pop(0)}", headers={"Cookie": cookie})
        with urllib.request.urlopen(asked) as answer:
            is_page = "text/html" in answer.headers["Content-Type"]
            text = answer.read().decode() if is_page else ""
        for link in re.findall(r'href="(/[^"#]*)', text):
            path = link.replace("&amp;", "&")
            pattern = re.sub(r"\d+", "N", urlsplit(path).path)
            is_file = re.search(r"\.\w+$", pattern) or pattern.startswith("/static")
            if not is_file and pattern not in found and "sign-" not in pattern:
                found[pattern] = path
                waiting.append(path)
    return list(found.values())


def wait_for(address: str) -> None:
    for _attempt in range(600):
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5).read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("the service did not answer")


def measure(address: str, links_in: list[str], way_in: str, arguments: argparse.Namespace) -> None:
    staff = [cookie_of(link) for link in links_in[:50]]
    organiser = cookie_of(address + way_in, press=True)
    peer = one_by_one(PORT, "/health", "", times=5 * arguments.times)
    print(peer.line("peer: /health"), flush=True)
    for who, cookie, start in (("organiser", organiser, "/forums"), ("staff", staff[0], "/me")):
        for path in pages_from(address, start, cookie):
            found = one_by_one(PORT, path, cookie, times=arguments.times)
            ratio = found.at(0.95) / max(peer.at(0.95), 0.001)
            print(f"{found.line(f'{who}: {path[:32]}')}  {ratio:5.1f} × peer", flush=True)
    calm = steadily(PORT, "/me", staff, rate=100, seconds=arguments.seconds)
    print(calm.line("itinerary, 100 a second, no search"), flush=True)
    worker = subprocess.Popen(worker_command())
    time.sleep(10)
    busy = steadily(PORT, "/me", staff, rate=100, seconds=arguments.seconds)
    worker.terminate()
    worker.wait(timeout=60)
    print(busy.line("itinerary, 100 a second, a search runs"), flush=True)
    print(all_at_once(PORT, "/me", staff, readers=1000).line("1,000 readers at once"), flush=True)
    health = all_at_once(PORT, "/health", [""], readers=1000)
    print(health.line("peer: 1,000 at once of /health"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--times", type=int, default=20)
    arguments = parser.parse_args()
    address = f"http://127.0.0.1:{PORT}"
    with tempfile.TemporaryDirectory(prefix="netinvet-pages-") as folder:
        os.environ |= {"NETINVET_DATA": folder, "NETINVET_BASE_URL": address}
        assert settings_from().data == Path(folder)
        links_in, way_in = set_up(address)
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        server = subprocess.Popen(web_command("127.0.0.1", PORT), stderr=subprocess.DEVNULL)
        try:
            wait_for(address)
            measure(address, links_in, way_in, arguments)
        finally:
            server.terminate()
            server.wait(timeout=60)


if __name__ == "__main__":
    main()
