"""Messages leave the outbox once: refused ones wait, doubtful ones say so, none is doubled."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.database import db
from app.messages import actions, sending
from app.messages.models import Message, MessageState
from tests.conftest import MakeApp


class Inbox:
    """A mail server's memory: what came, and what it answers to the next messages."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []
        self.answer = "250 OK"
        self.hangs_up = False

    async def handle_DATA(self, server: SMTP, _session: SmtpSession, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        if self.answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.received.append((envelope.rcpt_tos[0], content.decode()))
        if self.hangs_up:
            assert server.transport is not None
            server.transport.close()
        return self.answer


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def port(inbox: Inbox) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=number)
    controller.start()
    yield number
    controller.stop()


@pytest.fixture
def send(session: Session, make_app: MakeApp, port: int) -> Callable[[], None]:
    """Give a function that sends what is due, as a worker's round does."""
    mailing = make_app({}, mail_url=f"smtp://127.0.0.1:{port}")

    def round_() -> None:
        session.commit()
        with mailing.app_context():
            sending.send_waiting(db.engine)
        session.expire_all()

    return round_


def _write(session: Session, number: int = 1) -> Message:
    message = actions.write(
        session,
        to=f"person{number}@example.org",
        subject="Your visits – version 2",
        body="Grüße aus Kerava\n.\nEnde",
        kind="test",
        dedupe_key=f"test:{number}",
    )
    session.commit()
    return message


def _states(session: Session) -> list[MessageState]:
    return list(session.scalars(select(Message.state).order_by(Message.id)))


def test_each_message_is_sent_once_with_its_accents(
    session: Session, send: Callable[[], None], inbox: Inbox
) -> None:
    _write(session, 1)
    _write(session, 2)

    send()
    send()

    assert [to for to, _ in inbox.received] == ["person1@example.org", "person2@example.org"]
    assert "Grüße aus Kerava" in inbox.received[0][1]
    assert _states(session) == [MessageState.SENT, MessageState.SENT]


def test_rounds_at_the_same_time_double_nothing(
    session: Session, inbox: Inbox, port: int, make_app: MakeApp
) -> None:
    for number in range(6):
        _write(session, number)
    mailing = make_app({}, mail_url=f"smtp://127.0.0.1:{port}")

    def round_(_number: int) -> None:
        with mailing.app_context():
            sending.send_waiting(db.engine)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(round_, range(3)))

    assert sorted(to for to, _ in inbox.received) == [f"person{n}@example.org" for n in range(6)]


def test_a_refused_message_is_tried_again_after_growing_pauses(
    session: Session, send: Callable[[], None], inbox: Inbox
) -> None:
    message = _write(session)
    inbox.answer = "451 Please try later"
    pauses: list[float] = []
    for _ in range(2):
        message.next_try_at = None
        send()
        assert message.next_try_at is not None
        pauses.append(round((message.next_try_at - clock.now()).total_seconds(), -1))

    inbox.answer = "250 OK"
    send()
    too_early = list(inbox.received)
    message.next_try_at = clock.now() - timedelta(seconds=1)
    send()

    assert pauses == [60.0, 120.0]
    assert (too_early, len(inbox.received)) == ([], 1)
    assert _states(session) == [MessageState.SENT]


def test_a_message_refused_for_good_has_failed(
    session: Session, send: Callable[[], None], inbox: Inbox
) -> None:
    _write(session)
    inbox.answer = "550 No such person"

    send()

    assert _states(session) == [MessageState.FAILED]


def test_a_message_whose_server_vanished_is_unsure_and_not_sent_again(
    session: Session, send: Callable[[], None], inbox: Inbox
) -> None:
    _write(session)
    inbox.hangs_up = True
    send()
    inbox.hangs_up = False

    send()

    assert _states(session) == [MessageState.UNSURE]
    assert len(inbox.received) == 1


def test_what_a_lost_worker_was_sending_is_unsure(
    session: Session, send: Callable[[], None], inbox: Inbox
) -> None:
    message = _write(session)
    message.state = MessageState.SENDING
    message.next_try_at = clock.now() - timedelta(seconds=1)

    send()

    assert (_states(session), inbox.received) == ([MessageState.UNSURE], [])


def test_a_server_that_is_away_costs_a_pause_and_no_message(
    session: Session, make_app: MakeApp
) -> None:
    _write(session)
    with make_app({}, mail_url="smtp://127.0.0.1:9").app_context():
        sending.send_waiting(db.engine)
    session.expire_all()

    message = session.scalars(select(Message)).one()
    assert (message.state, message.attempts) == (MessageState.WAITING, 1)
    assert message.next_try_at is not None


def test_a_local_outbox_keeps_its_messages(session: Session) -> None:
    _write(session)

    sending.send_waiting(db.engine)

    assert _states(session) == [MessageState.WAITING]
