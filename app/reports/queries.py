"""Visits → agreements → mobilities by forum, each figure with the rows that it counts.

A visit counts when it was checked in. An agreement is a partnership of two organisations whose
people met on a visit, that has reached the stage of an agreement since. A mobility counts for
the first forum whose visit brought its two organisations together.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app.consortia.models import Consortium, ConsortiumMember
from app.forums.models import Forum, Participant, VisitOffer
from app.itineraries.models import Attendance
from app.mobilities import queries as mobilities
from app.mobilities.models import Mobility
from app.partnerships.models import Partnership, Stage
from app.reports import masking

AGREED = (Stage.AGREED, Stage.FIRST_MOBILITY, Stage.RETURN_MOBILITY)


@dataclass(slots=True)
class ForumLine:
    """What came of one forum; every figure is the length of its list."""

    forum: Forum
    visits: list[Attendance] = field(default_factory=list)
    agreements: list[Partnership] = field(default_factory=list)
    mobilities: list[Mobility] = field(default_factory=list)

    @property
    def learners(self) -> int:
        return sum(row.persons for row in self.mobilities if row.has_learners)


def lines(session: Session, own: int | None) -> list[ForumLine]:
    """Return the figures of every forum, newest first, as far as the reader may see them.

    A coordinator's figures hold the members of their own consortia alone.
    """
    forums = session.scalars(select(Forum).order_by(Forum.starts_on.desc(), Forum.id)).all()
    found = {forum.id: ForumLine(forum) for forum in forums}
    visits = _visits(session, own)
    first: dict[tuple[int, int], int] = {}
    for visit in visits:
        found[visit.participant.forum_id].visits.append(visit)
        first.setdefault(_pair(visit), visit.participant.forum_id)
    for agreed in _agreements(session):
        forum_id = first.get((agreed.sending_id, agreed.host_id))
        if forum_id is not None:
            found[forum_id].agreements.append(agreed)
    rows = [row for row in mobilities.mobilities(session, own, {}) if row.cancelled_at is None]
    before = mobilities.visits_before(session, rows)
    for row in rows:
        if met := before[row.id]:
            found[met[0].participant.forum_id].mobilities.append(row)
    return list(found.values())


def shown_learners(found: Sequence[ForumLine]) -> tuple[dict[int, int | None], int | None]:
    """Return the learners of each forum and of all together, small counts masked."""
    counts = {line.forum.id: line.learners for line in found}
    return masking.masked(counts), masking.total(counts)


def flows(found: Sequence[ForumLine]) -> tuple[dict[tuple[str, str], int | None], int | None]:
    """Return the learners from country to country, small counts masked."""
    counts: Counter[tuple[str, str]] = Counter()
    for line in found:
        for row in line.mobilities:
            if row.has_learners:
                counts[row.origin_country, row.country] += row.persons
    return masking.masked(counts), masking.total(counts)


def _pair(visit: Attendance) -> tuple[int, int]:
    return visit.participant.organisation_id, visit.visit_offer.organisation_id


def _visits(session: Session, own: int | None) -> Sequence[Attendance]:
    return session.scalars(
        select(Attendance)
        .join(Attendance.participant)
        .where(Attendance.was_present, _is_reported(own))
        .options(
            joinedload(Attendance.participant).joinedload(Participant.organisation),
            joinedload(Attendance.participant).joinedload(Participant.forum),
            joinedload(Attendance.visit_offer).joinedload(VisitOffer.organisation),
        )
        .order_by(Attendance.planned_starts_at, Attendance.id)
    ).all()


def _is_reported(own: int | None) -> ColumnElement[bool]:
    if own is None:
        return true()
    coordinated = select(Consortium.id).where(Consortium.coordinator_id == own)
    members = select(ConsortiumMember.organisation_id).where(
        ConsortiumMember.consortium_id.in_(coordinated)
    )
    return or_(Participant.organisation_id == own, Participant.organisation_id.in_(members))


def _agreements(session: Session) -> Sequence[Partnership]:
    rows = session.scalars(
        select(Partnership)
        .options(
            joinedload(Partnership.sending),
            joinedload(Partnership.host),
            selectinload(Partnership.events),
        )
        .order_by(Partnership.id)
    )
    return [
        row
        for row in rows
        if row.stage in AGREED or any(event.stage in AGREED for event in row.events)
    ]
