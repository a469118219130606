"""Days with a visit, per person: what a staff grant counts, and plans that keep enough of them.

Which days a grant counts beside these is not decided here; a day with a visit is one on which
a visit of the person starts, by the forum's local calendar.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from planner.limits import MINUTES
from planner.plan import Plan, Ride, visits_by_person
from planner.problem import Problem
from planner.search.nearby import Variants
from planner.search.reseat import Aim, seat

EFFORT = 1.0
"""Deterministic seconds of the seating."""


def visit_days(problem: Problem, plan: Plan) -> dict[str, tuple[date, ...]]:
    """Return participant → the days on which they make a visit, in order; none left out."""
    visits = visits_by_person(plan)
    return {
        person.id: tuple(
            (problem.epoch + timedelta(days=day)).date()
            for day in sorted({start // MINUTES for _, start in visits.get(person.id, ())})
        )
        for person in problem.participants
    }


def with_days(problem: Problem, plan: Plan, least: Mapping[str, int]) -> Plan | None:
    """Return the best plan found near a plan in which people have so many days with a visit.

    ``least`` maps participants to days; the rule is hard. None where no such plan was found,
    which is no proof that there is none. The plan is returned as it is when it suffices.
    """
    days = visit_days(problem, plan)
    short = [person for person, number in least.items() if len(days[person]) < number]
    if not short:
        return plan
    return seat(problem, _rides(problem, plan, short), Aim(least_days=least, effort=EFFORT), plan)


def _rides(problem: Problem, plan: Plan, short: list[str]) -> list[Ride]:
    """Return the plan's rides, and others to hosts that those short of days may visit."""
    people = [person for person in problem.participants if person.id in short]
    wished = {host for person in people for host in person.value if host not in person.avoid}
    variants = Variants(problem, people)
    made = {ride.tour: tuple(stop.host for stop in ride.visits) for ride in plan.rides}
    busy = {
        host: [(s.start, s.end) for ride in plan.rides for s in ride.visits if s.host == host]
        for host in wished
    }
    return [
        *plan.rides,
        *(
            ride
            for tour in problem.tours
            for host in sorted(wished)
            for ride in variants.with_host(tour, made.get(tour.id, ()), host, busy[host])
        ),
    ]
