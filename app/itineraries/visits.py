"""The published visits of a forum: which host, when, and who of which school was there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.forums.models import Participant, VisitOffer
from app.plans import ids, timetable
from app.plans import queries as plans
from app.plans.contents import content_of


@dataclass(frozen=True, slots=True)
class PublishedVisit:
    """One group at one host, as the published version has it."""

    offer: VisitOffer
    starts_at: datetime
    ends_at: datetime
    zone: str
    people: tuple[Participant, ...]


def visits_of(
    session: Session, forum_id: int, visit_offer_id: int | None = None
) -> list[PublishedVisit]:
    """Return the published visits of a forum, or of one of its hosts, in order of time."""
    version = plans.version_in_force(session, forum_id)
    if version is None:
        return []
    content = content_of(session, version)
    zone = content.problem["timezone"]
    stops = [
        (ids.number_in(stop["host"]), stop, ride["participants"])
        for ride in content.plan["tours"]
        for stop in ride["stops"]
        if not stop.get("break")
    ]
    wanted = [stop for stop in stops if visit_offer_id in (None, stop[0])]
    offers = _offers(session, {number for number, _stop, _people in wanted})
    people = _people(session, {one for _number, _stop, group in wanted for one in group})
    found = [
        PublishedVisit(
            offer=offers[number],
            starts_at=timetable.instant(stop["start"], zone),
            ends_at=timetable.instant(stop["end"], zone),
            zone=zone,
            people=tuple(
                sorted((people[one] for one in group if one in people), key=lambda one: one.name)
            ),
        )
        for number, stop, group in wanted
        if number in offers
    ]
    return sorted(found, key=lambda visit: (visit.starts_at, visit.offer.id))


def _offers(session: Session, numbers: set[int]) -> dict[int, VisitOffer]:
    rows = session.scalars(
        select(VisitOffer)
        .where(VisitOffer.id.in_(numbers))
        .options(joinedload(VisitOffer.organisation))
    )
    return {row.id: row for row in rows}


def _people(session: Session, known_as: set[str]) -> dict[str, Participant]:
    rows = session.scalars(
        select(Participant)
        .where(Participant.id.in_([ids.number_in(one) for one in known_as]))
        .options(joinedload(Participant.organisation))
    )
    return {ids.of_participant(row.id): row for row in rows}
