"""Mobilities and their parts over the API."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_login import current_user
from sqlalchemy.orm import Session

from app.accounts.permissions import Permission, allow
from app.database import db
from app.grants import wording as grant_wording
from app.jobs import queue
from app.mobilities import actions, entering, queries, rounds, wording
from app.mobilities.api.blueprint import bp
from app.mobilities.models import Mobility, Round
from app.mobilities.schemas import (
    AdultIn,
    HostIn,
    ListIn,
    MobilityIn,
    MobilityOut,
    RoundIn,
    RoundOut,
    SignatureIn,
    StandingOut,
    StepIn,
)
from app.mobilities.standing import standing
from app.organisations.askers import own_id
from app.web.editing import etag, on_version_of
from app.web.idempotency import idempotent

Wanted = dict[str, Any]
Answer = tuple[Mobility, int, dict[str, str]]


def _mine(mobility_id: int) -> Mobility:
    return queries.mobility(db.session(), mobility_id, own_id())


def _saved(mobility_id: int, status: int = 200) -> Answer:
    db.session.commit()
    row = _mine(mobility_id)
    return row, status, etag(row)


def _changed(
    row: Mobility,
    change: Callable[[Session, str, Mobility, Wanted], object],
    wanted: Wanted,
    status: int = 200,
) -> Answer:
    change(db.session(), current_user.label, row, wanted)
    return _saved(row.id, status)


def _dropped(
    row: Mobility, drop: Callable[[Session, str, Mobility, int], None], number: int
) -> str:
    drop(db.session(), current_user.label, row, number)
    db.session.commit()
    return ""


@bp.get("/mobilities")
@allow(Permission.EDIT_MOBILITIES)
@bp.input(ListIn, location="query", arg_name="wanted")
@bp.output(MobilityOut(many=True))
def index(wanted: Wanted) -> Sequence[Mobility]:
    """List the reader's mobilities."""
    return queries.mobilities(db.session(), own_id(), wanted)


@bp.post("/mobilities")
@allow(Permission.EDIT_MOBILITIES)
@idempotent
@bp.input(MobilityIn, arg_name="wanted")
@bp.output(MobilityOut, status_code=201)
def create(wanted: Wanted) -> Answer:
    """Enter a mobility, of its own or from a placement."""
    session, own = db.session(), own_id()
    placement = None
    if wanted["placement"] is not None:
        placement = queries.placement_for(session, wanted["placement"], own)
    row = entering.put_mobility(session, current_user.label, own, wanted, placement=placement)
    return _saved(row.id, 201)


@bp.get("/mobilities/<key:mobility_id>")
@allow(Permission.EDIT_MOBILITIES)
@bp.output(MobilityOut)
def show(mobility_id: int) -> Answer:
    """Read a mobility with its parts."""
    row = _mine(mobility_id)
    return row, 200, etag(row)


@bp.get("/mobilities/<key:mobility_id>/standing")
@allow(Permission.EDIT_MOBILITIES)
@bp.output(StandingOut)
def show_standing(mobility_id: int) -> dict[str, Any]:
    """Read what blocks departure, the days without an adult, and the grant with its reasons."""
    found = standing(db.session(), _mine(mobility_id))
    return {
        "blocks": [wording.sentence(blocker) for blocker in found.blockers],
        "gaps": [f"{gap.first.isoformat()}/{gap.last.isoformat()}" for gap in found.gaps],
        "papers": found.papers,
        "eligible": found.answer.verdict.value,
        "grant": grant_wording.amount(found.project),
        "reasons": found.sentences,
    }


@bp.put("/mobilities/<key:mobility_id>")
@allow(Permission.EDIT_MOBILITIES)
@on_version_of(_mine)
@bp.input(MobilityIn, arg_name="wanted")
@bp.output(MobilityOut)
def save(row: Mobility, wanted: Wanted) -> Answer:
    """Change a mobility; what is signed under other facts is cancelled."""
    entering.put_mobility(db.session(), current_user.label, own_id(), wanted, row=row)
    return _saved(row.id)


@bp.post("/mobilities/<key:mobility_id>/hosts")
@allow(Permission.EDIT_MOBILITIES)
@idempotent
@bp.input(HostIn, arg_name="wanted")
@bp.output(MobilityOut, status_code=201)
def add_host(mobility_id: int, wanted: Wanted) -> Answer:
    """Add a company or host family."""
    return _changed(_mine(mobility_id), actions.put_host, wanted, 201)


@bp.delete("/mobilities/<key:mobility_id>/hosts/<key:host_id>")
@allow(Permission.EDIT_MOBILITIES)
@on_version_of(_mine)
@bp.output({}, status_code=204)
def drop_host(row: Mobility, host_id: int) -> str:
    """Take a company or family away; `If-Match` names the mobility's version."""
    return _dropped(row, actions.drop_host, host_id)


@bp.post("/mobilities/<key:mobility_id>/adults")
@allow(Permission.EDIT_MOBILITIES)
@idempotent
@bp.input(AdultIn, arg_name="wanted")
@bp.output(MobilityOut, status_code=201)
def add_adult(mobility_id: int, wanted: Wanted) -> Answer:
    """Add a named adult."""
    return _changed(_mine(mobility_id), actions.put_adult, wanted, 201)


@bp.delete("/mobilities/<key:mobility_id>/adults/<key:adult_id>")
@allow(Permission.EDIT_MOBILITIES)
@on_version_of(_mine)
@bp.output({}, status_code=204)
def drop_adult(row: Mobility, adult_id: int) -> str:
    """Take an adult away; `If-Match` names the mobility's version."""
    return _dropped(row, actions.drop_adult, adult_id)


@bp.post("/mobilities/<key:mobility_id>/steps")
@allow(Permission.EDIT_MOBILITIES)
@on_version_of(_mine)
@bp.input(StepIn, arg_name="wanted")
@bp.output(MobilityOut)
def put_step(row: Mobility, wanted: Wanted) -> Answer:
    """Say who owns a step, when it is due and when it was done."""
    return _changed(row, actions.put_step, wanted)


@bp.post("/mobilities/<key:mobility_id>/signatures")
@allow(Permission.EDIT_MOBILITIES)
@idempotent
@on_version_of(_mine)
@bp.input(SignatureIn, arg_name="wanted")
@bp.output(MobilityOut, status_code=201)
def sign(row: Mobility, wanted: Wanted) -> Answer:
    """Note a signature under a document, as the facts of the version that `If-Match` names."""
    return _changed(row, actions.sign, wanted, 201)


@bp.post("/mobilities/<key:mobility_id>/cancellation")
@allow(Permission.EDIT_MOBILITIES)
@on_version_of(_mine)
@bp.output(MobilityOut)
def cancel(row: Mobility) -> Answer:
    """Cancel a mobility."""
    actions.cancel(db.session(), current_user.label, row)
    return _saved(row.id)


@bp.get("/mobilities/<key:mobility_id>/rounds")
@allow(Permission.EDIT_MOBILITIES)
@bp.output(RoundOut(many=True))
def show_rounds(mobility_id: int) -> list[dict[str, Any]]:
    """Read the newest rounds of the accompanying adults with their stops, local times."""
    row = _mine(mobility_id)
    return [_round(row, found) for found in rounds.rounds_of(db.session(), row.id)]


def _round(row: Mobility, found: Round) -> dict[str, Any]:
    stops = rounds.stops_of(row, found)
    return {
        "relay": found.relay.value,
        "state": found.state.value,
        "stops": [f"{stop['starts_at'].isoformat()} {stop['name']}" for stop in stops],
        "unmet": rounds.unmet(row, found) if found.plan else [],
    }


@bp.post("/mobilities/<key:mobility_id>/rounds")
@allow(Permission.EDIT_MOBILITIES)
@idempotent
@bp.input(RoundIn, arg_name="wanted")
@bp.output(MobilityOut, status_code=202)
def ask_round(mobility_id: int, wanted: Wanted) -> Answer:
    """Let a worker plan a relay's round of companies and families."""
    row = _mine(mobility_id)
    found = rounds.ask_round(db.session(), current_user.label, row, wanted["relay"])
    db.session.commit()
    queue.wake_rounds(found.id)
    return row, 202, etag(row)
