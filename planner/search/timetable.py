"""Times for chosen routes: no host visited twice at once, nobody in two places, windows kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from ortools.sat.python import cp_model

from planner.plan import Break, Ride, Stop
from planner.search.model import Model, Way
from planner.search.times import REST

EFFORT = 2.0
"""Deterministic seconds that the exact timetable may take before it counts as not found."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A tour with the path it takes and the persons on it, or the window that it must keep."""

    tour: int
    slot: int
    path: tuple[int, ...]
    riders: tuple[int, ...]
    window: tuple[int, int] | None = None


def timetable(model: Model, chosen: Sequence[Chosen]) -> list[Ride] | None:
    """Return the rides with their times; None when the routes cannot all be carried out."""
    windows = [_windows(model, ride) for ride in chosen]
    if not all(windows):
        return None
    rides = [_soonest(model, ride, spans) for ride, spans in zip(chosen, windows, strict=True)]
    if any(ride is None for ride in rides):
        return None
    made = [ride for ride in rides if ride is not None]
    if not _clash(made):
        return made
    return _Exact(model, chosen, windows).rides()


def _windows(model: Model, ride: Chosen) -> list[tuple[int, int]]:
    """Return the stretches of time that suit the tour and everybody on it."""
    way = model.ways[ride.slot]
    spans = [ride.window or (way.earliest, way.latest)]
    for p in ride.riders:
        spans = [
            (max(a, c), min(b, d))
            for a, b in spans
            for c, d in model.free[p]
            if max(a, c) < min(b, d)
        ]
    return sorted(set(spans), key=lambda span: (span[0] - span[1], span))


def _soonest(model: Model, ride: Chosen, spans: list[tuple[int, int]]) -> Ride | None:
    way = model.ways[ride.slot]
    for start, end in spans:
        begins = _forward(model, way, ride.path, start, end)
        if begins is not None:
            return ride_at(model, ride, begins, start)
    return None


def _forward(
    model: Model, way: Way, path: tuple[int, ...], start: int, end: int
) -> list[int] | None:
    minutes = model.travel[way.mode].minutes
    clock, here = start, way.start
    begins = []
    for step in path:
        if step == REST:
            assert way.rest is not None
            begin = max(clock, way.rest.earliest)
            clock = begin + way.rest.duration_min
            if clock > way.rest.latest:
                return None
        else:
            option = model.options[step]
            there = model.place_of_host[option.host]
            begin = max(clock + minutes[here][there], option.first)
            if begin > option.last:
                return None
            clock, here = begin + model.problem.hosts[option.host].duration_min, there
        begins.append(begin)
    return begins if clock + minutes[here][way.end] <= end else None


def ride_at(model: Model, chosen: Chosen, begins: Sequence[int], earliest: int) -> Ride:
    """Return the ride whose steps begin then; it departs late and returns early."""
    way = model.ways[chosen.slot]
    minutes = model.travel[way.mode].minutes
    hosts, people = model.problem.hosts, model.problem.participants
    clock, here = earliest, way.start
    depart: int | None = None
    stops: list[Stop | Break] = []
    for step, begin in zip(chosen.path, begins, strict=True):
        if step == REST:
            assert way.rest is not None
            depart = begin if depart is None else depart
            clock = begin + way.rest.duration_min
            stops.append(Break(start=begin, end=clock))
            continue
        host = hosts[model.options[step].host]
        there = model.place_of_host[model.options[step].host]
        if depart is None:
            depart = clock = begin - minutes[here][there]
        arrive = clock + minutes[here][there]
        clock, here = begin + host.duration_min, there
        stops.append(Stop(host=host.id, arrive=arrive, start=begin, end=clock))
    return Ride(
        tour=model.problem.tours[chosen.tour].id,
        depart=earliest if depart is None else depart,
        back=clock + minutes[here][way.end],
        participants=tuple(people[p].id for p in chosen.riders),
        stops=tuple(stops),
    )


def _clash(rides: list[Ride]) -> bool:
    at_host: dict[str, list[Stop]] = {}
    on_tour: dict[str, list[Ride]] = {}
    for ride in rides:
        for stop in ride.visits:
            at_host.setdefault(stop.host, []).append(stop)
        for person in ride.participants:
            on_tour.setdefault(person, []).append(ride)
    return any(
        a.start < b.end and b.start < a.end
        for stops in at_host.values()
        for a, b in combinations(stops, 2)
    ) or any(
        a.depart < b.back and b.depart < a.back
        for taken in on_tour.values()
        for a, b in combinations(taken, 2)
    )


class _Exact:
    """The same question for CP-SAT: one worker, so that the answer is the same every time."""

    def __init__(
        self, model: Model, chosen: Sequence[Chosen], windows: list[list[tuple[int, int]]]
    ) -> None:
        self.model, self.chosen = model, chosen
        self.cp = cp_model.CpModel()
        self.begins: list[list[cp_model.IntVar]] = []
        self.ends: list[tuple[cp_model.LinearExprT, cp_model.LinearExprT]] = []
        self.at_host: dict[int, list[cp_model.IntervalVar]] = {}
        for ride, spans in zip(chosen, windows, strict=True):
            self._ride(ride, spans)
        for visits in self.at_host.values():
            self.cp.add_no_overlap(visits)
        self._nobody_in_two_places()

    def _ride(self, ride: Chosen, spans: list[tuple[int, int]]) -> None:
        cp, way = self.cp, self.model.ways[ride.slot]
        minutes = self.model.travel[way.mode].minutes
        depart = cp.new_int_var(way.earliest, way.latest, "")
        back = cp.new_int_var(way.earliest, way.latest, "")
        inside = [cp.new_bool_var("") for _ in spans]
        cp.add_exactly_one(inside)
        for (start, end), chosen in zip(spans, inside, strict=True):
            cp.add(depart >= start).only_enforce_if(chosen)
            cp.add(back <= end).only_enforce_if(chosen)
        clock, here = depart + 0, way.start
        begins = []
        for step in ride.path:
            if step == REST:
                assert way.rest is not None
                last = way.rest.latest - way.rest.duration_min
                begin = cp.new_int_var(way.rest.earliest, last, "")
                cp.add(begin >= clock)
                clock = begin + way.rest.duration_min
            else:
                option = self.model.options[step]
                there = self.model.place_of_host[option.host]
                duration = self.model.problem.hosts[option.host].duration_min
                begin = cp.new_int_var(option.first, option.last, "")
                cp.add(begin >= clock + minutes[here][there])
                visit = cp.new_fixed_size_interval_var(begin, duration, "")
                self.at_host.setdefault(option.host, []).append(visit)
                clock, here = begin + duration, there
            begins.append(begin)
        cp.add(back >= clock + minutes[here][way.end])
        self.begins.append(begins)
        self.ends.append((depart, back))

    def _nobody_in_two_places(self) -> None:
        for i, j in combinations(range(len(self.chosen)), 2):
            mine, theirs = self.chosen[i], self.chosen[j]
            ways = self.model.ways[mine.slot], self.model.ways[theirs.slot]
            if ways[0].latest <= ways[1].earliest or ways[1].latest <= ways[0].earliest:
                continue
            if not set(mine.riders) & set(theirs.riders):
                continue
            first = self.cp.new_bool_var("")
            self.cp.add(self.ends[j][0] >= self.ends[i][1]).only_enforce_if(first)
            self.cp.add(self.ends[i][0] >= self.ends[j][1]).only_enforce_if(~first)

    def rides(self) -> list[Ride] | None:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = EFFORT
        if solver.solve(self.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return [
            ride_at(
                self.model, ride, [solver.value(begin) for begin in begins], solver.value(depart)
            )
            for ride, begins, (depart, _) in zip(self.chosen, self.begins, self.ends, strict=True)
        ]
