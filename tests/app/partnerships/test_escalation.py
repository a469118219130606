"""When nobody answers: at most three messages to anybody, and each stops with one click."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.jobs.queue import queue_of
from app.messages.models import Message
from app.partnerships import chores, requests
from app.partnerships.models import DeclineCode, Placement
from tests.app.partnerships.test_requests import ask
from tests.builders.accounts import make_account
from tests.builders.partnerships import make_host, make_need, make_offer

DAYS = (0, 1, 9, 10, 11, 19, 20, 21, 27, 29, 60)


@pytest.fixture(autouse=True)
def request_context(app: APIFlask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.fixture
def host(session: Session) -> Account:
    """Somebody who answers for a host that is open for requests."""
    return make_account(session, role=Role.HOST, organisation=make_host(session))


@pytest.fixture
def asked(session: Session, host: Account) -> Placement:
    organisation = host.organisation
    assert organisation is not None
    need = make_need(session)
    make_account(session, role=Role.SCHOOL, organisation=need.organisation, email="s@example.org")
    make_account(session, role=Role.ORGANISER, name="Nora Network", email="nora@example.org")
    return ask(session, need, make_offer(session, organisation, places=9))


def pass_days(session: Session, *days: int) -> None:
    start = clock.now()
    for number in days:
        with time_machine.travel(start + timedelta(days=number)):
            chores.carry_out(session, "http://localhost")
            session.commit()


def told(session: Session, email: str) -> list[Message]:
    wanted = select(Message).where(Message.recipient == email, Message.kind == "request")
    return list(session.scalars(wanted.order_by(Message.id)))


def test_a_host_hears_is_reminded_after_ten_days_and_learns_who_helps_after_twenty(
    session: Session, host: Account, asked: Placement
) -> None:
    pass_days(session, *DAYS)

    messages = told(session, host.email)
    assert [message.subject.split(" ")[-1] for message in messages] == [
        asked.need.organisation.name.split(" ")[-1],
        "answer",
        "answer",
    ]
    assert "Nora Network" not in messages[1].body
    assert "nora@example.org" in messages[2].body


def test_a_school_learns_of_silence_and_of_the_end(session: Session, asked: Placement) -> None:
    pass_days(session, *DAYS)

    messages = told(session, "s@example.org")
    assert len(messages) == 2
    assert "Nora Network" in messages[0].body
    assert "expired" in messages[1].subject


def test_an_answer_ends_the_reminders(session: Session, host: Account, asked: Placement) -> None:
    pass_days(session, 0)
    requests.decline(session, "account:1", asked, DeclineCode.FULL)
    session.commit()
    pass_days(session, *DAYS)

    assert len(told(session, host.email)) == 1
    assert "declined" in told(session, "s@example.org")[0].subject


def stop_path(message: Message) -> str:
    found = re.search(r"http://localhost(/stop/\S+)", message.body)
    assert found, "every such message says how to stop it"
    return found[1]


def test_every_message_stops_with_one_click_of_a_mail_program(
    session: Session, client: FlaskClient, host: Account, asked: Placement
) -> None:
    pass_days(session, 0)
    first = told(session, host.email)[0]

    answer = client.post(stop_path(first), data={"List-Unsubscribe": "One-Click"})
    pass_days(session, *DAYS)

    assert first.stop_address.endswith(stop_path(first))
    assert answer.status_code == 303
    assert len(told(session, host.email)) == 1


def test_opening_the_address_stops_nothing_and_it_can_be_undone(
    session: Session, client: FlaskClient, host: Account, asked: Placement
) -> None:
    pass_days(session, 0)
    path = stop_path(told(session, host.email)[0])

    page = client.get(path)
    client.post(path)
    client.post(f"{path}/resume")
    pass_days(session, 10)

    assert host.email not in page.text
    assert len(told(session, host.email)) == 2


def test_a_wrong_address_says_so(client: FlaskClient) -> None:
    assert client.get("/stop/nothing").status_code == 404


def test_the_workers_tell_within_a_minute(
    app: APIFlask, session: Session, host: Account, asked: Placement
) -> None:
    queue_of(app).tasks["tell_of_requests"]()

    assert len(told(session, host.email)) == 1
