"""What a forum was worth: wishes met, visits kept, answers in time, agreements within a year.

Each figure is so many of so many entries, and the entries are its list.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.forums.models import Forum, Participant, VisitOffer, Wish, WishKind
from app.itineraries.models import Attendance, VisitNote
from app.partnerships.models import Partnership, PartnershipEvent, Stage
from app.plans import ids
from app.plans import queries as plans
from app.reports.queries import AGREED, is_reported

ANSWER_DAYS = timedelta(days=10)
AGREEMENT_DAYS = timedelta(days=365)


class Kind(StrEnum):
    WISHES = "wishes"
    KEPT = "kept"
    ANSWERS = "answers"
    AGREEMENTS = "agreements"


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """Who wished, visited or agreed with whom, on which day, and whether it counts."""

    school: str
    host: str
    on: date | None
    counts: bool


@dataclass(frozen=True, slots=True)
class Indicator:
    kind: Kind
    entries: tuple[Entry, ...]

    @property
    def counted(self) -> int:
        return sum(entry.counts for entry in self.entries)


def of_forum(session: Session, forum: Forum, own: int | None) -> list[Indicator]:
    """Return the indicators of a forum for the people whom the reader may see."""
    visits = _visits(session, forum, own)
    return [
        Indicator(Kind.WISHES, tuple(_wishes(session, forum, own, visits))),
        Indicator(Kind.KEPT, tuple(_entry(visit, visit.was_present) for visit in visits)),
        Indicator(Kind.ANSWERS, tuple(_answers(session, visits))),
        Indicator(Kind.AGREEMENTS, tuple(_agreements(session, visits))),
    ]


def _visits(session: Session, forum: Forum, own: int | None) -> Sequence[Attendance]:
    return session.scalars(
        select(Attendance)
        .join(Attendance.participant)
        .where(Participant.forum_id == forum.id, is_reported(own))
        .options(
            joinedload(Attendance.participant).joinedload(Participant.organisation),
            joinedload(Attendance.visit_offer).joinedload(VisitOffer.organisation),
        )
        .order_by(Attendance.planned_starts_at, Attendance.id)
    ).all()


def _entry(visit: Attendance, counts: bool) -> Entry:  # noqa: FBT001 -- of an entry
    school, host = visit.participant.organisation.name, visit.visit_offer.organisation.name
    return Entry(school, host, visit.planned_starts_at.date(), counts)


def _wishes(
    session: Session, forum: Forum, own: int | None, visits: Sequence[Attendance]
) -> Iterator[Entry]:
    """Yield the wishes to visit; met by the published plan, or without one by a visit."""
    version = plans.current_version(session, forum.id)
    met = (
        _planned(version.plan)
        if version
        else {(one.participant_id, one.visit_offer_id) for one in visits if one.was_present}
    )
    rows = session.execute(
        select(Wish, Participant)
        .join(Participant, Participant.id == Wish.participant_id)
        .where(
            Participant.forum_id == forum.id,
            Participant.withdrawn_at.is_(None),
            Wish.kind.in_((WishKind.MUST, WishKind.WANT)),
            is_reported(own),
        )
        .options(
            joinedload(Wish.visit_offer).joinedload(VisitOffer.organisation),
            joinedload(Participant.organisation),
        )
        .order_by(Wish.id)
    )
    for wish, person in rows:
        counts = (person.id, wish.visit_offer_id) in met
        yield Entry(person.organisation.name, wish.visit_offer.organisation.name, None, counts)


def _planned(plan: Mapping[str, list[dict[str, list[dict[str, str]]]]]) -> set[tuple[int, int]]:
    """Return participant and host of every visit of a plan."""
    return {
        (ids.number_in(str(person)), ids.number_in(stop["host"]))
        for ride in plan["tours"]
        for stop in ride["stops"]
        if not stop.get("break")
        for person in ride["participants"]
    }


def _answers(session: Session, visits: Sequence[Attendance]) -> Iterator[Entry]:
    """Yield the visits made; answered by a note within ten days."""
    people = {visit.participant_id for visit in visits}
    notes = session.scalars(select(VisitNote).where(VisitNote.participant_id.in_(people)))
    written = {(note.participant_id, note.visit_offer_id): note.written_at for note in notes}
    for visit in visits:
        if visit.was_present:
            at = written.get((visit.participant_id, visit.visit_offer_id))
            yield _entry(visit, at is not None and at - visit.planned_ends_at <= ANSWER_DAYS)


def _agreements(session: Session, visits: Sequence[Attendance]) -> Iterator[Entry]:
    """Yield each pair that met, at its first visit; agreed within twelve months of it."""
    first: dict[tuple[int, int], Attendance] = {}
    for visit in visits:
        if visit.was_present:
            pair = visit.participant.organisation_id, visit.visit_offer.organisation_id
            first.setdefault(pair, visit)
    rows = session.scalars(
        select(Partnership)
        .where(Partnership.sending_id.in_({school for school, _host in first}))
        .options(selectinload(Partnership.events))
    )
    events = {(row.sending_id, row.host_id): row.events for row in rows}
    for pair, visit in first.items():
        yield _entry(visit, _is_agreed(events.get(pair, []), visit))


def _is_agreed(events: Sequence[PartnershipEvent], visit: Attendance) -> bool:
    stages: tuple[Stage, ...] = AGREED
    return any(
        event.stage in stages
        and timedelta() <= event.happened_at - visit.planned_starts_at <= AGREEMENT_DAYS
        for event in events
    )
