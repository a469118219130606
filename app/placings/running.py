"""Placing in the worker: rows as the matcher's values, its answer into the row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session

from app import clock
from app.organisations.models import Sector
from app.partnerships.bridge import placing as bridge
from app.partnerships.models import Need, Offer
from app.placings import queries
from app.placings.models import Placing, PlacingState, Proposal

log = structlog.get_logger()

Found = bridge.Found


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is written into the row."""

    weights_version: str
    proposals: Sequence[Proposal]
    figures: dict[str, Any]
    findings: dict[str, Any]


def carry_out(session: Session, placing_id: int) -> None:
    """Place what waits, and commit; run twice, the second answer finds the first and is dropped.

    Holds no transaction open while it searches. What cannot be placed for a fault of ours has
    failed, so that it does not wake workers for ever.
    """
    row = _waiting(session, placing_id)
    if row is None:
        return
    try:
        answer = _answer(session, row.wanted)
    except Exception:
        log.exception("placing_failed", placing=placing_id)
        session.rollback()
        answer = None
    row = _waiting(session, placing_id)
    if row is None:
        return
    row.state = PlacingState.FAILED if answer is None else PlacingState.FINISHED
    row.answered_at = clock.now()
    if answer is not None:
        row.weights_version, row.proposals = answer.weights_version, list(answer.proposals)
        row.figures, row.findings = answer.figures, answer.findings
    session.commit()


def _waiting(session: Session, placing_id: int) -> Placing | None:
    row = session.get(Placing, placing_id, populate_existing=True)
    return row if row is not None and row.state is PlacingState.WAITING else None


def _answer(session: Session, stored: Mapping[str, Any]) -> _Answer:
    wanted = _wanted(stored)
    left_out = {*wanted["needs_left_out"]}, {*wanted["offers_left_out"]}
    needs = [one for one in queries.needs_for(session, wanted) if one.id not in left_out[0]]
    offers = [one for one in queries.offers_for(session, wanted) if one.id not in left_out[1]]
    given = bridge.asked(session, needs, offers)
    session.expunge_all()
    session.rollback()
    found = bridge.placing(given, seconds=wanted["seconds"])
    need_of = {need.key: need for need in needs}
    offer_of = {offer.key: offer for offer in offers}
    return _Answer(
        given[0].weights.version,
        [_proposal(one, need_of[one.need], offer_of[one.offer]) for one in found.placed],
        {
            "needs": len(needs),
            "offers": len(offers),
            "placed": len(found.placed),
            "learners": sum(one.learners for one in found.placed),
            "value": found.value,
            "bound": found.bound,
            "is_optimal": found.is_optimal,
            "gap": found.gap,
        },
        {
            "left_over": _left_over(given, found, need_of),
            "blocking": _blocking(found, need_of, offer_of),
            "exposure": _exposure(found, offer_of),
        },
    )


def _left_over(
    given: bridge.Asked, found: Found, need_of: Mapping[str, Need]
) -> list[dict[str, Any]]:
    """Return the needs without a place; one without a whole week was never looked at."""
    read = {need.key for need in given[1]}
    unread = [key for key in need_of if key not in read]
    reasons = [(key, *bridge.why_not(given, key)) for key in (*found.unplaced, *unread)]
    return [
        {"need": need_of[key].id, "suited": suited, "obstacle": obstacle}
        for key, suited, obstacle in reasons
    ]


def _blocking(
    found: Found, need_of: Mapping[str, Need], offer_of: Mapping[str, Offer]
) -> list[dict[str, Any]]:
    return [
        {
            "need": need_of[one.need].id,
            "offer": offer_of[one.offer].id,
            "instead": offer_of[one.placed_at].id if one.placed_at else None,
            "sent_away": [need_of[key].id for key in one.sent_away],
        }
        for one in found.blocking
    ]


def _exposure(found: Found, offer_of: Mapping[str, Offer]) -> list[dict[str, Any]]:
    placed: Counter[str] = Counter()
    for one in found.placed:
        placed[one.offer] += one.learners
    return [
        {
            "offer": offer_of[key].id,
            "suits": one.suits,
            "looked_at": one.looked_at,
            "placed": placed[key],
        }
        for key, one in found.exposure.items()
    ]


def _wanted(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **stored,
        "sector": Sector(stored["sector"]) if stored["sector"] else None,
        "first": date.fromisoformat(stored["first"]) if stored["first"] else None,
        "last": date.fromisoformat(stored["last"]) if stored["last"] else None,
    }


def _proposal(one: bridge.Placed, need: Need, offer: Offer) -> Proposal:
    last = one.starts_on + timedelta(days=need.days - 1)
    return Proposal(
        need_id=need.id,
        offer_id=offer.id,
        starts_on=one.starts_on,
        ends_on=min(last, need.ends_on),
        learners=one.learners,
        score=one.score,
    )
