"""What gets into the logs: no private link, no address, no name, whatever is asked and fails."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO

import pytest
from apiflask import APIFlask
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.accounts import actions, tokens
from app.accounts.models import Account, Purpose, Role
from app.database import db
from app.itineraries import host_links, links
from app.web import logs
from tests.builders.accounts import make_account
from tests.builders.forums import make_forum, make_participant
from tests.builders.partnerships import make_host
from tests.conftest import MakeApp

Token = Callable[[Account], dict[str, str]]
NAME, EMAIL, PASSWORD = "Zora Canary", "zora.canary@example.org", "canaries sing in coal mines"
SCANNERS = ["WhatsApp/2.23", "Slackbot-LinkExpanding 1.0", "Googlebot/2.1", "Outlook-Preview"]


@dataclass(frozen=True, slots=True)
class Secrets:
    itinerary: str
    calendar: str
    host: str
    stop: str
    sign_in: str
    api: str


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Collect all that a service in use logs, ours and that of the libraries."""
    lines = StringIO()
    monkeypatch.setattr("sys.stderr", lines)
    handler, root = logging.StreamHandler(lines), logging.getLogger()
    root.addHandler(handler)
    yield lines
    root.removeHandler(handler)
    monkeypatch.undo()
    logs.set_up(is_quiet=True)


@pytest.fixture
def secrets(session: Session) -> Secrets:
    account = make_account(session, name=NAME, email=EMAIL, role=Role.ORGANISER)
    actions.set_password(session, account.id, PASSWORD)
    forum = make_forum(session)
    person = make_participant(session, forum, name=NAME, email=EMAIL)
    found = Secrets(
        itinerary=links.give_link(session, "test", person.id),
        calendar=links.give_calendar(session, person.id),
        host=host_links.give_link(session, "test", forum, make_host(session).id),
        stop=tokens.issue(session, Purpose.UNSUBSCRIBE, account_id=account.id, label="digest"),
        sign_in=actions.issue_sign_in_link(session, "test", account),
        api=tokens.issue(session, Purpose.API, account_id=account.id),
    )
    session.commit()
    return found


@pytest.fixture
def failing(make_app: MakeApp, logged: StringIO) -> APIFlask:
    """Give a service with a page that fails as a fault of ours would, in the database."""
    app = make_app({"WTF_CSRF_ENABLED": False, "PROPAGATE_EXCEPTIONS": False, "TESTING": False})
    logs.set_up()

    def fail(secret: str) -> str:
        db.session.execute(
            text("SELECT :email, :fault"), {"email": EMAIL + secret, "fault": object()}
        )
        return ""

    fail.permission = None  # type: ignore[attr-defined]  # open, as nobody but this test asks
    app.add_url_rule("/fault/<secret>", "fault", fail)
    return app


def test_no_secret_and_nobodys_name_or_address_gets_into_the_logs(
    failing: APIFlask, secrets: Secrets, logged: StringIO
) -> None:
    paths = [
        f"/i/{secrets.itinerary}",
        f"/c/{secrets.calendar}.ics",
        f"/h/{secrets.host}",
        f"/stop/{secrets.stop}",
        f"/sign-in/{secrets.sign_in}",
        f"/fault/{secrets.itinerary}",
        f"/api/v1/{secrets.api}",
    ]
    client = failing.test_client()
    for path in paths:
        for suffix in ("", ".pdf", "/nothing", "x" * 2000, f"?email={EMAIL}"):
            client.get(path + suffix)
            client.head(path + suffix)
            client.put(path + suffix)
        for agent in SCANNERS:
            client.get(path, headers={"User-Agent": agent, "Referer": f"https://x.example{path}"})
    for path in ("/me", "/me/itinerary.ics", "/host", "/account"):
        client.get(path)
    for password in (PASSWORD, "wrong password of Zora Canary"):
        client.post("/sign-in", data={"email": EMAIL, "password": password})
    client.post("/sign-in", data={"email": EMAIL})
    client.post(f"/sign-in/{secrets.sign_in}")
    bearer = {"Authorization": f"Bearer {secrets.api}"}
    client.get("/api/v1/account", headers=bearer)
    client.post("/api/v1/accounts", headers=bearer, json={"email": EMAIL, "name": NAME})
    client.post("/api/v1/accounts", headers=bearer, data=f'{{"email": "{EMAIL}"')

    lines = logged.getvalue()

    assert lines.count('"event": "request"') > 100
    assert "unexpected_error" in lines
    assert "SELECT" in lines
    told = [
        secret
        for secret in (*(getattr(secrets, name) for name in Secrets.__slots__), EMAIL, NAME)
        if secret in lines or secret[:20] in lines
    ]
    assert told == []
