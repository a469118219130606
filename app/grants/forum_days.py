"""Which days of a forum's visit programme count for each participant, before anything is booked.

The days before and after are the participant's journeys; visits are job shadowing; the sessions
of the forum are a conference, which the guides exclude.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, true
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.consortia.models import ErasmusField
from app.forums.models import Forum, Participant, VisitOffer
from app.grants import bridge
from app.grants.days import (
    JOB_SHADOWING,
    Happening,
    Item,
    Programme,
    ProgrammeDay,
    TaggedProgramme,
    tag_days,
)
from app.grants.rules import CallRules
from app.itineraries.models import Attendance
from app.organisations.models import Organisation
from app.plans import ids, queries, timetable
from app.plans.contents import content_of
from app.plans.timetable import ItemKind

Record = Mapping[str, Any]
"""The planner's JSON: a problem or a plan."""


@dataclass(frozen=True, slots=True)
class PersonDays:
    """One participant's programme, day by day, by the rules of a call year."""

    participant: Participant
    call_year: str
    tagged: TaggedProgramme


def rules_for(forum: Forum) -> CallRules | None:
    """Return the newest loaded rules for schools up to the forum's year."""
    field = ErasmusField.VET.value
    years = [year for year, of in bridge.call_years() if of == field]
    fitting = [year for year in years if int(year) <= forum.starts_on.year]
    return bridge.book().rules(max(fitting), field) if fitting else None


def least_days(forum: Forum) -> dict[str, int]:
    """Return the days of training that each participant needs; empty without rules.

    Whoever is at home where the forum is makes no mobility there and needs none.
    """
    rules = rules_for(forum)
    if rules is None or not forum.places:
        return {}
    host, least = forum.places[0].country, rules.activities[JOB_SHADOWING].min_days or 0
    return {
        ids.of_participant(person.id): least
        for person in forum.participants
        if person.withdrawn_at is None
        and bridge.book().country(person.organisation.country) != bridge.book().country(host)
    }


def programmes(
    session: Session, forum_id: int, plan: tuple[Record, Record] | None = None
) -> list[PersonDays]:
    """Return every participant's programme: of the published version, or of a plan.

    `plan` is a run's problem and plan. Empty without a plan or without rules.
    """
    forum = session.get_one(Forum, forum_id)
    rules = rules_for(forum)
    if plan is None:
        version = queries.current_version(session, forum_id)
        plan = (version.problem, version.plan) if version else None
    if rules is None or plan is None:
        return []
    countries = _countries(session, forum)
    presence = _presence(session, forum_id)
    people = session.scalars(
        select(Participant)
        .where(Participant.forum_id == forum_id, Participant.withdrawn_at.is_(None))
        .options(joinedload(Participant.organisation))
        .order_by(Participant.name, Participant.id)
    )
    return [
        PersonDays(
            person,
            rules.call_year,
            _tagged(person, _days(forum, person, plan, countries, presence), rules),
        )
        for person in people
    ]


def _tagged(person: Participant, days: list[ProgrammeDay], rules: CallRules) -> TaggedProgramme:
    programme = Programme(home=person.organisation.country, days=tuple(days))
    return tag_days(programme, rules, bridge.book())


def of_person(session: Session, person: Participant) -> PersonDays | None:
    """Return one participant's programme of the published version; None without it or rules."""
    forum, version = person.forum, queries.version_in_force(session, person.forum_id)
    rules = rules_for(forum)
    if rules is None or version is None:
        return None
    content = content_of(session, version)
    plan, presence = (content.problem, content.plan), _presence(session, forum.id, person.id)
    mine = timetable.of_person(*plan, ids.of_participant(person.id))
    offers = {ids.number_in(stretch.host) for stretch in mine if stretch.host}
    days = _days(forum, person, plan, _countries(session, forum, offers), presence)
    return PersonDays(person, rules.call_year, _tagged(person, days, rules))


def shortfalls(
    session: Session, forum_id: int, plan: tuple[Record, Record] | None = None
) -> list[PersonDays]:
    """Return those abroad whose programme does not qualify, before it is booked."""
    abroad = least_days(session.get_one(Forum, forum_id))
    return [
        person
        for person in programmes(session, forum_id, plan)
        if not person.tagged.qualifies and ids.of_participant(person.participant.id) in abroad
    ]


def _countries(
    session: Session, forum: Forum, among: Collection[int] | None = None
) -> dict[int, str]:
    """Return the country in which each visit takes place, or each of some visits."""
    is_asked = true() if among is None else VisitOffer.id.in_(among)
    offers = session.scalars(
        select(VisitOffer)
        .where(VisitOffer.forum_id == forum.id, is_asked)
        .options(
            joinedload(VisitOffer.site),
            joinedload(VisitOffer.organisation).selectinload(Organisation.sites),
        )
    )
    found = {}
    for offer in offers:
        site = offer.site or offer.organisation.main_site
        found[offer.id] = site.country if site else offer.organisation.country
    return found


def _presence(
    session: Session, forum_id: int, person_id: int | None = None
) -> dict[tuple[int, int], bool]:
    """Return who was at which visit: of an edition, or of one person of it."""
    is_asked = true() if person_id is None else Participant.id == person_id
    rows = session.execute(
        select(Attendance.participant_id, Attendance.visit_offer_id, Attendance.was_present)
        .join(Attendance.participant)
        .where(Participant.forum_id == forum_id, is_asked)
    )
    return {(person, offer): was_present for person, offer, was_present in rows}


def _days(
    forum: Forum,
    person: Participant,
    plan: tuple[Record, Record],
    countries: Mapping[int, str],
    presence: Mapping[tuple[int, int], bool],
) -> list[ProgrammeDay]:
    country = forum.places[0].country if forum.places else person.organisation.country
    found: list[tuple[date, Item]] = [
        (_day(moment, forum.zone), Item(Happening.JOURNEY, country))
        for moment in (person.arrives_at, person.departs_at)
    ]
    for stretch in timetable.of_person(*plan, ids.of_participant(person.id)):
        day = _day(stretch.starts_at, forum.zone)
        if stretch.kind is ItemKind.SESSION:
            found.append((day, Item(Happening.CONFERENCE, country)))
        elif stretch.kind is ItemKind.VISIT:
            offer = ids.number_in(stretch.host)
            where = countries.get(offer, country)
            attended = presence.get((person.id, offer))
            found.append((day, Item(Happening.VISIT, where, attended)))
    return [ProgrammeDay(day, (item,)) for day, item in found]


def _day(moment: datetime, zone: str) -> date:
    return clock.wall_clock(moment, zone).date()
