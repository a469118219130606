"""Room for one latecomer in a plan that stands: which rides to join, at what cost to others."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.check import violations
from planner.plan import Plan, Ride, visits_by_person
from planner.problem import Participant, Problem
from planner.score import score

TRIED = 3
"""Riders of a full ride who are asked to give way, those who lose least first."""


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """One ride that a latecomer could join, what it brings them, and what it costs others."""

    tour: str
    hosts: tuple[str, ...]
    gain: float
    displaced: tuple[str, ...]
    cost_to_others: float
    plan: Plan


def best_places(problem: Problem, plan: Plan, participant: str, most: int = 5) -> list[PlaceFound]:
    """Return the best rides that a latecomer could join, best first.

    Where a ride is full, a rider who loses little gives way, and that loss is stated.
    Raises KeyError for a participant that the problem does not have.
    """
    people = {person.id: person for person in problem.participants}
    person, base = people[participant], score(problem, plan).objective
    found = []
    for ride in plan.rides:
        for leaves in _leavers(problem, plan, ride, person):
            option = _joined(plan, ride, participant, leaves)
            if not violations(problem, option):
                total = score(problem, option).objective - base
                cost = 0.0 if leaves is None else _loss(problem, plan, ride, people[leaves])
                hosts = tuple(stop.host for stop in ride.visits)
                displaced = () if leaves is None else (leaves,)
                gain = round(total + cost, 6)
                found.append(PlaceFound(ride.tour, hosts, gain, displaced, cost, option))
                break
    return sorted(found, key=lambda place: place.cost_to_others - place.gain)[:most]


def _leavers(
    problem: Problem, plan: Plan, ride: Ride, person: Participant
) -> Iterator[str | None]:
    """Yield who might give way: nobody first; nobody at all on rides the person cannot join."""
    hosts = {stop.host for stop in ride.visits}
    there = any(span.holds(ride.depart, ride.back) for span in person.available)
    if person.id in ride.participants or not there or hosts & person.avoid:
        return
    seats = next(tour.seats for tour in problem.tours if tour.id == ride.tour)
    most = min([seats, *(host.max_group for host in problem.hosts if host.id in hosts)])
    if len(ride.participants) < most:
        yield None
        return
    riders = [entry for entry in problem.participants if entry.id in ride.participants]
    riders.sort(key=lambda rider: (_loss(problem, plan, ride, rider), rider.id))
    yield from (rider.id for rider in riders[:TRIED])


def _loss(problem: Problem, plan: Plan, ride: Ride, rider: Participant) -> float:
    """Return what the objective loses when a rider leaves a ride."""
    weights, hosts = problem.weights, [stop.host for stop in ride.visits]
    made = len(visits_by_person(plan).get(rider.id, ()))
    lost = sum(rider.value.get(host, 0) + weights.must * (host in rider.must) for host in hosts)
    short = max(0, rider.min_visits - made), max(0, rider.min_visits - made + len(hosts))
    return lost + weights.missing_visit * (short[1] - short[0])


def _joined(plan: Plan, ride: Ride, person: str, leaves: str | None) -> Plan:
    """Return the plan with a person on a ride, in place of another or as one more."""
    stay = tuple(rider for rider in ride.participants if rider != leaves)
    joined = replace(ride, participants=(*stay, person))
    return replace(plan, rides=tuple(joined if other is ride else other for other in plan.rides))
