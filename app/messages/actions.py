"""Putting messages into the outbox; the worker sends them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.messages.models import Message


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
