"""Mails that did not arrive, over the API."""

from collections.abc import Sequence

from apiflask import APIBlueprint, Schema
from flask_login import current_user
from marshmallow import fields

from app.accounts.permissions import Permission, allow
from app.database import db
from app.messages import actions, queries
from app.messages.models import Message, MessageState
from app.web.idempotency import idempotent

bp = APIBlueprint("messages_api", __name__, url_prefix="/api/v1", tag="Messages")


class MessageOut(Schema):
    """A message without its text, which may hold a private link."""

    id = fields.Integer()
    recipient = fields.String()
    subject = fields.String()
    kind = fields.String()
    state = fields.Enum(MessageState, by_value=True)
    attempts = fields.Integer()
    created_at = fields.DateTime()


@bp.get("/messages/lost")
@allow(Permission.MANAGE_ACCOUNTS)
@bp.output(MessageOut(many=True))
def lost() -> Sequence[Message]:
    """List the messages that failed, or whose fate is unknown."""
    return queries.lost(db.session())


@bp.post("/messages/<key:message_id>/send-again")
@allow(Permission.MANAGE_ACCOUNTS)
@idempotent
@bp.output(MessageOut)
def send_again(message_id: int) -> Message:
    """Let a lost message be sent again."""
    row = queries.message(db.session(), message_id)
    actions.send_again(db.session(), current_user.label, row)
    db.session.commit()
    return row


@bp.post("/messages/<key:message_id>/settle")
@allow(Permission.MANAGE_ACCOUNTS)
@bp.output(MessageOut)
def settle(message_id: int) -> Message:
    """Note that nothing more need be done about a lost message."""
    row = queries.message(db.session(), message_id)
    actions.settle(db.session(), current_user.label, row)
    db.session.commit()
    return row
