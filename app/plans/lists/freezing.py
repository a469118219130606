"""The names that a host's gate was given: frozen at its deadline, later changes are told apart.

A host wants names so many days before a visit. What was published at the end of that day is
what the gate has; versions never change, so neither does the list.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.forums.models import Forum, VisitOffer
from app.plans import ids
from app.plans.models import PlanVersion

Record = Mapping[str, Any]

Visits = dict[tuple[str, str], set[str]]
"""(Host, day as 2027-11-16) → who visits it then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A host's list for one day: until when names may change, and what differs since."""

    host: str
    day: str
    due_on: date
    is_frozen: bool
    given: frozenset[str]
    added: frozenset[str]
    gone: frozenset[str]


def visits_of(plan: Record) -> Visits:
    """Return who visits each host on each day."""
    found: Visits = defaultdict(set)
    for ride in plan["tours"]:
        for stop in ride["stops"]:
            if "host" in stop:
                found[stop["host"], stop["start"][:10]].update(ride["participants"])
    return found


def gates(session: Session, forum: Forum, plan: Record) -> dict[tuple[str, str], Gate]:
    """Return the list of every host that wants names early, for a plan's days and the given ones.

    Nothing is frozen before something was published.
    """
    now, current = clock.now(), visits_of(plan)
    found: dict[tuple[str, str], Gate] = {}
    known: dict[int, Visits] = {}
    for offer in forum.visit_offers:
        if offer.names_due_days is None:
            continue
        host = ids.of_visit_offer(offer.id)
        for day in sorted(_days(forum, offer, current)):
            due = date.fromisoformat(day) - timedelta(days=offer.names_due_days)
            end = _end_of(due, forum.zone)
            version = _given(session, forum.id, end) if end <= now else None
            given: set[str] = set()
            if version is not None:
                if version not in known:
                    known[version] = visits_of(session.get_one(PlanVersion, version).plan)
                given = known[version].get((host, day), set())
            people = current.get((host, day), set())
            if not people and not given:
                continue
            found[host, day] = Gate(
                host=host,
                day=day,
                due_on=due,
                is_frozen=version is not None,
                given=frozenset(given),
                added=frozenset(people - given) if version is not None else frozenset(),
                gone=frozenset(given - people) if version is not None else frozenset(),
            )
    return found


def _days(forum: Forum, offer: VisitOffer, current: Visits) -> set[str]:
    """Return the days on which a host is or was to be visited."""
    host = ids.of_visit_offer(offer.id)
    open_days = {
        clock.wall_clock(span.starts_at, forum.zone).date().isoformat()
        for span in offer.open_spans
    }
    return open_days | {day for one, day in current if one == host}


def _end_of(day: date, zone: str) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time())
    return clock.moment(midnight, zone, later=False)


def _given(session: Session, forum_id: int, end: datetime) -> int | None:
    """Return the version that a gate was given: the last before its deadline, else the first."""
    versions = select(PlanVersion.id).where(PlanVersion.forum_id == forum_id)
    before = versions.where(PlanVersion.published_at <= end)
    return session.scalar(before.order_by(PlanVersion.number.desc()).limit(1)) or session.scalar(
        versions.order_by(PlanVersion.number).limit(1)
    )
