"""An event as a fact: what it changes in the rows of the edition, visits under way untouched.

Whatever has begun is left to end: hours are cut after the visits that a host is receiving, a
tour keeps the visits that it has begun, a person the ride that they are on.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import clock
from app.errors import Conflict
from app.forums.models import Forum, Participant, Tour, VisitOffer
from app.plans import ids, timetable
from app.plans.events.kinds import EventKind
from app.plans.models import PlanVersion
from app.plans.timetable import ItemKind, Stretch

Record = Mapping[str, Any]


def record(
    session: Session, version: PlanVersion, kind: EventKind, subject: str, at: datetime
) -> None:
    """Change the row that an event is about; `at` is the moment from which it holds.

    For a coach that is late or a person that comes late, `at` is when they are there. Raises
    Conflict for what has ended already.
    """
    row = session.get_one(_TABLES[kind], ids.number_in(subject))
    _CHANGED[kind](row, _begun(version, subject, at), at)
    session.flush()


_TABLES: Mapping[EventKind, type[VisitOffer] | type[Tour] | type[Participant]] = {
    EventKind.HOST_WITHDRAWS: VisitOffer,
    EventKind.COACH_LATE: Tour,
    EventKind.COACH_FAILS: Tour,
    EventKind.PERSON_MISSING: Participant,
    EventKind.LATECOMER: Participant,
}


def _begun(version: PlanVersion, subject: str, at: datetime) -> list[list[Stretch]]:
    """Return the rides with the subject on them of which some visit has begun."""
    found = []
    for ride in version.plan["tours"]:
        hosts = {stop.get("host") for stop in ride["stops"]}
        if subject in {ride["tour"], *ride["participants"]} | hosts:
            stretches = list(timetable.of_ride(version.problem, ride))
            if any(one.kind is ItemKind.VISIT and one.starts_at < at for one in stretches):
                found.append(stretches)
    return found


def _host_withdraws(offer: VisitOffer, begun: list[list[Stretch]], at: datetime) -> None:
    visits = [
        one.ends_at
        for stretches in begun
        for one in stretches
        if one.host == ids.of_visit_offer(offer.id) and one.starts_at < at
    ]
    until = max(visits, default=at)
    left = [span for span in offer.open_spans if span.starts_at < until] if visits else []
    for span in left:
        span.ends_at = min(span.ends_at, until)
    if visits:
        offer.open_spans = left
        offer.maximum_visits = max(1, min(offer.maximum_visits, len(visits)))
    else:
        offer.withdrawn_at = clock.now()


def _coach_fails(tour: Tour, begun: list[list[Stretch]], at: datetime) -> None:
    if not begun:
        tour.cancelled_at = clock.now()
        return
    tour.latest_at = min(tour.latest_at, _home(begun[0], at))


def _home(stretches: list[Stretch], at: datetime) -> datetime:
    """Return when a ride is back that makes no further visit after those begun.

    The way home is no longer than all ways still to go; a break still due is taken.
    """
    last = max(
        one.ends_at for one in stretches if one.kind is ItemKind.VISIT and one.starts_at < at
    )
    ahead = [one for one in stretches if one.starts_at >= last]
    way = sum(
        (one.ends_at - one.starts_at for one in ahead if one.kind is ItemKind.LEG), timedelta()
    )
    return max([last, *(one.ends_at for one in ahead if one.kind is ItemKind.REST)]) + way


def _coach_late(tour: Tour, begun: list[list[Stretch]], at: datetime) -> None:
    if begun:
        return
    if at >= tour.latest_at:
        raise Conflict(_("That is after the tour ends. Say that the coach fails instead."))
    tour.earliest_at = max(tour.earliest_at, at)


def _person_missing(person: Participant, begun: list[list[Stretch]], at: datetime) -> None:
    until = max((stretches[-1].ends_at for stretches in begun), default=at)
    if until > person.arrives_at and begun:
        person.departs_at = min(person.departs_at, until)
    else:
        person.withdrawn_at = clock.now()


def _latecomer(person: Participant, begun: list[list[Stretch]], at: datetime) -> None:
    if begun:
        raise Conflict(_("They are on a visit already, so they cannot come late."))
    if at >= person.departs_at:
        raise Conflict(_("That is after they leave. Say that they are missing instead."))
    person.withdrawn_at = None
    person.arrives_at = max(person.arrives_at, at)


_CHANGED: Mapping[EventKind, Any] = {
    EventKind.HOST_WITHDRAWS: _host_withdraws,
    EventKind.COACH_LATE: _coach_late,
    EventKind.COACH_FAILS: _coach_fails,
    EventKind.PERSON_MISSING: _person_missing,
    EventKind.LATECOMER: _latecomer,
}
"""Kind → what it does to its row, given the rides that have begun and a moment."""


def is_on_its_way(version: PlanVersion, tour: str, at: datetime) -> bool:
    """Say whether a tour has begun a visit before a moment."""
    return bool(_begun(version, tour, at))


def parties(forum: Forum, letter: str) -> list[tuple[str, str, bool]]:
    """Return (id, name, whether it takes part) of all whom an event may concern, by name."""
    rows: list[tuple[str, str, bool]] = {
        "v": lambda: [
            (ids.of_visit_offer(one.id), one.organisation.name, one.withdrawn_at is None)
            for one in forum.visit_offers
        ],
        "t": lambda: [
            (ids.of_tour(one.id), one.name, one.cancelled_at is None) for one in forum.tours
        ],
        "p": lambda: [
            (ids.of_participant(one.id), one.name, one.withdrawn_at is None)
            for one in forum.participants
        ],
    }[letter]()
    return sorted(rows, key=lambda row: row[1].casefold())
