"""All plans of a tiny problem, one after the other: other code than the search, to judge it by.

Every time of such a problem is a multiple of half an hour, so is some best plan.
"""

import random
from dataclasses import dataclass, replace
from itertools import pairwise, permutations, product

from planner import (
    Host,
    MatrixTravel,
    Participant,
    Pin,
    Place,
    Plan,
    Problem,
    Session,
    Span,
    Tour,
    Weights,
    visits_by_person,
)
from tests.planner.examples import EPOCH

GRID = 30


@dataclass(frozen=True, slots=True)
class TimedRide:
    """One tour with fixed starts: (host number, start, end) of each visit."""

    depart: int
    back: int
    visits: tuple[tuple[int, int, int], ...]
    cost: float


def tiny(seed: int) -> Problem:
    """Return a random problem of at most three hosts, three people and two tours."""
    chance = random.Random(seed)
    places = tuple(Place(f"p{i}", f"Place {i}", 50, 5 + i / 10) for i in range(3))
    minutes = tuple(tuple(0 if i == j else GRID for j in range(3)) for i in range(3))
    km = tuple(tuple(0.0 if i == j else 5.0 * (i + j) for j in range(3)) for i in range(3))
    names = [f"h{i}" for i in range(chance.randint(2, 3))]
    hosts = tuple(_host(chance, name) for name in names)
    people = tuple(_person(chance, i, names) for i in range(chance.randint(2, 3)))
    tours = tuple(_tour(chance, i) for i in range(chance.randint(1, 2)))
    sessions: tuple[Session, ...] = ()
    if chance.random() < 0.3:
        sessions = (Session(id="talk", title="Talk", start=600, end=660, place="p0"),)
    pins: tuple[Pin, ...] = ()
    if chance.random() < 0.2:
        pins = (Pin(tour="t0", host="h0"),)
    elif chance.random() < 0.2:
        pins = (Pin(tour="t0", participant="s0"),)
    return Problem(
        name=f"tiny-{seed}",
        timezone="Europe/Brussels",
        epoch=EPOCH,
        places=places,
        travel={"road": MatrixTravel(minutes, km)},
        sessions=sessions,
        hosts=hosts,
        participants=people,
        tours=tours,
        weights=Weights(must=100, missing_visit=60, cost_per_euro=0.5, change_per_person=40),
        pins=pins,
    )


def _host(chance: random.Random, name: str) -> Host:
    start = chance.choice((540, 600, 660))
    low = chance.choice((0, 1, 2))
    return Host(
        id=name,
        name=name,
        place=f"p{chance.randint(0, 2)}",
        open=(Span(start, start + chance.choice((60, 120, 180))),),
        duration_min=60,
        min_group=low,
        max_group=low + chance.randint(0, 2),
        max_visits=chance.randint(1, 2),
    )


def _person(chance: random.Random, i: int, names: list[str]) -> Participant:
    must = chance.choice((None, *names))
    hours = chance.choice(((480, 1080), (480, 1080), (480, 720), (600, 1080)))
    return Participant(
        id=f"s{i}",
        name=f"Person {i}",
        available=(Span(*hours),),
        value={name: chance.randint(0, 100) for name in names},
        must=() if must is None else (must,),
        avoid=frozenset({n for n in names if n != must and chance.random() < 0.2}),
        min_visits=chance.randint(0, 2),
    )


def _tour(chance: random.Random, i: int) -> Tour:
    start = chance.choice((480, 540))
    return Tour(
        id=f"t{i}",
        mode="road",
        seats=chance.randint(1, 3),
        start="p0",
        end="p0",
        earliest=start,
        latest=start + chance.choice((180, 240, 360)),
        cost_fixed=chance.choice((0, 20, 80)),
        cost_per_km=chance.choice((0, 1)),
    )


def best_objective(problem: Problem) -> float | None:
    """Return what the best plan is worth; None when no plan keeps the pins."""
    rides = [[None, *_timed_rides(problem, tour)] for tour in problem.tours]
    best: float | None = None
    for taken in product(*rides):
        if not _hosts_agree(problem, taken):
            continue
        cost = sum(ride.cost for ride in taken if ride is not None)
        choices = [_choices(problem, person, taken) for person in problem.participants]
        for picked in product(*choices):
            if _groups_agree(problem, taken, [riding for riding, _ in picked]):
                worth = sum(value for _, value in picked) - cost
                best = worth if best is None else max(best, worth)
    return best


def _timed_rides(problem: Problem, tour: Tour) -> list[TimedRide]:
    travel = problem.travel["road"]
    assert isinstance(travel, MatrixTravel)
    place = {p.id: i for i, p in enumerate(problem.places)}
    found = []
    for number in range(len(problem.hosts) + 1):
        for order in permutations(range(len(problem.hosts)), number):
            way = [place[tour.start], *(place[problem.hosts[h].place] for h in order)]
            way.append(place[tour.end])
            legs = list(pairwise(way))
            km = sum(travel.km[a][b] for a, b in legs)
            cost = problem.weights.cost_per_euro * (tour.cost_fixed + tour.cost_per_km * km)
            moves = [travel.minutes[a][b] for a, b in legs]
            if not order:
                found += [
                    TimedRide(start, start + moves[0], (), cost)
                    for start in range(tour.earliest, tour.latest - moves[0] + 1, GRID)
                ]
                continue
            for starts in product(range(tour.earliest, tour.latest, GRID), repeat=number):
                ride = _ride(problem, tour, order, starts, moves, cost)
                if ride is not None:
                    found.append(ride)
    return found


def _ride(
    problem: Problem,
    tour: Tour,
    order: tuple[int, ...],
    starts: tuple[int, ...],
    moves: list[int],
    cost: float,
) -> TimedRide | None:
    visits = []
    clock = depart = starts[0] - moves[0]
    for h, start, move in zip(order, starts, moves, strict=False):
        host = problem.hosts[h]
        end = start + host.duration_min
        if start < clock + move or not any(s.start <= start and end <= s.end for s in host.open):
            return None
        visits.append((h, start, end))
        clock = end
    back = clock + moves[-1]
    if depart < tour.earliest or back > tour.latest:
        return None
    return TimedRide(depart, back, tuple(visits), cost)


def _hosts_agree(problem: Problem, taken: tuple[TimedRide | None, ...]) -> bool:
    for h, host in enumerate(problem.hosts):
        visits = sorted((s, e) for r in taken if r for number, s, e in r.visits if number == h)
        if len(visits) > host.max_visits:
            return False
        if any(b[0] < a[1] for a, b in pairwise(visits)):
            return False
    for pin in problem.pins:
        ride = taken[[tour.id for tour in problem.tours].index(pin.tour)]
        if ride is None:
            return False
        if pin.host and pin.host not in {problem.hosts[h].id for h, _, _ in ride.visits}:
            return False
    return True


def _choices(
    problem: Problem, person: Participant, taken: tuple[TimedRide | None, ...]
) -> list[tuple[tuple[bool, ...], float]]:
    """Return which of the rides one person could take together, and what that is worth."""
    found = []
    busy = [(s.start, s.end) for s in problem.sessions]
    owed = {pin.tour for pin in problem.pins if pin.participant == person.id}
    for riding in product((False, True), repeat=len(taken)):
        rides = [r for r, on in zip(taken, riding, strict=True) if on]
        if any(r is None for r in rides):
            continue
        if any(t.id in owed and not on for t, on in zip(problem.tours, riding, strict=True)):
            continue
        spans = sorted([*busy, *((r.depart, r.back) for r in rides if r)])
        if any(b[0] < a[1] for a, b in pairwise(spans)):
            continue
        if not all(
            any(w.start <= r.depart and r.back <= w.end for w in person.available)
            for r in rides
            if r
        ):
            continue
        visits = {(problem.hosts[h].id, s) for r in rides if r for h, s, _ in r.visits}
        hosts = [host for host, _ in visits]
        if len(set(hosts)) < len(hosts) or person.avoid & set(hosts):
            continue
        found.append((riding, _worth(problem, person, visits)))
    return found


def _worth(problem: Problem, person: Participant, visits: set[tuple[str, int]]) -> float:
    weights, hosts = problem.weights, [host for host, _ in visits]
    worth = sum(person.value.get(host, 0) for host in hosts)
    worth += weights.must * sum(host in hosts for host in person.must)
    worth -= weights.missing_visit * max(0, person.min_visits - len(hosts))
    if problem.previous is not None:
        before = visits_by_person(problem.previous).get(person.id, set())
        worth -= weights.change_per_person * (before != visits)
    return worth


def _groups_agree(
    problem: Problem, taken: tuple[TimedRide | None, ...], riding: list[tuple[bool, ...]]
) -> bool:
    for t, ride in enumerate(taken):
        people = sum(choice[t] for choice in riding)
        if ride is None:
            continue
        if people > problem.tours[t].seats:
            return False
        for h, _, _ in ride.visits:
            if not problem.hosts[h].min_group <= people <= problem.hosts[h].max_group:
                return False
    return True


def withdrawn(problem: Problem, previous: Plan) -> Problem:
    """Return the problem a day later: a plan stands, and the first host takes one visit less."""
    first = replace(problem.hosts[0], max_visits=problem.hosts[0].max_visits - 1)
    return replace(problem, hosts=(first, *problem.hosts[1:]), previous=previous, pins=())
