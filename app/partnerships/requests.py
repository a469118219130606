"""Requests of schools to hosts: few at a time, the rest in a queue, none for ever.

A host sees at most so many open requests as it has set; further ones wait in the order in which
they came, and a position only ever gets better. An unanswered request expires. Every change
first locks the host's row (PostgreSQL; on SQLite one writer works at a time), so that neither
places nor positions are given twice. Callers commit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.audit import actions as audit
from app.errors import Conflict, Invalid
from app.organisations.models import Charter, CharterKind, Organisation
from app.partnerships import availability, stages
from app.partnerships.models import (
    DeclineCode,
    EntryState,
    Need,
    Offer,
    Placement,
    PlacementState,
    Veto,
)

ANSWER_WITHIN = timedelta(days=28)
"""How long a host has to answer before a request expires."""
HOST_CHARTERS = (CharterKind.TRAINING_CENTRE_CHARTER, CharterKind.HOST_COMPANY_CHARTER)

Wanted = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How a suggestion was shown when it was asked for, so that rankings can learn from it."""

    rank: int | None = None
    score: float | None = None
    weights_version: str = ""
    values: Mapping[str, float] = field(default_factory=dict)


def ask(
    session: Session, actor: str, need: Need, offer: Offer, wanted: Wanted, shown: Shown
) -> Placement:
    """Ask a host for places. Raises Invalid or Conflict with the reason why it cannot be."""
    host = _lock(session, offer)
    _refuse_impossible(session, need, offer, wanted)
    settle(session, host)
    is_seen = _open(session, host) < host.requests_per_season
    row = Placement(
        need=need,
        offer=offer,
        state=PlacementState.REQUESTED if is_seen else PlacementState.QUEUED,
        position=None if is_seen else len(_queue(session, host)) + 1,
        requested_at=clock.now(),
        expires_at=clock.now() + ANSWER_WITHIN if is_seen else None,
        shown_rank=shown.rank,
        score=shown.score,
        weights_version=shown.weights_version,
        shown_values=dict(shown.values),
        **{name: wanted[name] for name in ("learners", "starts_on", "ends_on")},
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "request.ask", f"placement:{row.id}", {"state": row.state.value})
    return row


def _lock(session: Session, offer: Offer) -> Organisation:
    """Lock the host's row until the transaction ends, and read what others committed before."""
    host = session.scalars(
        select(Organisation)
        .where(Organisation.id == offer.organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    session.scalars(
        select(Offer)
        .where(Offer.id == offer.id)
        .options(selectinload(Offer.periods), selectinload(Offer.placements))
        .execution_options(populate_existing=True)
    ).one()
    return host


def _refuse_impossible(session: Session, need: Need, offer: Offer, wanted: Wanted) -> None:
    first, last = wanted["starts_on"], wanted["ends_on"]
    if offer.state is not EntryState.OPEN or need.state is not EntryState.OPEN:
        raise Conflict(_("This need or this offer is no longer open."))
    if offer.organisation_id == need.organisation_id or _is_vetoed(session, need, offer):
        raise Conflict(_("This offer cannot serve this need."))
    if (last - first).days + 1 < offer.minimum_days:
        raise _wrong(
            "ends_on", _("The host takes stays of %(days)s days or more.", days=offer.minimum_days)
        )
    if wanted["learners"] < offer.minimum_group:
        raise _wrong(
            "learners",
            _("The host takes groups of %(number)s or more.", number=offer.minimum_group),
        )
    if not _has_charter(offer.organisation, first, last):
        raise Conflict(
            _(
                "This host has no charter that is signed and valid for the whole stay; "
                "it can receive a staff visit, but no learners yet."
            )
        )
    _refuse_overbooking(offer, wanted)
    again = session.scalar(
        select(Placement.id).where(
            Placement.need_id == need.id,
            Placement.offer_id == offer.id,
            Placement.state.in_((PlacementState.REQUESTED, PlacementState.QUEUED)),
        )
    )
    if again is not None:
        raise Conflict(_("You have asked this host already; its answer is still to come."))


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(_("Some values cannot be right."), fields={field: [sentence]})


def _is_vetoed(session: Session, need: Need, offer: Offer) -> bool:
    pair = (need.organisation_id, offer.organisation_id)
    return (
        session.scalar(
            select(Veto.id).where(Veto.organisation_id.in_(pair), Veto.other_id.in_(pair)).limit(1)
        )
        is not None
    )


def _has_charter(host: Organisation, first: Any, last: Any) -> bool:  # noqa: ANN401 -- days
    def holds(charter: Charter) -> bool:
        return (
            charter.kind in HOST_CHARTERS
            and charter.signed_on is not None
            and charter.holds_on(first)
            and charter.holds_on(last)
        )

    return any(holds(charter) for charter in host.charters)


def _refuse_overbooking(offer: Offer, wanted: Wanted) -> None:
    first, last = wanted["starts_on"], wanted["ends_on"]
    free = availability.free_in_stay(offer, offer.placements, first, last)
    for week, places in free.items():
        if places < wanted["learners"]:
            raise Conflict(
                _(
                    "In the week of %(day)s this offer has %(places)s places free.",
                    day=week.isoformat(),
                    places=places,
                )
            )


def accept(session: Session, actor: str, by: str, row: Placement) -> Placement:
    """Accept a request: the places are booked, the partnership stands, the queue moves on.

    Raises Conflict when the request is no longer open or places have gone meanwhile.
    """
    host = _decide(session, row)
    _refuse_overbooking(
        row.offer, {name: getattr(row, name) for name in ("learners", "starts_on", "ends_on")}
    )
    row.state, row.decided_at, row.expires_at = PlacementState.ACCEPTED, clock.now(), None
    basis = stages.Basis(need=row.need, offer=row.offer)
    parties = (row.need.organisation, stages.host_of(row.offer))
    row.partnership = stages.start(session, actor, by, parties, basis)
    session.flush()
    _close_when_placed(session, row.need)
    settle(session, host)
    audit.record(session, actor, "request.accept", f"placement:{row.id}")
    return row


def _close_when_placed(session: Session, need: Need) -> None:
    placed = session.scalar(
        select(func.coalesce(func.sum(Placement.learners), 0)).where(
            Placement.need_id == need.id, Placement.state == PlacementState.ACCEPTED
        )
    )
    if (placed or 0) >= need.learners:
        need.state = EntryState.PLACED


def _decide(session: Session, row: Placement) -> Organisation:
    """Lock the host and make sure that the request still waits for an answer."""
    host = _lock(session, row.offer)
    session.refresh(row, ["state", "expires_at", "position"])
    settle(session, host)
    if row.state is not PlacementState.REQUESTED:
        raise Conflict(_("This request has been answered, withdrawn or has expired already."))
    return host


def decline(session: Session, actor: str, row: Placement, code: DeclineCode) -> Placement:
    """Decline a request with a coded reason. Raises Conflict as `accept` does."""
    host = _decide(session, row)
    row.state, row.decided_at, row.expires_at = PlacementState.DECLINED, clock.now(), None
    row.decline_code = code.value
    session.flush()
    settle(session, host)
    audit.record(session, actor, "request.decline", f"placement:{row.id}", {"code": code.value})
    return row


def withdraw(session: Session, actor: str, row: Placement) -> Placement:
    """Take a request back, or give accepted places free again. Raises Conflict when it is over."""
    host = _lock(session, row.offer)
    session.refresh(row, ["state", "expires_at", "position"])
    if row.state not in (
        PlacementState.REQUESTED,
        PlacementState.QUEUED,
        PlacementState.ACCEPTED,
    ):
        raise Conflict(_("This request has been answered, withdrawn or has expired already."))
    row.state, row.decided_at = PlacementState.WITHDRAWN, clock.now()
    row.expires_at = row.position = None
    session.flush()
    settle(session, host)
    audit.record(session, actor, "request.withdraw", f"placement:{row.id}")
    return row


def settle(session: Session, host: Organisation) -> None:
    """Let overdue requests of a host expire, and let the queue move up into what is free.

    The host's row is locked by the caller. Positions only fall: 3 becomes 2, never 4.
    """
    moment = clock.now()
    for row in _of_host(session, host, PlacementState.REQUESTED):
        if row.expires_at is not None and row.expires_at <= moment:
            row.state, row.decided_at = PlacementState.EXPIRED, moment
    session.flush()
    room = host.requests_per_season - _open(session, host)
    for place, row in enumerate(_queue(session, host), start=1):
        if place <= room:
            row.state, row.position = PlacementState.REQUESTED, None
            row.expires_at = moment + ANSWER_WITHIN
        else:
            row.position = min(row.position or place, place - max(0, room))
    session.flush()


def settle_all(session: Session) -> int:
    """Settle every host that has requests; return how many hosts that were."""
    hosts = session.scalars(
        select(Organisation)
        .where(
            Organisation.id.in_(
                select(Offer.organisation_id)
                .join(Placement, Placement.offer_id == Offer.id)
                .where(Placement.state.in_((PlacementState.REQUESTED, PlacementState.QUEUED)))
            )
        )
        .order_by(Organisation.id)
        .with_for_update()
    ).all()
    for host in hosts:
        settle(session, host)
    return len(hosts)


def _of_host(session: Session, host: Organisation, state: PlacementState) -> Sequence[Placement]:
    return session.scalars(
        select(Placement)
        .join(Placement.offer)
        .where(Offer.organisation_id == host.id, Placement.state == state)
        .options(joinedload(Placement.need))
        .order_by(Placement.requested_at, Placement.id)
        .execution_options(populate_existing=True)
    ).all()


def _open(session: Session, host: Organisation) -> int:
    return len(_of_host(session, host, PlacementState.REQUESTED))


def _queue(session: Session, host: Organisation) -> Sequence[Placement]:
    return _of_host(session, host, PlacementState.QUEUED)
