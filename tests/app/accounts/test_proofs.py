"""Asking again who it is: before exports and changes of roles, never for API tokens."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import actions
from app.accounts.models import Account, Role
from app.audit.models import AuditEvent
from app.messages.models import Message
from tests.builders.accounts import make_account
from tests.builders.organisations import make_organisation

SignIn = Callable[[Account], FlaskClient]
EXPORT = "/imports/sheets/organisations/export"
PEOPLE = "/imports/sheets/contacts/export"
PASSWORD = "seven green coaches"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def test_an_export_asks_after_ten_minutes_and_then_goes_on(
    session: Session, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    account = make_account(session)
    actions.set_password(session, account.id, PASSWORD)
    session.commit()
    client = sign_in(account)
    at_once = client.post(EXPORT, data={"format": "xlsx"})
    clock.shift(timedelta(minutes=11))

    asked = client.post(EXPORT, data={"format": "xlsx"})
    wrong = client.post(EXPORT, data={"format": "xlsx", "proof": "eight green coaches"})
    right = client.post(EXPORT, data={"format": "xlsx", "proof": PASSWORD})

    statuses = [at_once, asked, wrong, right]
    assert [answer.status_code for answer in statuses] == [200, 403, 403, 200]
    assert '<input type="hidden" name="format" value="xlsx">' in asked.text
    assert PASSWORD not in wrong.text
    assert right.headers["Content-Disposition"].endswith('.xlsx"')
    assert len(exports(session)) == 2


def exports(session: Session) -> list[AuditEvent]:
    wanted = select(AuditEvent).where(AuditEvent.action == "sheet.export")
    return list(session.scalars(wanted))


def test_who_has_no_password_is_sent_a_code_that_works_once(
    session: Session, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    client = sign_in(make_account(session))
    clock.shift(timedelta(minutes=11))
    client.post(EXPORT, data={"send_code": "yes", "format": "csv"})
    body = session.scalars(select(Message.body).where(Message.kind == "proof")).one()
    found = re.search(r"\d{4} \d{4}", body)
    assert found

    first = client.post(EXPORT, data={"format": "csv", "proof": found[0]})
    clock.shift(timedelta(minutes=11))
    again = client.post(EXPORT, data={"format": "csv", "proof": found[0]})

    assert (first.status_code, again.status_code) == (200, 403)


def test_a_fourth_list_of_people_in_a_day_is_refused_and_the_organisers_are_told(
    session: Session, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    planner, organiser = make_account(session, role=Role.PLANNER), make_account(session)
    client = sign_in(planner)

    statuses = [client.post(PEOPLE, data={"format": "csv"}).status_code for _number in range(4)]
    refused = client.post(PEOPLE, data={"format": "csv"})
    without_people = client.post(EXPORT, data={"format": "csv"})
    clock.shift(timedelta(days=1, minutes=1))
    next_day = sign_in(planner).post(PEOPLE, data={"format": "csv"})

    assert statuses == [200, 200, 200, 429]
    assert "Please wait until tomorrow" in refused.text
    assert (without_people.status_code, next_day.status_code) == (200, 200)
    told = session.scalars(
        select(Message.body).where(
            Message.recipient == organiser.email, Message.kind == "account_notice"
        )
    ).all()
    assert len(told) == 1
    assert f"account {planner.id} has exported 3 lists" in told[0]


def test_a_password_is_never_repeated_in_the_page_that_asks(
    session: Session, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    account = make_account(session)
    actions.set_password(session, account.id, PASSWORD)
    session.commit()
    client = sign_in(account)
    clock.shift(timedelta(minutes=11))

    asked = client.post("/account/password", data={"password": "nine yellow ferries"})
    proved = client.post("/account/password", data={"proof": PASSWORD})

    assert asked.status_code == 403
    assert "ferries" not in asked.text
    assert proved.headers["Location"] == "/account"
    assert actions.account_by_password(session, account.email, PASSWORD) is not None


def test_an_old_session_promotes_nobody(
    session: Session, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    other = make_account(session, role=Role.PLANNER)
    client = sign_in(make_account(session))
    clock.shift(timedelta(minutes=11))
    typed = {"role": "organiser", "version": str(other.version)}

    assert client.post(f"/accounts/{other.id}/role", data=typed).status_code == 403
    assert session.get_one(Account, other.id).role is Role.PLANNER


def test_a_token_is_not_asked(
    session: Session, client: FlaskClient, api_token: Callable[[Account], dict[str, str]]
) -> None:
    headers = api_token(make_account(session))

    answer = client.post("/api/v1/sheets/organisations/exports", json={}, headers=headers)

    assert answer.status_code == 200


def test_a_changed_role_counts_at_once_for_sessions_and_tokens(
    session: Session,
    client: FlaskClient,
    sign_in: SignIn,
    api_token: Callable[[Account], dict[str, str]],
) -> None:
    school = make_organisation(session)
    person, organiser = make_account(session), make_account(session)
    theirs, token = sign_in(person), api_token(person)
    headers = api_token(organiser)
    stands = client.get(f"/api/v1/accounts/{person.id}", headers=headers)
    wanted = {"role": "school", "organisation": school.key}

    changed = client.put(
        f"/api/v1/accounts/{person.id}/role",
        json=wanted,
        headers=headers | {"If-Match": stands.headers["ETag"]},
    )

    assert changed.get_json()["role"] == "school"
    assert theirs.get("/account").status_code == 303
    assert client.get("/api/v1/accounts", headers=token).status_code == 403
    assert client.get("/api/v1/account", headers=token).status_code == 200


def test_nobody_changes_or_ends_their_own_account(session: Session, sign_in: SignIn) -> None:
    account = make_account(session)
    client = sign_in(account)
    typed = {"role": "planner", "version": str(account.version)}

    changed = client.post(f"/accounts/{account.id}/role", data=typed)
    ended = client.post(f"/accounts/{account.id}/disable")

    assert (changed.status_code, ended.status_code) == (409, 409)
