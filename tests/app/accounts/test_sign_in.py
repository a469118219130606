"""Signing in by one-time link and by password, and what ends a session."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts import actions
from app.accounts.models import AccessToken, Account
from app.messages.models import Message
from tests.builders.accounts import make_account


def test_a_link_signs_in_once(client: FlaskClient, session: Session) -> None:
    account = make_account(session)
    client.post("/sign-in", data={"email": account.email})
    body = session.scalars(select(Message.body)).one()
    path = next(word for word in body.split() if "/sign-in/" in word).removeprefix(
        "http://localhost"
    )

    looked_at = client.get(path)
    first, second = client.post(path), client.post(path)

    assert (looked_at.status_code, first.status_code, second.status_code) == (200, 303, 410)
    assert client.get("/account").status_code == 200


def test_known_and_unknown_addresses_get_the_same_answer(
    client: FlaskClient, session: Session
) -> None:
    account = make_account(session, email="known@example.org")

    with time_machine.travel(clock.now(), tick=False):  # the form's token tells the second
        known = client.post("/sign-in", data={"email": account.email}).text
        unknown = client.post("/sign-in", data={"email": "other@example.org"}).text

    assert known.replace(account.email, "X") == unknown.replace("other@example.org", "X")


def test_a_password_signs_in_and_a_wrong_one_does_not(
    client: FlaskClient, session: Session
) -> None:
    account = make_account(session)
    actions.set_password(session, account.id, "seven green coaches")
    typed = {"email": account.email, "password": "seven green boats!"}

    wrong = client.post("/sign-in", data=typed)
    right = client.post("/sign-in", data=typed | {"password": "seven green coaches"})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "seven green boats" not in wrong.text
    assert account.email in wrong.text


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(
    session: Session, sign_in: Callable[[Account], FlaskClient]
) -> None:
    client = sign_in(make_account(session))
    stolen = client.get_cookie("netinvet-session")
    assert stolen is not None
    client.post("/sign-out")

    client.set_cookie("netinvet-session", stolen.value)

    assert client.get("/account").status_code == 303


def test_only_the_digest_of_a_secret_is_kept(session: Session) -> None:
    account = make_account(session)
    secret = actions.send_sign_in_link(session, account.email, "http://localhost")
    token = session.scalars(select(AccessToken)).one()

    assert secret is not None
    kept = {column.key: getattr(token, column.key) for column in token.__table__.columns}
    assert secret not in str(kept)


def test_an_unknown_page_is_a_sentence(client: FlaskClient) -> None:
    page = client.get("/nowhere")

    assert page.status_code == 404
    assert "There is nothing here." in page.text
    assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_a_session_ends_after_two_idle_hours_and_after_twelve_in_any_case(
    session: Session, sign_in: Callable[[Account], FlaskClient]
) -> None:
    with time_machine.travel(datetime(2027, 3, 1, 8, tzinfo=UTC), tick=False) as clock:
        idle, busy = sign_in(make_account(session)), sign_in(make_account(session))
        statuses = []
        for _hour in range(13):
            clock.shift(timedelta(hours=1))
            statuses.append(busy.get("/account").status_code)
        ended = idle.get("/account").status_code

    assert statuses == [200] * 12 + [303]
    assert ended == 303
