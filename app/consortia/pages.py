"""The pages of the consortia: members, requests, budgets, and what their members share."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission, allow, may
from app.consortia import membership, queries, wording  # noqa: F401 -- words its kinds
from app.consortia.askers import joining_id
from app.consortia.models import Consortium, NoteKind
from app.consortia.schemas import DecisionIn, JoinRequestIn, LeaveIn, SharedNoteIn
from app.database import db
from app.organisations.askers import own_id
from app.web.editing import attempt, clash_page, differences, is_stale
from app.web.forms import Form, filled, read_form
from app.web.sentences import said

bp = Blueprint("consortia", __name__, url_prefix="/consortia")


@bp.get("")
@allow(Permission.SEE_CONSORTIA)
def index() -> ResponseReturnValue:
    session, own = db.session(), own_id()
    coordinates = queries.coordinated_ids(session, own)
    open_ones = queries.open_to(session, joining_id())
    return render_template(
        "consortia/index.html",
        consortia=queries.consortia_of(session, own),
        coordinates=coordinates,
        open_ones=open_ones,
        asked={row.id for row in open_ones if own and queries.request_by(session, row.id, own)},
        today=clock.today(current_user.zone),
    )


@bp.get("/<key:consortium_id>")
@allow(Permission.SEE_CONSORTIA)
def show(consortium_id: int) -> ResponseReturnValue:
    return _page(queries.consortium(db.session(), consortium_id, own_id()))


def _page(row: Consortium, form: Form | None = None) -> str:
    session, own = db.session(), own_id()
    topic = request.args.get("topic", "")[:120]
    is_coordinator = may(Permission.EDIT_CONSORTIA) and own in (None, row.coordinator_id)
    return render_template(
        "consortia/show.html",
        consortium=row,
        form=form or Form(),
        is_coordinator=is_coordinator,
        requests=queries.requests_of(session, row.id) if is_coordinator else [],
        notes=queries.notes_of(session, row.id, topic),
        topic=topic,
        today=clock.today(current_user.zone),
    )


@bp.get("/<key:consortium_id>/join")
@allow(Permission.SEE_CONSORTIA)
def join(consortium_id: int) -> ResponseReturnValue:
    return _join_page(consortium_id, Form())


def _join_page(consortium_id: int, form: Form) -> str:
    found = {row.id: row for row in queries.open_to(db.session(), joining_id())}
    row = found.get(consortium_id)
    if row is None:
        row = queries.consortium(db.session(), consortium_id, own_id())
    return render_template("consortia/join.html", consortium=row, form=form)


@bp.post("/<key:consortium_id>/join")
@allow(Permission.SEE_CONSORTIA)
def ask(consortium_id: int) -> ResponseReturnValue:
    form = read_form(JoinRequestIn())
    if form.value is None:
        return _join_page(consortium_id, form), 422
    membership.ask_to_join(
        db.session(), current_user.label, consortium_id, joining_id(), form.value["reason"]
    )
    db.session.commit()
    flash(_("The coordinator has your request."))
    return redirect(url_for("consortia.index"), code=303)


@bp.post("/<key:consortium_id>/requests/<key:request_id>")
@allow(Permission.EDIT_CONSORTIA)
def decide(consortium_id: int, request_id: int) -> ResponseReturnValue:
    row = queries.coordinated(db.session(), consortium_id, own_id())
    form = read_form(DecisionIn())

    def action(value: dict[str, Any]) -> object:
        return membership.decide(db.session(), current_user.label, row, request_id, value)

    if attempt(form, action) is None:
        return _page(queries.coordinated(db.session(), consortium_id, own_id()), form), 422
    db.session.commit()
    return redirect(url_for("consortia.show", consortium_id=consortium_id), code=303)


@bp.post("/<key:consortium_id>/members/<key:member_id>")
@allow(Permission.EDIT_CONSORTIA)
def leave(consortium_id: int, member_id: int) -> ResponseReturnValue:
    row = queries.coordinated(db.session(), consortium_id, own_id())
    form = read_form(LeaveIn())

    def action(value: dict[str, Any]) -> object:
        return membership.leave(db.session(), current_user.label, row, member_id, value["left_on"])

    if attempt(form, action) is None:
        return _page(queries.coordinated(db.session(), consortium_id, own_id()), form), 422
    db.session.commit()
    return redirect(url_for("consortia.show", consortium_id=consortium_id), code=303)


def _note_page(row: Consortium, form: Form, note: Any = None) -> str:  # noqa: ANN401 -- a note or none
    kinds = [(kind.value, said(kind)) for kind in NoteKind]
    return render_template(
        "consortia/note.html", consortium=row, form=form, note=note, kinds=kinds
    )


@bp.get("/<key:consortium_id>/notes/new")
@allow(Permission.SEE_CONSORTIA)
def new_note(consortium_id: int) -> ResponseReturnValue:
    row = queries.consortium(db.session(), consortium_id, own_id())
    today = clock.today(current_user.zone).isoformat()
    return _note_page(row, filled({"held_on": today}))


@bp.post("/<key:consortium_id>/notes")
@allow(Permission.SEE_CONSORTIA)
def share(consortium_id: int) -> ResponseReturnValue:
    row = queries.consortium(db.session(), consortium_id, own_id())
    form = read_form(SharedNoteIn())
    if form.value is None:
        return _note_page(row, form), 422
    membership.share(db.session(), current_user.label, row, form.value, own=own_id())
    db.session.commit()
    return redirect(url_for("consortia.show", consortium_id=row.id) + "#shared", code=303)


@bp.get("/<key:consortium_id>/notes/<key:note_id>")
@allow(Permission.SEE_CONSORTIA)
def edit_note(consortium_id: int, note_id: int) -> ResponseReturnValue:
    row = queries.consortium(db.session(), consortium_id, own_id())
    note = queries.note(db.session(), consortium_id, note_id)
    return _note_page(row, filled(_typed(note)), note)


def _typed(note: Any) -> dict[str, Any]:  # noqa: ANN401 -- a row with the schema's names
    typed = {name: getattr(note, name) for name in ("title", "held_on", "body")}
    return {**typed, "kind": note.kind.value, "topics": "; ".join(note.topics)}


@bp.post("/<key:consortium_id>/notes/<key:note_id>")
@allow(Permission.SEE_CONSORTIA)
def save_note(consortium_id: int, note_id: int) -> ResponseReturnValue:
    row = queries.consortium(db.session(), consortium_id, own_id())
    note = queries.note(db.session(), consortium_id, note_id)
    form = read_form(SharedNoteIn())
    here = url_for("consortia.show", consortium_id=row.id) + "#shared"
    if is_stale(note):
        labels = {"title": _("Title"), "topics": _("Topics"), "body": _("Text")}
        return clash_page(note, differences(_typed(note), form.typed, labels), keep=here)
    if form.value is None:
        return _note_page(row, form, note), 422
    membership.share(db.session(), current_user.label, row, form.value, row=note)
    db.session.commit()
    return redirect(here, code=303)
