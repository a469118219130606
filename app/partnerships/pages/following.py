"""The page of a partnership: its stages, next step, meetings and notes."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission, allow
from app.database import db
from app.organisations.askers import own_id
from app.partnerships import meetings, queries, stages
from app.partnerships.models import Partnership
from app.partnerships.pages.blueprint import bp
from app.partnerships.schemas import NextStepIn, StageIn
from app.web.editing import attempt, clash_page, differences, is_stale
from app.web.forms import Form, filled, read_form
from app.web.sentences import said


def _typed(row: Partnership) -> dict[str, Any]:
    return {
        "next_step": row.next_step,
        "next_step_on": row.next_step_on or "",
        "owner_id": row.owner_id or "",
        "handover_note": row.handover_note,
    }


def _labels() -> dict[str, str]:
    return {
        "next_step": _("Next step"),
        "next_step_on": _("By"),
        "owner_id": _("Who does it"),
        "handover_note": _("Handover note"),
    }


def _page(row: Partnership, *, step: Form | None = None, stage: Form | None = None) -> str:
    session, own = db.session(), own_id()
    possible = stages.possible_stages(row.events)
    return render_template(
        "partnerships/partnership.html",
        partnership=row,
        step=step or filled(_typed(row)),
        stage=stage or filled({"happened_on": clock.today(current_user.zone)}),
        labels=_labels(),
        way=stages.ORDER,
        reached={event.stage for event in row.events},
        possible=[(each.value, said(each)) for each in possible],
        owners=[(each.id, each.name) for each in stages.possible_owners(session, row, own)],
        keeps_note=stages.keeps_note(row, own),
        meetings=meetings.between(session, row.sending_id, row.host_id),
        notes=meetings.notes_of(session, own or row.sending_id, _other(row, own)),
    )


def _other(row: Partnership, own: int | None) -> int:
    return row.sending_id if own == row.host_id else row.host_id


@bp.get("/partnerships/<key:partnership_id>")
@allow(Permission.EDIT_PARTNERSHIPS)
def show_partnership(partnership_id: int) -> ResponseReturnValue:
    return _page(queries.partnership(db.session(), partnership_id, own_id()))


@bp.post("/partnerships/<key:partnership_id>/stage")
@allow(Permission.EDIT_PARTNERSHIPS)
def move_partnership(partnership_id: int) -> ResponseReturnValue:
    row = queries.partnership(db.session(), partnership_id, own_id())
    form = read_form(StageIn())
    moved = attempt(
        form,
        lambda value: stages.move(db.session(), current_user.label, current_user.name, row, value),
    )
    if moved is None:
        again = queries.partnership(db.session(), partnership_id, own_id())
        return _page(again, stage=form), 422
    db.session.commit()
    return redirect(url_for("partnerships.show_partnership", partnership_id=row.id), code=303)


@bp.post("/partnerships/<key:partnership_id>/step")
@allow(Permission.EDIT_PARTNERSHIPS)
def plan_next(partnership_id: int) -> ResponseReturnValue:
    own = own_id()
    row = queries.partnership(db.session(), partnership_id, own)
    form = read_form(NextStepIn())
    here = url_for("partnerships.show_partnership", partnership_id=partnership_id)
    if is_stale(row):
        shown = _labels()
        if not stages.keeps_note(row, own):
            shown.pop("handover_note")
        return clash_page(row, differences(_typed(row), form.typed, shown), keep=here)
    planned = attempt(
        form,
        lambda value: stages.plan_next(db.session(), current_user.label, row, value, own),
    )
    if planned is None:
        again = queries.partnership(db.session(), partnership_id, own)
        return _page(again, step=form), 422
    db.session.commit()
    return redirect(here, code=303)


@bp.post("/leads/<key:note_id>/start")
@allow(Permission.EDIT_PARTNERSHIPS)
def start_from_lead(note_id: int) -> ResponseReturnValue:
    """Begin a partnership from what a colleague noted after a visit."""
    own = current_user.organisation_id or 0
    row = meetings.follow(db.session(), current_user.label, current_user.name, own, note_id)
    db.session.commit()
    return redirect(url_for("partnerships.show_partnership", partnership_id=row.id), code=303)
