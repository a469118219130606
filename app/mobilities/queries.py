"""Reading mobilities: a school sees its own, a coordinator those of their consortia.

`own` is the reader's organisation; None stands for an organiser, who sees all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app.consortia.models import Consortium
from app.errors import NotFound
from app.forums.models import Participant, VisitOffer
from app.itineraries.models import Attendance
from app.mobilities import cover
from app.mobilities.models import LEARNERS, Mobility, MobilityHost
from app.organisations.models import Organisation, Programme
from app.partnerships.models import Offer, Partnership, Placement


def _is_seen(own: int | None) -> ColumnElement[bool]:
    if own is None:
        return true()
    coordinated = select(Consortium.id).where(Consortium.coordinator_id == own)
    return or_(Mobility.sending_id == own, Mobility.consortium_id.in_(coordinated))


_WHOLE = (
    joinedload(Mobility.sending),
    joinedload(Mobility.receiving),
    joinedload(Mobility.consortium).joinedload(Consortium.coordinator),
    joinedload(Mobility.programme).selectinload(Programme.names),
    joinedload(Mobility.placement).joinedload(Placement.offer).joinedload(Offer.organisation),
    joinedload(Mobility.placement).joinedload(Placement.need),
    joinedload(Mobility.partnership),
    selectinload(Mobility.hosts)
    .joinedload(MobilityHost.organisation)
    .selectinload(Organisation.charters),
    selectinload(Mobility.adults),
    selectinload(Mobility.steps),
    selectinload(Mobility.signatures),
    selectinload(Mobility.planned),
)


def mobilities(session: Session, own: int | None, wanted: Mapping[str, Any]) -> Sequence[Mobility]:
    """Return the reader's mobilities with all their parts, next to depart first."""
    rows = select(Mobility).where(_is_seen(own)).options(*_WHOLE)
    if wanted.get("consortium"):
        rows = rows.where(Mobility.consortium_id == wanted["consortium"])
    if wanted.get("call_year"):
        rows = rows.where(Mobility.call_year == wanted["call_year"])
    if wanted.get("kind"):
        rows = rows.where(Mobility.kind == wanted["kind"])
    return session.scalars(rows.order_by(Mobility.starts_on.desc(), Mobility.id)).all()


def standing_mobilities(session: Session, own: int | None) -> list[Mobility]:
    """Return the reader's mobilities that were not cancelled."""
    return [row for row in mobilities(session, own, {}) if row.cancelled_at is None]


def mobility(session: Session, mobility_id: int, own: int | None) -> Mobility:
    """Return one of the reader's mobilities with all its parts. Raises NotFound."""
    row = session.scalar(
        select(Mobility)
        .where(Mobility.id == mobility_id, _is_seen(own))
        .options(*_WHOLE)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(_("There is no such mobility."))
    return row


def placement_for(session: Session, placement_id: int, own: int | None) -> Placement:
    """Return a placement of the reader's own school. Raises NotFound."""
    row = session.scalar(
        select(Placement)
        .where(Placement.id == placement_id)
        .options(
            joinedload(Placement.need),
            joinedload(Placement.offer).joinedload(Offer.organisation),
        )
    )
    if row is None or own not in (None, row.need.organisation_id):
        raise NotFound(_("There is no such placement."))
    return row


@dataclass(frozen=True, slots=True)
class Chain:
    """How a mobility came about: the visit, the partnership, the placement and its match."""

    visit: Attendance | None
    partnership: Partnership | None
    placement: Placement | None


def chain(session: Session, row: Mobility) -> Chain:
    """Return where a mobility came from, as far as it is known."""
    visits = visits_before(session, [row]).get(row.id, [])
    return Chain(visits[-1] if visits else None, row.partnership, row.placement)


def visits_before(session: Session, rows: Sequence[Mobility]) -> dict[int, list[Attendance]]:
    """Return for each mobility the visits of its school at its host before it, in order."""
    pairs = {row.id: _pair(row) for row in rows}
    hosts = {host for _school, found in pairs.values() for host in found}
    attended = session.scalars(
        select(Attendance)
        .join(Attendance.visit_offer)
        .where(Attendance.was_present, VisitOffer.organisation_id.in_(hosts))
        .options(
            joinedload(Attendance.participant).joinedload(Participant.forum),
            joinedload(Attendance.visit_offer).joinedload(VisitOffer.organisation),
        )
        .order_by(Attendance.planned_starts_at, Attendance.id)
    ).all()
    return {
        row.id: [
            visit
            for visit in attended
            if visit.participant.organisation_id == pairs[row.id][0]
            and visit.visit_offer.organisation_id in pairs[row.id][1]
            and visit.planned_starts_at.date() <= row.starts_on
        ]
        for row in rows
    }


def _pair(row: Mobility) -> tuple[int, set[int]]:
    hosts = {row.receiving_id, row.partnership.host_id if row.partnership else None}
    if row.placement:
        hosts |= {row.placement.offer.organisation_id, row.placement.offer.centre_id}
    return row.sending_id, {host for host in hosts if host is not None}


@dataclass(frozen=True, slots=True)
class NearLearners:
    """How many learners of one's own school are near a stop, and where; never who."""

    mobility_id: int
    learners: int
    city: str
    country: str
    minutes: int


def learners_near(
    session: Session, organisation_id: int, latitude: float, longitude: float, day: date
) -> list[NearLearners]:
    """Return one's own school's groups within their reach of a point on a day, nearest first."""
    rows = session.scalars(
        select(Mobility).where(
            Mobility.sending_id == organisation_id,
            Mobility.kind.in_(LEARNERS),
            Mobility.starts_on <= day,
            day <= Mobility.ends_on,
            Mobility.cancelled_at.is_(None),
            Mobility.latitude.is_not(None),
        )
    )
    found = []
    for row in rows:
        assert row.latitude is not None
        assert row.longitude is not None
        away = cover.minutes((latitude, longitude), (row.latitude, row.longitude))
        if away <= row.reach_minutes:
            found.append(NearLearners(row.id, row.persons, row.city, row.country, round(away)))
    return sorted(found, key=lambda near: (near.minutes, near.mobility_id))
