"""Judges any plan against its problem, rule by rule, and trusts no search."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from planner.plan import Break, Plan, Ride, Stop, visits_by_person
from planner.problem import Host, Problem, Span, Tour
from planner.score import people_changed
from planner.travel import Network, networks


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a plan breaks: a code, whom it concerns, a sentence, its parameters."""

    rule: str
    subject: str
    text: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


def violations(problem: Problem, plan: Plan) -> list[Violation]:
    """Return every rule the plan breaks; an empty list means that it can be carried out."""
    unknown = list(_unknown_ids(problem, plan))
    if unknown:
        return unknown
    tours = {tour.id: tour for tour in problem.tours}
    hosts = {host.id: host for host in problem.hosts}
    travel = networks(problem)
    found: list[Violation] = []
    for ride in plan.rides:
        tour = tours[ride.tour]
        found += _group(ride, tour, hosts)
        found += _timetable(problem, ride, tour, travel[tour.mode], hosts)
    found += _visits_at_hosts(plan, hosts)
    found += _people(problem, plan)
    found += _pins(problem, plan)
    found += _changes(problem, plan)
    return found


def _unknown_ids(problem: Problem, plan: Plan) -> Iterator[Violation]:
    tours = {tour.id for tour in problem.tours}
    hosts = {host.id for host in problem.hosts}
    people = {person.id for person in problem.participants}
    used = Counter(ride.tour for ride in plan.rides)
    for tour, times in used.items():
        if tour not in tours:
            yield Violation("unknown_tour", tour, f"There is no tour {tour}.")
        if times > 1:
            yield Violation("tour_twice", tour, f"The tour {tour} is planned {times} times.")
    for ride in plan.rides:
        for host in sorted({stop.host for stop in ride.visits} - hosts):
            yield Violation("unknown_host", host, f"There is no host {host}.")
        for person in sorted(set(ride.participants) - people):
            yield Violation("unknown_participant", person, f"There is no participant {person}.")


def _group(ride: Ride, tour: Tour, hosts: Mapping[str, Host]) -> Iterator[Violation]:
    size = len(ride.participants)
    if len(set(ride.participants)) != size:
        yield Violation("on_it_twice", tour.id, f"Somebody is on {tour.id} twice.")
    if size > tour.seats:
        yield Violation("seats", tour.id, f"{size} people are on the {tour.seats} seats.")
    for stop in ride.visits:
        host = hosts[stop.host]
        if not host.min_group <= size <= host.max_group:
            text = f"{host.id} takes {host.min_group} to {host.max_group} people, not {size}."
            yield Violation("group_size", tour.id, text, {"host": host.id, "people": size})


def _timetable(
    problem: Problem, ride: Ride, tour: Tour, travel: Network, hosts: Mapping[str, Host]
) -> Iterator[Violation]:
    index = {place.id: i for i, place in enumerate(problem.places)}
    if ride.depart < tour.earliest:
        yield Violation("too_early", tour.id, f"{tour.id} departs before its earliest time.")
    if ride.back > tour.latest:
        yield Violation("too_late", tour.id, f"{tour.id} is back after its latest time.")
    clock, place = ride.depart, index[tour.start]
    for stop in ride.stops:
        if isinstance(stop, Break):
            if stop.start < clock:
                yield Violation("break_overlaps", tour.id, "The break starts before a visit ends.")
        else:
            there = index[hosts[stop.host].place]
            if stop.start < clock + travel.minutes[place][there]:
                text = f"{tour.id} cannot be at {stop.host} by then."
                yield Violation("too_far", tour.id, text, {"host": stop.host})
            place = there
            yield from _visit(tour, stop, hosts[stop.host])
        clock = stop.end
    if ride.back < clock + travel.minutes[place][index[tour.end]]:
        yield Violation("back_too_soon", tour.id, f"{tour.id} cannot be back by then.")
    yield from _rests(ride, tour)


def _visit(tour: Tour, stop: Stop, host: Host) -> Iterator[Violation]:
    if stop.end - stop.start < host.duration_min:
        text = f"The visit of {host.id} is shorter than {host.duration_min} minutes."
        yield Violation("visit_too_short", tour.id, text, {"host": host.id})
    if not any(span.holds(stop.start, stop.end) for span in host.open):
        yield Violation("closed", tour.id, f"{host.id} is not open then.", {"host": host.id})


def _rests(ride: Ride, tour: Tour) -> Iterator[Violation]:
    breaks = [stop for stop in ride.stops if isinstance(stop, Break)]
    rest = tour.rest
    if rest is None:
        if breaks:
            yield Violation("break_not_asked", tour.id, f"{tour.id} has no break.")
        return
    if ride.stops and len(breaks) != 1:
        yield Violation("breaks", tour.id, f"{tour.id} has {len(breaks)} breaks instead of one.")
    span = Span(rest.earliest, rest.latest)
    for stop in breaks:
        if not span.holds(stop.start, stop.end) or stop.end - stop.start < rest.duration_min:
            yield Violation("break_misplaced", tour.id, f"The break of {tour.id} does not fit.")


def _visits_at_hosts(plan: Plan, hosts: Mapping[str, Host]) -> Iterator[Violation]:
    visits: dict[str, list[Stop]] = {}
    for ride in plan.rides:
        for stop in ride.visits:
            visits.setdefault(stop.host, []).append(stop)
    for host, stops in visits.items():
        most = hosts[host].max_visits
        if len(stops) > most:
            text = f"{host} has {len(stops)} visits, at most {most}."
            yield Violation("too_many_visits", host, text)
        if any(a.start < b.end and b.start < a.end for a, b in combinations(stops, 2)):
            yield Violation("host_twice_at_once", host, f"{host} has two visits at one time.")


def _people(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for person in problem.participants:
        rides = [ride for ride in plan.rides if person.id in ride.participants]
        busy = [(ride.depart, ride.back) for ride in rides]
        busy += [
            (session.start, session.end)
            for session in problem.sessions
            if session.attend is None or person.id in session.attend
        ]
        if any(a < d and c < b for (a, b), (c, d) in combinations(busy, 2)):
            yield Violation("two_places", person.id, f"{person.id} is in two places at one time.")
        for ride in rides:
            if not any(span.holds(ride.depart, ride.back) for span in person.available):
                text = f"{person.id} is not there during {ride.tour}."
                yield Violation("not_available", person.id, text, {"tour": ride.tour})
        met = Counter(stop.host for ride in rides for stop in ride.visits)
        for host, times in met.items():
            if times > 1:
                text = f"{person.id} visits {host} {times} times."
                yield Violation("same_host_twice", person.id, text, {"host": host})
            if host in person.avoid:
                text = f"{person.id} is sent to {host}, which they avoid."
                yield Violation("avoided", person.id, text, {"host": host})


def _pins(problem: Problem, plan: Plan) -> Iterator[Violation]:
    rides = {ride.tour: ride for ride in plan.rides}
    for pin in problem.pins:
        ride = rides.get(pin.tour)
        visits = () if ride is None else ride.visits
        kept = pin.host is None or any(
            stop.host == pin.host and pin.start in (None, stop.start) for stop in visits
        )
        carried = pin.participant is None or (
            ride is not None and pin.participant in ride.participants
        )
        if not kept or not carried:
            yield Violation("pin_broken", pin.tour, f"A pin of the tour {pin.tour} is not kept.")


def _changes(problem: Problem, plan: Plan) -> Iterator[Violation]:
    if problem.previous is None:
        return
    changed, most = people_changed(problem, plan), problem.max_people_changed
    if most is not None and len(changed) > most:
        text = f"{len(changed)} people change, at most {most} may."
        yield Violation("too_many_changes", problem.name, text, {"people": len(changed)})
    if problem.freeze_before is None:
        return
    before, after = visits_by_person(problem.previous), visits_by_person(plan)
    for person in changed:
        moved = before.get(person, set()) ^ after.get(person, set())
        if any(start < problem.freeze_before for _, start in moved):
            yield Violation("frozen", person, f"A frozen visit of {person} changed.")
