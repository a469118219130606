"""Asking for a placing, and accepting what it proposes. Callers commit."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Conflict, NotFound, Refusal
from app.partnerships import requests
from app.partnerships.models import Placement
from app.placings import queries
from app.placings.models import Placing, Proposal

Wanted = Mapping[str, Any]


def ask(session: Session, actor: str, by: str, wanted: Wanted) -> Placing:
    """Put a placing before the worker. Raises Conflict where there is nothing to place."""
    needs = {row.id for row in queries.needs_for(session, wanted)}
    offers = {row.id for row in queries.offers_for(session, wanted)}
    if not needs.difference(wanted["needs_left_out"]):
        raise Conflict(_("There is no open need to place."))
    if not offers.difference(wanted["offers_left_out"]):
        raise Conflict(_("There is no open offer to place them at."))
    row = Placing(
        title=wanted["title"],
        wanted=_as_json(wanted),
        asked_at=clock.now(),
        asked_by=by,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "placing.ask", f"placing:{row.id}")
    return row


def _as_json(wanted: Wanted) -> dict[str, Any]:
    return {
        "sector": wanted["sector"].value if wanted["sector"] else None,
        "first": wanted["first"].isoformat() if wanted["first"] else None,
        "last": wanted["last"].isoformat() if wanted["last"] else None,
        "needs_left_out": sorted(wanted["needs_left_out"]),
        "offers_left_out": sorted(wanted["offers_left_out"]),
        "seconds": wanted["seconds"],
    }


def accept(session: Session, actor: str, row: Placing, proposal_id: int) -> Placement:
    """Ask the host of a proposal for its places. Raises NotFound, and what a request raises."""
    proposal = next((one for one in row.proposals if one.id == proposal_id), None)
    if proposal is None:
        raise NotFound(_("There is no such proposal."))
    if proposal.placement_id is not None:
        raise Conflict(_("The host of this proposal has been asked already."))
    return _accept(session, actor, row, proposal)


def accept_all(session: Session, actor: str, row: Placing) -> tuple[int, list[str]]:
    """Ask every host not asked yet; return how many were, and why the others could not be."""
    sent, refused = 0, []
    for proposal in row.proposals:
        if proposal.placement_id is not None:
            continue
        try:
            with session.begin_nested():
                _accept(session, actor, row, proposal)
            sent += 1
        except Refusal as refusal:
            name = proposal.offer.organisation.name
            refused.append(f"{proposal.need.title} → {name}: {refusal.sentence}")
    return sent, refused


def _accept(session: Session, actor: str, row: Placing, proposal: Proposal) -> Placement:
    stay = {name: getattr(proposal, name) for name in ("learners", "starts_on", "ends_on")}
    shown = requests.Shown(score=proposal.score, weights_version=row.weights_version)
    placement = requests.ask(session, actor, proposal.need, proposal.offer, stay, shown)
    proposal.placement_id = placement.id
    session.flush()
    details = {"placing": row.id, "placement": placement.id}
    audit.record(session, actor, "placing.accept", f"placing_proposal:{proposal.id}", details)
    return placement
