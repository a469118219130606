"""Days with a visit, per person: what a staff grant counts, and plans that keep enough of them.

Which days a grant counts beside these is not decided here; a day with a visit is one on which
a visit of the person starts, by the forum's local calendar.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from planner.limits import MINUTES
from planner.plan import Plan, Ride, visits_by_person
from planner.problem import Problem, Tour
from planner.score import score
from planner.search.nearby import Variants
from planner.search.reseat import Aim, seat

EFFORT, EFFORT_PER_TOUR = 1.0, 0.3
"""Deterministic seconds of the first seating, and of each that betters it."""

MOST_TRIALS = 40
"""How often the rides of one tour are tried to better a plan."""


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
    short = {person for person, number in least.items() if len(days[person]) < number}
    if not short:
        return plan
    people = [person for person in problem.participants if person.id in short]
    variants = Variants(problem, people)
    wished = {host for person in people for host in person.value if host not in person.avoid}
    near = [ride for tour in problem.tours for ride in _near(variants, plan, tour, wished)]
    found = seat(problem, [*plan.rides, *near], Aim(least_days=least, effort=EFFORT), plan)
    return None if found is None else _bettered(problem, plan, least, found)


def _bettered(problem: Problem, plan: Plan, least: Mapping[str, int], found: Plan) -> Plan:
    """Return the found plan seated anew, then with the rides of one tour after the other."""
    aim = Aim(least_days=least, effort=EFFORT_PER_TOUR)
    best = seat(problem, [*plan.rides, *found.rides], aim, found) or found
    variants = Variants(problem, problem.participants)
    hosts = {host.id for host in problem.hosts}
    waiting = list(problem.tours)
    for _trial in range(MOST_TRIALS):
        if not waiting:
            break
        near = _near(variants, best, waiting.pop(0), hosts)
        trial = seat(problem, [*best.rides, *near], aim, best)
        if trial is not None and score(problem, trial).objective > score(problem, best).objective:
            best, waiting = trial, list(problem.tours)
    return best


def _near(variants: Variants, plan: Plan, tour: Tour, hosts: set[str]) -> list[Ride]:
    """Return the rides of a tour that visit one of these hosts beside what it visits now."""
    now = next((ride for ride in plan.rides if ride.tour == tour.id), None)
    made = () if now is None else tuple(stop.host for stop in now.visits)
    visits = [stop for ride in plan.rides if ride is not now for stop in ride.visits]
    return [
        ride
        for host in sorted(hosts)
        for ride in variants.with_host(
            tour, made, host, [(stop.start, stop.end) for stop in visits if stop.host == host]
        )
    ]
