"""The objective of any plan, part by part, worked out from the plan alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from planner.plan import Plan, Ride, visits_by_person
from planner.problem import Problem
from planner.travel import networks


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The parts of the objective, each as it counts; costs, gaps and changes are negative."""

    value: float
    must: float
    missing: float
    cost: float
    change: float

    @property
    def objective(self) -> float:
        return self.value + self.must + self.missing + self.cost + self.change


def score(problem: Problem, plan: Plan) -> Score:
    """Return what a valid plan of this problem is worth."""
    weights, visits = problem.weights, visits_by_person(plan)
    value = must = missing = 0.0
    for person in problem.participants:
        hosts = [host for host, _ in visits.get(person.id, ())]
        value += sum(person.value.get(host, 0) for host in hosts)
        must += weights.must * len(set(person.must).intersection(hosts))
        missing -= weights.missing_visit * max(0, person.min_visits - len(hosts))
    return Score(
        value=value,
        must=must,
        missing=missing,
        cost=-weights.cost_per_euro * euros(problem, plan),
        change=-weights.change_per_person * len(people_changed(problem, plan)),
    )


def euros(problem: Problem, plan: Plan) -> float:
    """Return what all used tours cost, in euros."""
    return sum(euros_by_ride(problem, plan.rides), start=0.0)


def euros_by_ride(problem: Problem, rides: Iterable[Ride]) -> list[float]:
    """Return what each ride costs, in euros."""
    travel = networks(problem)
    index = {place.id: i for i, place in enumerate(problem.places)}
    hosts = {host.id: host for host in problem.hosts}
    tours = {tour.id: tour for tour in problem.tours}
    costs = []
    for ride in rides:
        tour = tours[ride.tour]
        way = [tour.start, *(hosts[stop.host].place for stop in ride.visits), tour.end]
        km = travel[tour.mode].km
        length = sum(km[index[a]][index[b]] for a, b in pairwise(way))
        costs.append(tour.cost_fixed + tour.cost_per_km * length)
    return costs


def people_changed(problem: Problem, plan: Plan) -> list[str]:
    """Return whose visits differ from the previous plan in host or start, in problem order."""
    if problem.previous is None:
        return []
    before, after = visits_by_person(problem.previous), visits_by_person(plan)
    return [
        person.id
        for person in problem.participants
        if before.get(person.id, set()) != after.get(person.id, set())
    ]
