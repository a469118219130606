"""Plans of tiny problems by trying all: rides at many departures, every group."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations, product

from planner import Break, Plan, Problem, Ride, Stop, Tour, score, violations
from planner.travel import networks

LATER = (0, 60, 120)
"""How much later than its earliest hour a tour may leave, beside when people become free."""
REST = "rest"


def tiny(problem: Problem) -> Problem:
    """Return the first hosts, people and tours of a problem, few enough to try all plans."""
    hosts = problem.hosts[:2]
    names = {host.id for host in hosts}
    people = tuple(
        replace(
            person,
            value={host: worth for host, worth in person.value.items() if host in names},
            must=tuple(name for name in sorted(names) if name not in person.avoid)[:1],
            avoid=person.avoid & names,
        )
        for person in problem.participants[:3]
    )
    known = frozenset(person.id for person in people)
    sessions = tuple(
        replace(item, attend=None if item.attend is None else item.attend & known)
        for item in problem.sessions
    )
    return replace(
        problem, hosts=hosts, participants=people, tours=problem.tours[:2], sessions=sessions
    )


def best_plan(problem: Problem, wish: tuple[str, str] | None = None) -> Plan | None:
    """Return the best plan of all, or of those that meet a wish."""
    choices = [[None, *_groups(problem, tour)] for tour in problem.tours]
    best: Plan | None = None
    for chosen in product(*choices):
        rides = tuple(ride for ride in chosen if ride is not None)
        if wish is not None and not any(
            wish[0] in ride.participants and any(stop.host == wish[1] for stop in ride.visits)
            for ride in rides
        ):
            continue
        plan = Plan(problem=problem.name, rides=rides)
        worth = score(problem, plan).objective
        if (best is None or worth > best.objective) and not violations(problem, plan):
            best = replace(plan, objective=worth)
    return best


def _groups(problem: Problem, tour: Tour) -> Iterator[Ride]:
    """Yield the rides of one tour that are sound on their own."""
    people = [person.id for person in problem.participants]
    for ride in _rides(problem, tour):
        for size in range(1, len(people) + 1):
            for group in combinations(people, size):
                made = replace(ride, participants=group)
                if not violations(problem, Plan(problem=problem.name, rides=(made,))):
                    yield made


def _rides(problem: Problem, tour: Tour) -> Iterator[Ride]:
    moments = {tour.earliest + later for later in LATER}
    moments |= {span.start for person in problem.participants for span in person.available}
    moments |= {item.end for item in problem.sessions}
    moments = {moment for moment in moments if tour.earliest <= moment < tour.latest}
    names = [host.id for host in problem.hosts]
    steps = names if tour.rest is None else [*names, REST]
    for size in range(1, len(steps) + 1):
        for order in permutations(steps, size):
            if order != (REST,) and (tour.rest is None or REST in order):
                for leave in sorted(moments):
                    ride = _timed(problem, tour, order, leave)
                    if ride is not None:
                        yield ride


def _timed(problem: Problem, tour: Tour, order: tuple[str, ...], clock: int) -> Ride | None:
    index = {place.id: i for i, place in enumerate(problem.places)}
    minutes = networks(problem)[tour.mode].minutes
    hosts = {host.id: host for host in problem.hosts}
    here, depart = index[tour.start], clock
    stops: list[Stop | Break] = []
    for step in order:
        if step == REST:
            assert tour.rest is not None
            start = max(clock, tour.rest.earliest)
            clock = start + tour.rest.duration_min
            stops.append(Break(start=start, end=clock))
            continue
        host = hosts[step]
        arrive = clock + minutes[here][index[host.place]]
        starts = [
            max(arrive, span.start)
            for span in host.open
            if max(arrive, span.start) + host.duration_min <= span.end
        ]
        if not starts:
            return None
        clock, here = min(starts) + host.duration_min, index[host.place]
        if not stops:
            depart += min(starts) - arrive
            arrive = min(starts)
        stops.append(Stop(host=step, arrive=arrive, start=min(starts), end=clock))
    back = clock + minutes[here][index[tour.end]]
    return Ride(tour=tour.id, depart=depart, back=back, participants=(), stops=tuple(stops))
