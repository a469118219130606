"""Putting messages into the outbox, which the worker sends; deciding about those that got lost."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Conflict
from app.messages.models import Message, MessageState
from app.messages.queries import LOST


def write(
    session: Session, *, to: str, subject: str, body: str, kind: str, dedupe_key: str
) -> Message:
    """Put a message into the outbox, once: the same `dedupe_key` again changes nothing."""
    known = session.scalar(select(Message).where(Message.dedupe_key == dedupe_key))
    if known is not None:
        return known
    message = Message(
        recipient=to,
        subject=" ".join(subject.split())[:200],
        body=body,
        kind=kind,
        dedupe_key=dedupe_key,
        created_at=clock.now(),
    )
    session.add(message)
    session.flush()
    return message


def send_again(session: Session, actor: str, row: Message) -> Message:
    """Let the worker try a lost message anew. Raises Conflict for any other."""
    _refuse_unless_lost(row)
    row.state, row.attempts, row.next_try_at = MessageState.WAITING, 0, None
    audit.record(session, actor, "message.sent_again", f"message:{row.id}")
    return row


def settle(session: Session, actor: str, row: Message) -> Message:
    """Note that nothing more need be done about a lost message. Raises Conflict for any other."""
    _refuse_unless_lost(row)
    row.settled_at = clock.now()
    audit.record(session, actor, "message.settled", f"message:{row.id}")
    return row


def _refuse_unless_lost(row: Message) -> None:
    if row.state not in LOST or row.settled_at is not None:
        raise Conflict(_("This message is not among those that got lost."))
