"""A member's own people at an edition over the API, as on its page."""

from typing import Any

from apiflask import APIBlueprint
from flask_login import current_user
from marshmallow import fields

from app.accounts.permissions import Permission, allow
from app.database import db
from app.forums import queries
from app.forums.delegations import actions
from app.forums.delegations.askers import own, own_person
from app.forums.models import Participant
from app.forums.schemas import DelegateIn
from app.web.editing import etag, on_version_of
from app.web.idempotency import idempotent

bp = APIBlueprint("delegations_api", __name__, url_prefix="/api/v1", tag="Forum")

Wanted = dict[str, Any]
Answer = tuple[Any, int, dict[str, str]]


class DelegateOut(DelegateIn):
    """A colleague as registered."""

    id = fields.Integer()
    is_out = fields.Boolean()


def _out(row: Participant) -> dict[str, Any]:
    is_out = row.withdrawn_at is not None
    return {"id": row.id, "is_out": is_out, **actions.entered(row)}


def _answer(row: Participant, status: int = 200) -> Answer:
    db.session.commit()
    return _out(row), status, etag(row)


@bp.get("/forums/<key:forum_id>/delegation")
@allow(Permission.REGISTER_COLLEAGUES)
@bp.output(DelegateOut(many=True))
def index(forum_id: int) -> list[dict[str, Any]]:
    """List the colleagues whom your organisation sends."""
    forum = queries.forum_by_id(db.session(), forum_id)
    return [_out(row) for row in actions.people(db.session(), forum, own().id)]


@bp.post("/forums/<key:forum_id>/delegation")
@allow(Permission.REGISTER_COLLEAGUES)
@idempotent
@bp.input(DelegateIn, arg_name="wanted")
@bp.output(DelegateOut, status_code=201)
def register(forum_id: int, wanted: Wanted) -> Answer:
    """Register a colleague."""
    forum = queries.forum_by_id(db.session(), forum_id)
    row = actions.register(db.session(), current_user.label, forum, own(), wanted)
    return _answer(row, 201)


@bp.get("/forums/<key:forum_id>/delegation/<key:participant_id>")
@allow(Permission.REGISTER_COLLEAGUES)
@bp.output(DelegateOut)
def show(forum_id: int, participant_id: int) -> Answer:
    """Read one of your people."""
    return _answer(own_person(forum_id, participant_id))


@bp.put("/forums/<key:forum_id>/delegation/<key:participant_id>")
@allow(Permission.REGISTER_COLLEAGUES)
@on_version_of(own_person)
@bp.input(DelegateIn, arg_name="wanted")
@bp.output(DelegateOut)
def save(row: Participant, wanted: Wanted) -> Answer:
    """Change one of your people and what they wish, on the version that `If-Match` names."""
    return _answer(actions.change(db.session(), current_user.label, row, wanted))


@bp.post("/forums/<key:forum_id>/delegation/<key:participant_id>/withdraw")
@allow(Permission.REGISTER_COLLEAGUES)
@on_version_of(own_person)
@bp.output(DelegateOut)
def withdraw(row: Participant) -> Answer:
    """Take one of your people out, which frees one place."""
    return _answer(actions.take_out(db.session(), current_user.label, row, is_out=True))


@bp.post("/forums/<key:forum_id>/delegation/<key:participant_id>/let-back")
@allow(Permission.REGISTER_COLLEAGUES)
@on_version_of(own_person)
@bp.output(DelegateOut)
def let_back(row: Participant) -> Answer:
    """Let one of your people take part again."""
    return _answer(actions.take_out(db.session(), current_user.label, row, is_out=False))
