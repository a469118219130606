"""Fair plans: the worst-served school first, then the objective (lexicographic).

A school's satisfaction is the mean, over its people, of the value of their visits and of their
wishes met, in units of the objective. A school that was short-changed last year may be given a
bonus: so much is taken off its satisfaction when the worst-served is sought, so that it is
served before others. Schools for whose people no visit is possible do not count.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.check import violations
from planner.plan import Plan, Ride, visits_by_person
from planner.problem import Participant, Problem
from planner.reach import Reach, free_spans
from planner.search.nearby import Variants
from planner.search.reseat import SCALE, Aim, seat

EFFORT = 1.0
"""Deterministic seconds of one seating."""
RICHER = 3.0
"""The same, of the search for the plan worth most among those as fair."""
ROUNDS = 3
"""How often rides are added for the school that is worst served."""
WISHED = 4
"""Hosts that count most for that school, for which rides are added."""


@dataclass(frozen=True, slots=True)
class FairPlan:
    """A fair plan: what the worst-served school has, less its bonus, and what none can exceed."""

    plan: Plan
    worst: float
    bound: float
    satisfaction: Mapping[str, float]


def satisfaction(problem: Problem, plan: Plan) -> dict[str, float]:
    """Return school → mean worth per person of visits and wishes met."""
    visits = visits_by_person(plan)
    totals: dict[str, list[float]] = {}
    for person in problem.participants:
        hosts = [host for host, _ in visits.get(person.id, ())]
        worth = sum(_worth(problem, person, host) for host in hosts)
        totals.setdefault(person.school, []).append(worth)
    return {school: sum(worths) / len(worths) for school, worths in totals.items()}


def fair_plan(
    problem: Problem, plan: Plan, bonus: Mapping[str, float] | None = None
) -> FairPlan | None:
    """Return the fairest plan found from a plan on; None where no school can be served.

    Among plans as fair, the one worth most; it is never less fair than the plan given, which
    must keep all rules. The names of schools play no part. The answer is the same every time.
    """
    ideals = best_possible(problem)
    handicaps = {
        school: (bonus or {}).get(school, 0.0) for school, ideal in ideals.items() if ideal > 0
    }
    if not handicaps:
        return None
    bound = min(ideals[school] - handicap for school, handicap in handicaps.items())
    candidates, best = list(plan.rides), plan
    for _ in range(ROUNDS):
        candidates += _rides_for(problem, best, _worst(problem, best, handicaps)[0])
        fairest = seat(problem, candidates, Aim(handicaps=handicaps, effort=EFFORT), best)
        best = _fairer(problem, best, fairest, handicaps)
    floor = int(_worst(problem, best, handicaps)[1] * SCALE // 1)
    aim = Aim(handicaps=handicaps, floor=floor, effort=RICHER)
    for rides in ([*best.rides, *plan.rides], candidates):
        best = _fairer(problem, best, seat(problem, rides, aim, best), handicaps)
    worst = round(_worst(problem, best, handicaps)[1], 6)
    return FairPlan(best, worst, max(worst, round(bound, 6)), satisfaction(problem, best))


def best_possible(problem: Problem) -> dict[str, float]:
    """Return school → a mean worth that no plan gives its people more than.

    Each person alone fills the time of tours that suits them with the visits within reach that
    are worth most for their length, the last in part (Dantzig's bound of the knapsack); and no
    host gives a school more than its places to those for whom it counts most.
    """
    reach = Reach(problem)
    hosts = {host.id: host for host in problem.hosts}
    alone: dict[str, list[float]] = {}
    shared: dict[str, dict[str, list[float]]] = {}
    for person in problem.participants:
        worths = _within_reach(problem, reach, person)
        time = _time_on_tours(problem, person)
        total = 0.0
        for host in sorted(worths, key=lambda host: -worths[host] / hosts[host].duration_min):
            part = min(1.0, time / hosts[host].duration_min)
            total += part * worths[host]
            time -= part * hosts[host].duration_min
            shared.setdefault(person.school, {}).setdefault(host, []).append(worths[host])
        alone.setdefault(person.school, []).append(total)
    found = {}
    for school, totals in alone.items():
        capped = sum(
            sum(sorted(worths, reverse=True)[: hosts[host].max_group * hosts[host].max_visits])
            for host, worths in shared.get(school, {}).items()
        )
        found[school] = min(sum(totals), capped) / len(totals)
    return found


def _within_reach(problem: Problem, reach: Reach, person: Participant) -> dict[str, float]:
    spans = free_spans(problem, person)
    return {
        host.id: _worth(problem, person, host.id)
        for host in problem.hosts
        if host.id not in person.avoid
        and any(reach.fits(tour, host, spans) for tour in problem.tours)
    }


def _time_on_tours(problem: Problem, person: Participant) -> float:
    """Return the minutes in which some tour runs and the person is free."""
    pieces = sorted(
        (max(span.start, tour.earliest), min(span.end, tour.latest))
        for span in free_spans(problem, person)
        for tour in problem.tours
    )
    total, until = 0, 0
    for start, end in pieces:
        total += max(0, end - max(start, until))
        until = max(until, end)
    return total


def _worth(problem: Problem, person: Participant, host: str) -> float:
    return person.value.get(host, 0) + problem.weights.must * (host in person.must)


def _worst(problem: Problem, plan: Plan, handicaps: Mapping[str, float]) -> tuple[str, float]:
    """Return the school that is worst served, less its handicap, and that figure."""
    served = satisfaction(problem, plan)
    school = min(handicaps, key=lambda school: served[school] - handicaps[school])
    return school, served[school] - handicaps[school]


def _fairer(
    problem: Problem, plan: Plan, found: Plan | None, handicaps: Mapping[str, float]
) -> Plan:
    """Return the plan whose worst-served school has more; on a tie the one worth more."""
    if found is None or violations(problem, found):
        return plan
    ours, theirs = (round(_worst(problem, p, handicaps)[1], 3) for p in (plan, found))
    return found if (theirs, found.objective) > (ours, plan.objective) else plan


def _rides_for(problem: Problem, plan: Plan, school: str) -> list[Ride]:
    """Return rides near the plan's over the hosts that count most for a school."""
    people = [person for person in problem.participants if person.school == school]
    totals = {
        host.id: sum(_worth(problem, person, host.id) for person in people)
        for host in problem.hosts
    }
    wished = sorted(totals, key=lambda host: -totals[host])[:WISHED]
    variants = Variants(problem, people)
    made = {ride.tour: tuple(stop.host for stop in ride.visits) for ride in plan.rides}
    return [
        ride
        for tour in problem.tours
        for host in wished
        for ride in variants.with_host(tour, made.get(tour.id, ()), host, _busy(plan, host))
    ]


def _busy(plan: Plan, host: str) -> list[tuple[int, int]]:
    return [(s.start, s.end) for ride in plan.rides for s in ride.visits if s.host == host]
