"""The matters of the day over the API."""

from typing import Any

from apiflask import APIBlueprint, Schema
from flask_login import current_user
from marshmallow import fields

from app import clock
from app.accounts.permissions import Permission, allow, may
from app.database import db
from app.today import matters
from app.today import wording as _wording  # noqa: F401 -- words the kinds
from app.web.sentences import said

bp = APIBlueprint("today_api", __name__, url_prefix="/api/v1", tag="Today")


class ItemOut(Schema):
    """One row that wants attention."""

    text = fields.String()
    on = fields.Date(allow_none=True)


class MatterOut(Schema):
    """Rows of one kind that want attention."""

    kind = fields.Enum(matters.MatterKind, by_value=True)
    title = fields.String()
    items = fields.List(fields.Nested(ItemOut))


@bp.get("/today")
@allow(Permission.EDIT_FORUMS)
@bp.output(MatterOut(many=True))
def show() -> list[dict[str, Any]]:
    """List what wants attention today."""
    found = matters.matters(db.session(), clock.today(current_user.zone))
    return [
        {"kind": one.kind, "title": said(one.kind), "items": one.items}
        for one in found
        if may(one.permission)
    ]
