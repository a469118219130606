"""Placings over the API: the same questions and answers as on their pages."""

from collections.abc import Sequence
from typing import Any

from apiflask import APIBlueprint
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.jobs import queue
from app.partnerships.bridge import exposing
from app.placings import actions, queries
from app.placings.models import Placing
from app.placings.schemas import (
    AcceptedOut,
    PlacingIn,
    PlacingOut,
    PlacingWholeOut,
    ReachIn,
    ReachOut,
    SeenWholeOut,
)
from app.web.idempotency import idempotent

bp = APIBlueprint("placings_api", __name__, url_prefix="/api/v1", tag="Placings")


@bp.get("/placings")
@allow(Permission.PLACE_NEEDS)
@bp.output(PlacingOut(many=True))
def index() -> Sequence[Placing]:
    """List the latest placings."""
    return queries.placings(db.session())


@bp.get("/placings/reach")
@allow(Permission.PLACE_NEEDS)
@bp.input(ReachIn, location="query", arg_name="wanted")
@bp.output(ReachOut)
def reach(wanted: dict[str, Any]) -> dict[str, Any]:
    """Say which needs and offers a placing would take in."""
    return {
        "needs": queries.needs_for(db.session(), wanted),
        "offers": queries.offers_for(db.session(), wanted),
    }


@bp.get("/placings/exposure")
@allow(Permission.PLACE_NEEDS)
@bp.output(SeenWholeOut)
def exposure() -> dict[str, Any]:
    """Say on how many first pages of suggestions each open offer stands today."""
    needs = queries.needs_for(db.session(), queries.EVERYTHING)
    count, seen = exposing.seen(db.session(), needs)
    return {"needs": count, "seen": seen}


@bp.post("/placings")
@allow(Permission.PLACE_NEEDS)
@idempotent
@bp.input(PlacingIn, arg_name="wanted")
@bp.output(PlacingOut, status_code=202)
@bp.doc(responses={409: "Nothing to place"})
def ask(wanted: dict[str, Any]) -> Placing:
    """Ask for a placing.

    Answers at once; read the placing again until it is finished.
    """
    row = actions.ask(db.session(), current_user.label, current_user.name, wanted)
    db.session.commit()
    queue.wake_placings(row.id)
    return row


@bp.get("/placings/<key:placing_id>")
@allow(Permission.PLACE_NEEDS)
@bp.output(PlacingWholeOut)
def show(placing_id: int) -> dict[str, Any]:
    """Read a placing: its proposals, proof, needs left over, blocking pairs and exposure."""
    return _whole(queries.placing(db.session(), placing_id))


def _whole(row: Placing) -> dict[str, Any]:
    found = queries.findings(db.session(), row)
    names = (*PlacingOut().fields, "proposals")
    return {name: getattr(row, name) for name in names} | {
        "left_over": found.left_over,
        "blocking": found.blocking,
        "exposure": found.exposure,
    }


@bp.post("/placings/<key:placing_id>/accept")
@allow(Permission.PLACE_NEEDS)
@idempotent
@bp.output(AcceptedOut)
def accept_all(placing_id: int) -> dict[str, Any]:
    """Ask every host of the proposals that has not been asked yet."""
    row = queries.placing(db.session(), placing_id)
    sent, refused = actions.accept_all(db.session(), current_user.label, row)
    db.session.commit()
    return {"sent": sent, "refused": refused}


@bp.post("/placings/<key:placing_id>/proposals/<key:proposal_id>/accept")
@allow(Permission.PLACE_NEEDS)
@idempotent
@bp.output(PlacingWholeOut)
@bp.doc(responses={409: "Asked already, or no longer possible"})
def accept(placing_id: int, proposal_id: int) -> dict[str, Any]:
    """Ask the host of one proposal for its places; answers with the placing."""
    row = queries.placing(db.session(), placing_id)
    actions.accept(db.session(), current_user.label, row, proposal_id)
    db.session.commit()
    return _whole(queries.placing(db.session(), placing_id))
