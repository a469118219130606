"""A plan changed by hand: one person or one visit moved, tours timed anew, nothing searched.

The changed plan keeps the times of all other visits where it can. It may break rules: ask
`planner.violations` before anything is done with it. Times are minutes, as in plans.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from planner.check import violations
from planner.plan import Break, Plan, Ride, Status, Stop, Unmet, visits_by_person
from planner.problem import Host, Problem, Tour
from planner.score import score
from planner.search.nearby import REST, Variants
from planner.travel import networks

NOT_KNOWN = "not_known"
"""The reason of a wish that was met until the plan was changed: nobody asked why."""


def person_moved(
    problem: Problem, plan: Plan, person: str, away: str | None, to: str | None
) -> Plan:
    """Return the plan with a person taken off one tour, put on another, or both.

    Raises KeyError for a tour that makes no ride in the plan.
    """
    made = {ride.tour: ride for ride in plan.rides}
    if away is not None:
        left = tuple(one for one in made[away].participants if one != person)
        made[away] = replace(made[away], participants=left)
    if to is not None and person not in made[to].participants:
        made[to] = replace(made[to], participants=(*made[to].participants, person))
    return with_rides(problem, plan, made.values())


def visit_moved(
    problem: Problem,
    plan: Plan,
    host: str,
    away: str | None,
    to: str | None,
    *,
    start: int | None = None,
) -> Plan:
    """Return the plan with a visit taken out of a tour, put into another, or moved in time.

    With ``start`` the visit begins then or, where travel takes longer, as soon after as can be;
    without it the place is taken that breaks the fewest rules and is worth most. A tour that
    made no ride takes the people of the one that the visit leaves. Raises KeyError for ids
    that are not known.
    """
    made = {ride.tour: ride for ride in plan.rides}
    tours = {tour.id: tour for tour in problem.tours}
    people = made[away].participants if away is not None else ()
    if away is not None:
        others = [stop.host for stop in made[away].visits if stop.host != host]
        ride = _kept(problem, tours[away], others, made[away]) if others else None
        made = {key: one for key, one in made.items() if key != away}
        made |= {away: ride} if ride is not None else {}
    if to is None:
        return with_rides(problem, plan, made.values())
    before = made.get(to) or Ride(tour=to, depart=0, back=0, participants=people, stops=())
    options = [
        with_rides(problem, plan, (made | {to: ride}).values())
        for ride in _with_visit(problem, plan, tours[to], before, host, start)
    ]
    return min(
        options,
        key=lambda one: (
            len(violations(problem, one)),
            abs(_start(one, to, host) - start) if start is not None else 0,
            -one.objective,
        ),
    )


def delayed(problem: Problem, plan: Plan, tour: str, since: int, minutes: int) -> Plan:
    """Return the plan with what a tour does from a moment on so many minutes later.

    Of the visits still to come, the fewest that then cannot be made are left out. Raises
    KeyError for a tour that makes no ride.
    """
    made = {ride.tour: ride for ride in plan.rides}
    ride, asked = made[tour], {one.id: one for one in problem.tours}[tour]
    done = [stop.host for stop in ride.visits if stop.start < since]
    ahead = [stop.host for stop in ride.visits if stop.start >= since]
    fixed = {stop.host: stop.start for stop in ride.visits if stop.start < since}
    variants = Variants(problem)
    leave = ride.depart if done else ride.depart + minutes
    slip = minutes if done else 0
    late = {s.host: max(s.start, s.arrive + slip) for s in ride.visits if s.start >= since}
    options: list[tuple[tuple[float, ...], Plan]] = []
    for chosen in _subsets(ahead):
        hosts = (*done, *chosen)
        first = {**fixed, **({chosen[0]: late[chosen[0]]} if chosen else {})}
        for order in _orders(asked, hosts):
            timed = variants.timed(asked, order, first, leave) if hosts else None
            rest = {key: one for key, one in made.items() if key != tour}
            if timed is not None:
                rest[tour] = replace(timed, participants=ride.participants)
            elif hosts:
                continue
            option = with_rides(problem, plan, rest.values())
            broken = len(violations(problem, option))
            options.append(((broken, len(ahead) - len(chosen), -option.objective), option))
    return min(options, key=lambda one: one[0])[1] if options else plan


def with_rides(problem: Problem, plan: Plan, rides: Iterable[Ride]) -> Plan:
    """Return the plan over these rides, with its worth and its wishes unmet.

    Rides without visits or people fall away; the bound stands, for the problem is the same.
    """
    order = {tour.id: i for i, tour in enumerate(problem.tours)}
    kept = [ride for ride in rides if ride.visits and ride.participants]
    kept.sort(key=lambda ride: order[ride.tour])
    found = replace(plan, rides=tuple(kept), status=Status.FEASIBLE, reproducible=False)
    found = replace(found, objective=score(problem, found).objective)
    return replace(found, unmet=tuple(_unmet(problem, plan, found)))


def _unmet(problem: Problem, before: Plan, after: Plan) -> Iterator[Unmet]:
    """Yield the wishes that are not met, with the reasons that stood already."""
    known = {(one.participant, one.host): one for one in before.unmet}
    visits = visits_by_person(after)
    for person in problem.participants:
        made = {host for host, _ in visits.get(person.id, ())}
        for host in person.must:
            if host not in made:
                text = "The plan was changed; why this wish is not met was not worked out again."
                new = Unmet(participant=person.id, host=host, reason=NOT_KNOWN, text=text)
                yield known.get((person.id, host), new)


def _kept(problem: Problem, tour: Tour, hosts: list[str], before: Ride) -> Ride:
    """Return a ride over some of its hosts, at the times they had."""
    begins = {stop.host: stop.start for stop in before.visits}
    return _ride(problem, tour, tuple(hosts), begins, before)


def _with_visit(
    problem: Problem, plan: Plan, tour: Tour, before: Ride, host: str, start: int | None
) -> Iterator[Ride]:
    """Yield the rides of a tour with a visit more: at its time, or wherever it may go."""
    begins = {stop.host: stop.start for stop in before.visits if stop.host != host}
    others = sorted(begins, key=lambda name: begins[name])
    busy = [s.end for ride in plan.rides for s in ride.visits if s.host == host]
    if start is not None:
        earlier = [name for name in others if begins[name] < start]
        places, delays = [len(earlier)], [start]
    else:
        places, delays = list(range(len(others) + 1)), [0, *sorted(set(busy))]
    for place in places:
        hosts = (*others[:place], host, *others[place:])
        for delay in delays:
            yield _ride(problem, tour, hosts, begins | {host: delay}, before)


def _ride(
    problem: Problem, tour: Tour, hosts: tuple[str, ...], begins: dict[str, int], before: Ride
) -> Ride:
    """Return the ride over these hosts, none before its time; by force where rules forbid it."""
    variants = Variants(problem)
    timed = [variants.timed(tour, order, begins) for order in _orders(tour, hosts)]
    found = [ride for ride in timed if ride is not None]
    ride = min(found, key=lambda one: one.back) if found else _forced(problem, tour, hosts, begins)
    return replace(ride, participants=before.participants)


def _forced(problem: Problem, tour: Tour, hosts: tuple[str, ...], begins: dict[str, int]) -> Ride:
    """Return the ride as travel alone allows, so that the rules it breaks can be named."""
    minutes = networks(problem)[tour.mode].minutes
    place = {one.id: i for i, one in enumerate(problem.places)}
    known: dict[str, Host] = {one.id: one for one in problem.hosts}
    clock, here, stops = tour.earliest, place[tour.start], list[Stop | Break]()
    depart: int | None = None
    for name in hosts:
        there = place[known[name].place]
        arrive = clock + minutes[here][there]
        begin = max(arrive, begins.get(name, 0))
        if depart is None:
            depart, arrive = begin - minutes[here][there], begin
        clock, here = begin + known[name].duration_min, there
        stops.append(Stop(host=name, arrive=arrive, start=begin, end=clock))
        rest = tour.rest
        if rest is not None and not any(isinstance(s, Break) for s in stops):
            pause = max(clock, rest.earliest)
            if pause + rest.duration_min <= rest.latest:
                stops.append(Break(start=pause, end=pause + rest.duration_min))
                clock = pause + rest.duration_min
    back = clock + minutes[here][place[tour.end]]
    return Ride(
        tour=tour.id,
        depart=depart or tour.earliest,
        back=back,
        participants=(),
        stops=tuple(stops),
    )


def _orders(tour: Tour, hosts: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the hosts in their order, with the break at every place it may have."""
    if tour.rest is None:
        return [hosts]
    return [(*hosts[:i], REST, *hosts[i:]) for i in range(len(hosts) + 1)]


def _subsets(hosts: list[str]) -> Iterator[tuple[str, ...]]:
    for mask in range(2 ** len(hosts)):
        yield tuple(host for i, host in enumerate(hosts) if mask >> i & 1)


def _start(plan: Plan, tour: str, host: str) -> int:
    return next(
        stop.start
        for ride in plan.rides
        if ride.tour == tour
        for stop in ride.visits
        if stop.host == host
    )
