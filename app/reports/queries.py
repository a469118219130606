"""Visits → agreements → mobilities by forum, each figure with the rows that it counts.

A visit counts when it was checked in. An agreement is a partnership of two organisations whose
people met on a visit, that has reached the stage of an agreement since. A mobility counts for
the first forum whose visit brought its two organisations together.
"""

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
from app.reports.flows import Cells, cells_of

AGREED = (Stage.AGREED, Stage.FIRST_MOBILITY, Stage.RETURN_MOBILITY)


@dataclass(slots=True)
class ForumLine:
    """What came of one forum; every figure is the length of its list."""

    forum: Forum
    visits: list[Attendance] = field(default_factory=list)
    agreements: list[Partnership] = field(default_factory=list)
    mobilities: list[Mobility] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of every forum, newest first; and all learners, in cells to be told masked."""

    lines: tuple[ForumLine, ...]
    rows: tuple[Mobility, ...]
    cells: Cells


def report(session: Session, own: int | None) -> Report:
    """Return the figures as far as the reader may see them.

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
    forum_of = {row.id: met[0].participant.forum_id for row in rows if (met := before[row.id])}
    for row in rows:
        if row.id in forum_of:
            found[forum_of[row.id]].mobilities.append(row)
    return Report(tuple(found.values()), tuple(rows), cells_of(rows, forum_of))


def line_of(session: Session, own: int | None, forum_id: int) -> ForumLine | None:
    """Return the figures of one forum, or None where there is no such forum."""
    found = (line for line in report(session, own).lines if line.forum.id == forum_id)
    return next(found, None)


def _pair(visit: Attendance) -> tuple[int, int]:
    return visit.participant.organisation_id, visit.visit_offer.organisation_id


def _visits(session: Session, own: int | None) -> Sequence[Attendance]:
    return session.scalars(
        select(Attendance)
        .join(Attendance.participant)
        .where(Attendance.was_present, is_reported(own))
        .options(
            joinedload(Attendance.participant).joinedload(Participant.organisation),
            joinedload(Attendance.participant).joinedload(Participant.forum),
            joinedload(Attendance.visit_offer).joinedload(VisitOffer.organisation),
        )
        .order_by(Attendance.planned_starts_at, Attendance.id)
    ).all()


def is_reported(own: int | None) -> ColumnElement[bool]:
    """Return the condition under which a participant's visits are in the reader's figures."""
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
