"""The consortia over the API: the same sights, rights and changes as their pages."""

from collections.abc import Sequence
from typing import Any

from apiflask import APIBlueprint
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.consortia import membership, queries
from app.consortia.askers import joining_id
from app.consortia.models import Consortium, JoinRequest, SharedNote
from app.consortia.schemas import (
    ConsortiumOut,
    DecisionIn,
    JoinRequestIn,
    JoinRequestOut,
    LeaveIn,
    SharedNoteIn,
    SharedNoteOut,
    TopicIn,
)
from app.database import db
from app.organisations.askers import own_id
from app.web.editing import etag, on_version_of
from app.web.idempotency import idempotent

bp = APIBlueprint("consortia_api", __name__, url_prefix="/api/v1", tag="Consortia")

Wanted = dict[str, Any]
Answer = tuple[Consortium, int, dict[str, str]]
NoteAnswer = tuple[SharedNote, int, dict[str, str]]


def _coordinated(consortium_id: int) -> Consortium:
    return queries.coordinated(db.session(), consortium_id, own_id())


def _note(consortium_id: int, note_id: int) -> SharedNote:
    row = queries.consortium(db.session(), consortium_id, own_id())
    return queries.note(db.session(), row.id, note_id)


@bp.get("/consortia")
@allow(Permission.SEE_CONSORTIA)
@bp.output(ConsortiumOut(many=True))
def index() -> Sequence[Consortium]:
    """List the consortia that the reader belongs to."""
    return queries.consortia_of(db.session(), own_id())


@bp.get("/consortia/<key:consortium_id>")
@allow(Permission.SEE_CONSORTIA)
@bp.output(ConsortiumOut)
def show(consortium_id: int) -> Answer:
    """Read a consortium with its members."""
    row = queries.consortium(db.session(), consortium_id, own_id())
    return row, 200, etag(row)


@bp.post("/consortia/<key:consortium_id>/requests")
@allow(Permission.SEE_CONSORTIA)
@idempotent
@bp.input(JoinRequestIn, arg_name="wanted")
@bp.output(JoinRequestOut, status_code=201)
def ask(consortium_id: int, wanted: Wanted) -> JoinRequest:
    """Ask to be taken in."""
    row = membership.ask_to_join(
        db.session(), current_user.label, consortium_id, joining_id(), wanted["reason"]
    )
    db.session.commit()
    return row


@bp.get("/consortia/<key:consortium_id>/requests")
@allow(Permission.EDIT_CONSORTIA)
@bp.output(JoinRequestOut(many=True))
def requests(consortium_id: int) -> Sequence[JoinRequest]:
    """List the requests that wait."""
    return queries.requests_of(db.session(), _coordinated(consortium_id).id)


@bp.post("/consortia/<key:consortium_id>/requests/<key:request_id>")
@allow(Permission.EDIT_CONSORTIA)
@idempotent
@bp.input(DecisionIn, arg_name="wanted")
@bp.output(JoinRequestOut)
def decide(consortium_id: int, request_id: int, wanted: Wanted) -> JoinRequest:
    """Take a school in, or turn it down."""
    row = _coordinated(consortium_id)
    decided = membership.decide(db.session(), current_user.label, row, request_id, wanted)
    db.session.commit()
    return decided


@bp.post("/consortia/<key:consortium_id>/members/<key:member_id>")
@allow(Permission.EDIT_CONSORTIA)
@on_version_of(_coordinated)
@bp.input(LeaveIn, arg_name="wanted")
@bp.output(ConsortiumOut)
def leave(row: Consortium, member_id: int, wanted: Wanted) -> Answer:
    """Note the day on which a member leaves; `If-Match` names the consortium's version."""
    membership.leave(db.session(), current_user.label, row, member_id, wanted["left_on"])
    db.session.commit()
    return row, 200, etag(row)


@bp.get("/consortia/<key:consortium_id>/notes")
@allow(Permission.SEE_CONSORTIA)
@bp.input(TopicIn, location="query", arg_name="wanted")
@bp.output(SharedNoteOut(many=True))
def notes(consortium_id: int, wanted: Wanted) -> list[SharedNote]:
    """Find good practice and minutes by topic."""
    row = queries.consortium(db.session(), consortium_id, own_id())
    return queries.notes_of(db.session(), row.id, wanted["topic"])


@bp.post("/consortia/<key:consortium_id>/notes")
@allow(Permission.SEE_CONSORTIA)
@idempotent
@bp.input(SharedNoteIn, arg_name="wanted")
@bp.output(SharedNoteOut, status_code=201)
def share(consortium_id: int, wanted: Wanted) -> NoteAnswer:
    """Share good practice or minutes with all members."""
    row = queries.consortium(db.session(), consortium_id, own_id())
    note = membership.share(db.session(), current_user.label, row, wanted, own=own_id())
    db.session.commit()
    return note, 201, etag(note)


@bp.get("/consortia/<key:consortium_id>/notes/<key:note_id>")
@allow(Permission.SEE_CONSORTIA)
@bp.output(SharedNoteOut)
def show_note(consortium_id: int, note_id: int) -> NoteAnswer:
    """Read a shared note."""
    note = _note(consortium_id, note_id)
    return note, 200, etag(note)


@bp.put("/consortia/<key:consortium_id>/notes/<key:note_id>")
@allow(Permission.SEE_CONSORTIA)
@on_version_of(_note)
@bp.input(SharedNoteIn, arg_name="wanted")
@bp.output(SharedNoteOut)
def save_note(row: SharedNote, wanted: Wanted) -> NoteAnswer:
    """Change a shared note, on the version that `If-Match` names."""
    consortium = db.session.get_one(Consortium, row.consortium_id)
    membership.share(db.session(), current_user.label, consortium, wanted, row=row)
    db.session.commit()
    return row, 200, etag(row)
