"""Duplicates over the API: the same proposals and decisions as on their page."""

from collections.abc import Sequence
from typing import Any

from apiflask import APIBlueprint
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.duplicates import actions, queries
from app.duplicates.models import DuplicateDecision
from app.duplicates.schemas import DecisionIn, DecisionOut, ProposedOut
from app.web.idempotency import idempotent

bp = APIBlueprint("duplicates_api", __name__, url_prefix="/api/v1", tag="Directory")


@bp.get("/duplicates")
@allow(Permission.EDIT_DIRECTORY)
@bp.output(ProposedOut(many=True))
def index() -> list[queries.Proposed]:
    """List the pairs of entries that may be the same organisation."""
    return queries.proposed(db.session())


@bp.get("/duplicates/decisions")
@allow(Permission.EDIT_DIRECTORY)
@bp.output(DecisionOut(many=True))
def decisions() -> Sequence[DuplicateDecision]:
    """List the latest decisions."""
    return queries.decisions(db.session())


@bp.post("/duplicates/decisions")
@allow(Permission.EDIT_DIRECTORY)
@idempotent
@bp.input(DecisionIn, arg_name="wanted")
@bp.output(DecisionOut, status_code=201)
def decide(wanted: dict[str, Any]) -> DuplicateDecision:
    """Merge two entries, or keep them apart."""
    row = actions.decide(db.session(), current_user.label, current_user.name, wanted)
    db.session.commit()
    return row


@bp.delete("/duplicates/decisions/<key:decision_id>")
@allow(Permission.EDIT_DIRECTORY)
@bp.output({}, status_code=204)
def take_back(decision_id: int) -> str:
    """Take a decision back: what a merge moved returns."""
    row = queries.decision(db.session(), decision_id)
    actions.take_back(db.session(), current_user.label, current_user.name, row)
    db.session.commit()
    return ""
