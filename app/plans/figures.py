"""What plans come to, figure by figure, so that two can be read side by side; and per school."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.plans.timetable import ItemKind, of_ride

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One plan: wishes, visits of people, people without one, minutes on the way of all people."""

    wished: int
    met: int
    visits: int
    without: int
    below_least: int
    travel_minutes: int


def figures(problem: Record, plan: Record) -> Figures:
    """Return what a plan comes to."""
    visits: dict[str, int] = {person["id"]: 0 for person in problem["participants"]}
    minutes = 0
    for ride in plan["tours"]:
        people = len(ride["participants"])
        legs = (one for one in of_ride(problem, ride) if one.kind is ItemKind.LEG)
        minutes += people * sum(
            int((leg.ends_at - leg.starts_at).total_seconds()) // 60 for leg in legs
        )
        made = sum("host" in stop for stop in ride["stops"])
        for person in ride["participants"]:
            visits[person] += made
    wished = sum(len(person["must"]) for person in problem["participants"])
    return Figures(
        wished=wished,
        met=wished - len(plan["unmet"]),
        visits=sum(visits.values()),
        without=sum(not made for made in visits.values()),
        below_least=sum(
            visits[person["id"]] < person["min_visits"] for person in problem["participants"]
        ),
        travel_minutes=minutes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolShare:
    """How well a plan serves one school: points per person, wishes met, visits."""

    school: str
    people: int
    served: float
    wished: int
    met: int
    visits: int


def by_school(problem: Record, plan: Record) -> list[SchoolShare]:
    """Return every school's share, the worst served first.

    Served is the mean over a school's people of what their visits and wishes met are worth, as
    the planner's fairness counts it.
    """
    made: dict[str, list[str]] = {person["id"]: [] for person in problem["participants"]}
    for ride in plan["tours"]:
        hosts = [stop["host"] for stop in ride["stops"] if "host" in stop]
        for person in ride["participants"]:
            made[person] += hosts
    schools: dict[str, list[Record]] = {}
    for person in problem["participants"]:
        schools.setdefault(person["school"], []).append(person)
    must = problem["weights"]["must"]
    found = []
    for school, people in schools.items():
        worth = [
            sum(person["value"].get(host, 0) + must * (host in person["must"]) for host in hosts)
            for person in people
            for hosts in (made[person["id"]],)
        ]
        wishes = [(person["id"], host) for person in people for host in person["must"]]
        found.append(
            SchoolShare(
                school=school,
                people=len(people),
                served=sum(worth) / len(people),
                wished=len(wishes),
                met=sum(host in made[person] for person, host in wishes),
                visits=sum(len(made[person["id"]]) for person in people),
            )
        )
    return sorted(found, key=lambda share: (share.served, share.school))


def side_by_side(
    first: tuple[Record, Record], second: tuple[Record, Record]
) -> list[tuple[SchoolShare, SchoolShare]]:
    """Return the schools that two plans both know with their shares, worst in the first first."""
    other = {share.school: share for share in by_school(*second)}
    return [(share, other[share.school]) for share in by_school(*first) if share.school in other]
