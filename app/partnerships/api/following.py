"""Partnerships, quiet noes and saved searches over the API."""

from collections.abc import Sequence
from typing import Any

from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.organisations.askers import own_id
from app.partnerships import answers, entries, meetings, queries, searches, stages
from app.partnerships.api.blueprint import bp
from app.partnerships.models import Partnership, SavedSearch
from app.partnerships.schemas import (
    FilterIn,
    NextStepIn,
    SavedSearchIn,
    StageIn,
    StartIn,
    VetoIn,
)
from app.web.editing import etag, on_version_of
from app.web.idempotency import idempotent

Wanted = dict[str, Any]
Answer = tuple[dict[str, Any], int, dict[str, str]]


def _seen(row: Partnership) -> dict[str, Any]:
    """Return a partnership as far as the asker may see it."""
    names = ("id", "version", "sending", "host", "need_id", "offer_id", "stage", "created_at")
    plan = ("next_step", "next_step_on", "owner_id", "handover_note")
    shown = {name: getattr(row, name) for name in (*names, *plan)}
    if not stages.keeps_note(row, own_id()):
        shown["handover_note"] = ""
    return shown


def _with_events(row: Partnership) -> dict[str, Any]:
    possible = stages.possible_stages(row.events)
    return {**_seen(row), "events": row.events, "possible_stages": possible}


def _own(partnership_id: int) -> Partnership:
    return queries.partnership(db.session(), partnership_id, own_id())


@bp.get("/partnerships")
@allow(Permission.EDIT_PARTNERSHIPS)
@bp.input(FilterIn, location="query", arg_name="wanted")
@bp.output(answers.PartnershipOut(many=True))
def partnerships(wanted: Wanted) -> list[dict[str, Any]]:
    """List one's own partnerships, a hundred a page; what is due first comes first."""
    rows = queries.partnerships(
        db.session(), own_id(), wanted["page"], stage=wanted["stage"], owner=wanted["owner_id"]
    ).rows
    return [_seen(row) for row in rows]


@bp.post("/needs/<key:need_id>/partnerships")
@allow(Permission.SEARCH_PARTNERS)
@idempotent
@bp.input(StartIn, arg_name="wanted")
@bp.output(answers.PartnershipWithEventsOut, status_code=201)
def start(need_id: int, wanted: Wanted) -> Answer:
    """Begin a partnership from a suggestion, or return the one that exists."""
    need = queries.need(db.session(), need_id, own_id())
    offer = queries.offer(db.session(), wanted["offer_id"])
    row = stages.start(
        db.session(),
        current_user.label,
        current_user.name,
        (need.organisation, stages.host_of(offer)),
        stages.Basis(need=need, offer=offer),
    )
    db.session.commit()
    return _with_events(row), 201, etag(row)


@bp.get("/partnerships/<key:partnership_id>")
@allow(Permission.EDIT_PARTNERSHIPS)
@bp.output(answers.PartnershipWithEventsOut)
def show(partnership_id: int) -> Answer:
    """Read a partnership to which one is a party."""
    row = _own(partnership_id)
    return _with_events(row), 200, etag(row)


@bp.post("/partnerships/<key:partnership_id>/stage")
@allow(Permission.EDIT_PARTNERSHIPS)
@idempotent
@on_version_of(_own)
@bp.input(StageIn, arg_name="wanted")
@bp.output(answers.PartnershipWithEventsOut)
def move(row: Partnership, wanted: Wanted) -> Answer:
    """Note that a partnership has reached its next stage; `If-Match` names its version."""
    stages.move(db.session(), current_user.label, current_user.name, row, wanted)
    db.session.commit()
    return _with_events(row), 200, etag(row)


@bp.put("/partnerships/<key:partnership_id>/next-step")
@allow(Permission.EDIT_PARTNERSHIPS)
@on_version_of(_own)
@bp.input(NextStepIn, arg_name="wanted")
@bp.output(answers.PartnershipWithEventsOut)
def plan_next(row: Partnership, wanted: Wanted) -> Answer:
    """Write down the next step, its owner and date; `If-Match` names the version."""
    stages.plan_next(db.session(), current_user.label, row, wanted, own_id())
    db.session.commit()
    return _with_events(row), 200, etag(row)


@bp.get("/partnerships/<key:partnership_id>/meetings")
@allow(Permission.EDIT_PARTNERSHIPS)
@bp.output(answers.MeetingOut(many=True))
def met(partnership_id: int) -> Sequence[Any]:
    """List the visits at which people of one side were at the other, newest first."""
    row = _own(partnership_id)
    return meetings.between(db.session(), row.sending_id, row.host_id)


@bp.get("/leads")
@allow(Permission.EDIT_PARTNERSHIPS)
@bp.output(answers.LeadOut(many=True))
def leads() -> Sequence[Any]:
    """List what your colleagues noted after visits, newest first."""
    return meetings.notes_of(db.session(), current_user.organisation_id or 0)


@bp.post("/leads/<key:note_id>/partnership")
@allow(Permission.EDIT_PARTNERSHIPS)
@idempotent
@bp.output(answers.PartnershipWithEventsOut, status_code=201)
def start_from_lead(note_id: int) -> Answer:
    """Begin a partnership from what a colleague noted after a visit."""
    own = current_user.organisation_id or 0
    row = meetings.follow(db.session(), current_user.label, current_user.name, own, note_id)
    db.session.commit()
    return _with_events(row), 201, etag(row)


@bp.get("/vetoes")
@allow(Permission.EDIT_PARTNERSHIPS)
@bp.output(answers.VetoedOut(many=True))
def vetoes() -> list[dict[str, Any]]:
    """List the organisations to which one's own has quietly said no."""
    rows = queries.vetoes(db.session(), current_user.organisation_id or 0)
    return [
        {"organisation_id": other.id, "name": other.name, "created_at": veto.created_at}
        for veto, other in rows
    ]


@bp.post("/vetoes")
@allow(Permission.EDIT_PARTNERSHIPS)
@idempotent
@bp.input(VetoIn, arg_name="wanted")
@bp.output({}, status_code=204)
def veto(wanted: Wanted) -> str:
    """Say a quiet no, told to nobody."""
    other = entries.organisation_with(db.session(), wanted["organisation_id"])
    mine = entries.organisation_with(db.session(), current_user.organisation_id)
    entries.veto(db.session(), current_user.label, mine.id, other)
    db.session.commit()
    return ""


@bp.delete("/vetoes/<key:organisation_id>")
@allow(Permission.EDIT_PARTNERSHIPS)
@bp.output({}, status_code=204)
def lift_veto(organisation_id: int) -> str:
    """Take a quiet no back."""
    own = current_user.organisation_id or 0
    entries.lift_veto(db.session(), current_user.label, own, organisation_id)
    db.session.commit()
    return ""


@bp.get("/searches")
@allow(Permission.SEARCH_PARTNERS)
@bp.output(answers.SavedSearchOut(many=True))
def saved_searches() -> Sequence[SavedSearch]:
    """List one's own saved searches."""
    return queries.saved_searches(db.session(), current_user.account_id)


@bp.post("/searches")
@allow(Permission.SEARCH_PARTNERS)
@idempotent
@bp.input(SavedSearchIn, arg_name="wanted")
@bp.output(answers.SavedSearchOut, status_code=201)
def save_search(wanted: Wanted) -> SavedSearch:
    """Save a search of the directory; `query` is what stands behind the address's `?`."""
    row = searches.save(db.session(), current_user.account_id, wanted)
    db.session.commit()
    return row


@bp.post("/searches/<key:search_id>/opening")
@allow(Permission.SEARCH_PARTNERS)
@bp.output(answers.SavedSearchOut)
def open_search(search_id: int) -> SavedSearch:
    """Say that you have looked at a search: its digests go on."""
    row = searches.search_of(db.session(), current_user.account_id, search_id)
    searches.opened(db.session(), row)
    db.session.commit()
    return row


@bp.delete("/searches/<key:search_id>")
@allow(Permission.SEARCH_PARTNERS)
@bp.output({}, status_code=204)
def drop_search(search_id: int) -> str:
    """Take a saved search away."""
    searches.drop(
        db.session(), searches.search_of(db.session(), current_user.account_id, search_id)
    )
    db.session.commit()
    return ""
