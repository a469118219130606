"""Reading the outbox: what did not arrive, or may not have."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.messages.models import Message, MessageState

LOST = (MessageState.FAILED, MessageState.UNSURE)


def lost(session: Session) -> Sequence[Message]:
    """Return the messages that failed or whose fate is unknown and unsettled, newest first."""
    return session.scalars(
        select(Message)
        .where(Message.state.in_(LOST), Message.settled_at.is_(None))
        .order_by(Message.id.desc())
    ).all()


def message(session: Session, message_id: int) -> Message:
    """Return a message. Raises NotFound."""
    row = session.get(Message, message_id)
    if row is None:
        raise NotFound(_("There is no such message."))
    return row
