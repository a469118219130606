"""The second factor: who needs it, that each code opens once, and how a lost device is mended."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts import actions
from app.accounts.models import AccessToken, Account, Purpose, Role, SecondFactor
from app.database import db
from app.messages.models import Message
from app.settings import Settings
from tests.builders.accounts import make_account

SignIn = Callable[[Account], FlaskClient]
PASSWORD = "seven green coaches"
START = datetime(2027, 3, 1, 9, 0, 5, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def strict(app: APIFlask, service_settings: Settings) -> Iterator[None]:
    """Run the service as in production: the second factor is needed."""
    app.config["SETTINGS"] = replace(service_settings, needs_second_factor=True)
    yield
    app.config["SETTINGS"] = service_settings


def code_of(session: Session, account: Account) -> str:
    secret = session.scalars(
        select(SecondFactor.secret).where(SecondFactor.account_id == account.id)
    ).one()
    return pyotp.TOTP(secret).at(datetime.now(UTC))


def set_up(session: Session, client: FlaskClient, account: Account) -> list[str]:
    """Set up the second factor over the pages and return the recovery codes shown."""
    client.post("/account/second-factor")
    page = client.post("/account/second-factor/confirm", data={"code": code_of(session, account)})
    assert page.status_code == 200
    return re.findall(r"<code>((?:[a-z0-9]{4}-){3}[a-z0-9]{4})</code>", page.text)


def first_step(client: FlaskClient, session: Session, account: Account, way: str) -> TestResponse:
    if way == "password":
        return client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    secret = actions.send_sign_in_link(session, account.email, "http://localhost")
    return client.post(f"/sign-in/{secret}")


@pytest.mark.parametrize("way", ["password", "link"])
def test_both_ways_of_signing_in_lead_through_the_second_step(
    app: APIFlask, session: Session, sign_in: SignIn, clock: time_machine.Traveller, way: str
) -> None:
    account = make_account(session)
    actions.set_password(session, account.id, PASSWORD)
    session.commit()
    set_up(session, sign_in(account), account)
    clock.shift(60)
    client = app.test_client()

    first = first_step(client, session, account, way)
    between = client.get("/account")
    wrong = client.post("/second-step", data={"code": "000000"})
    second = client.post("/second-step", data={"code": code_of(session, account)})

    assert first.headers["Location"] == "/second-step"
    assert between.status_code == 303
    assert (wrong.status_code, second.status_code) == (422, 303)
    assert client.get("/account").status_code == 200


def test_a_code_opens_once_even_within_its_half_minute(
    app: APIFlask, session: Session, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    account = make_account(session)
    set_up(session, sign_in(account), account)
    clock.shift(60)
    code = code_of(session, account)
    statuses = []
    for _again in range(2):
        client = app.test_client()
        first_step(client, session, account, "link")
        statuses.append(client.post("/second-step", data={"code": code}).status_code)

    assert statuses == [303, 422]


def test_a_recovery_code_opens_once_and_only_its_digest_is_kept(
    app: APIFlask, session: Session, sign_in: SignIn
) -> None:
    account, other = make_account(session), make_account(session)
    codes = set_up(session, sign_in(account), account)
    set_up(session, sign_in(other), other)
    kept = session.scalars(
        select(AccessToken.digest).where(AccessToken.purpose == Purpose.RECOVERY)
    ).all()
    statuses = []
    for person in (other, account, account):
        client = app.test_client()
        first_step(client, session, person, "link")
        statuses.append(client.post("/second-step", data={"code": codes[0]}).status_code)

    assert len(set(codes)) == 10
    assert not set(codes) & set(kept)
    assert statuses == [422, 303, 422]


def test_half_a_sign_in_is_worth_nothing_after_ten_minutes(
    app: APIFlask, session: Session, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    account = make_account(session)
    set_up(session, sign_in(account), account)
    client = app.test_client()
    first_step(client, session, account, "link")
    clock.shift(timedelta(minutes=11))

    late = client.post("/second-step", data={"code": code_of(session, account)})

    assert late.headers["Location"] == "/sign-in"
    assert client.get("/account").status_code == 303


@pytest.mark.usefixtures("strict")
def test_in_production_an_organiser_without_it_reaches_only_its_set_up(
    session: Session, sign_in: SignIn, api_token: Callable[[Account], dict[str, str]]
) -> None:
    account = make_account(session, role=Role.PLANNER)
    client, headers = sign_in(account), api_token(account)

    before = [client.get(path).status_code for path in ("/forums", "/imports", "/organisations")]
    refused = client.post("/imports/sheets/contacts/export", data={"format": "csv"})
    shown = client.get("/account/second-factor")
    set_up(session, client, account)

    assert before == [303, 303, 303]
    assert refused.headers["Location"] == "/account/second-factor"
    assert "Please set up a second factor" in shown.text
    assert client.get("/forums").status_code == 200
    assert client.get("/api/v1/forums", headers=headers).status_code == 200


@pytest.mark.usefixtures("strict")
def test_a_school_is_not_made_to_set_one_up(session: Session, sign_in: SignIn) -> None:
    client = sign_in(make_account(session, role=Role.SCHOOL))

    assert client.get("/organisations").status_code == 200


def test_another_organiser_takes_a_lost_one_away_and_the_sessions_end(
    session: Session, sign_in: SignIn
) -> None:
    account, organiser = make_account(session), make_account(session)
    theirs = sign_in(account)
    set_up(session, theirs, account)

    sign_in(organiser).post(f"/accounts/{account.id}/second-factor/remove")

    assert theirs.get("/account").status_code == 303
    assert sign_in(account).get("/account").status_code == 200
    told = session.scalars(select(Message.body).where(Message.recipient == account.email)).all()
    assert any("has been taken away" in body for body in told)


def test_guesses_are_counted_for_the_account_wherever_they_come_from(
    app: APIFlask, session: Session, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_account(session)
    set_up(session, sign_in(account), account)
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    statuses = []
    for number in range(12):
        client = app.test_client()
        first_step(client, session, account, "link")
        answer = client.post(
            "/second-step",
            data={"code": "000000"},
            environ_base={"REMOTE_ADDR": f"192.0.2.{number}"},
        )
        statuses.append(answer.status_code)

    assert statuses[:9] == [422] * 9
    assert statuses[-1] == 429


def test_the_secret_is_shown_as_a_picture_and_as_text_until_it_counts(
    session: Session, sign_in: SignIn
) -> None:
    account = make_account(session)
    client = sign_in(account)
    client.post("/account/second-factor")
    secret = session.scalars(select(SecondFactor.secret)).one()

    pending = client.get("/account/second-factor").text
    set_up(session, client, account)

    assert "data:image/svg+xml" in pending
    assert secret in pending.replace(" ", "")
    db.session.rollback()
    assert "data:image/svg+xml" not in client.get("/account/second-factor").text
