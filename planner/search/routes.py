"""All feasible routes of every slot, by exact enumeration, with what is certain of their times.

Where there are too many, the shortest and the promising ones (see `planner.search.promising`).

A route is a sequence of options with the place of the break. Per route: kilometres, the group
limits, which persons can ride, the earliest return and latest departure, and for each visit
the earliest and latest start. A route that another of the same visits beats in all of these
is dropped: no plan needs it more.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from planner.plan import Stop
from planner.problem import Rest
from planner.progress import Heed, unheeded
from planner.search.model import BoolArray, IntArray, Model, Way, timed_options
from planner.search.promising import Crowd, Path, Promising
from planner.search.times import REST, Times, path_times

MOST_ROUTES, MOST_SETS = 40_000, 12_000
"""Paths per slot, and routes after those beaten are dropped; with more, only some are known."""

SHORTEST = 400
"""The shortest paths that are known of a slot with too many."""

MOST_WINDOWS = 24
"""Per slot; with more, only the finished timetable is judged by the hours of persons."""


@dataclass(frozen=True, slots=True)
class Route:
    """One path of a slot, within one window of the persons who ride it.

    `others` are paths of the same visits that it beats, and stands for.
    """

    path: Path
    options: tuple[int, ...]
    km: float
    low: int
    high: int
    window: int
    times: Times
    others: tuple[Path, ...] = ()


@dataclass(slots=True)
class Slot:
    """The routes of one way, and who may ride in each window."""

    way: Way
    routes: list[Route]
    windows: list[tuple[int, int]]
    eligible: BoolArray
    complete: bool
    visits: IntArray = field(init=False)
    """Options of every route, filled up with the option of nobody."""
    count: IntArray = field(init=False)

    def index(self, nobody: int) -> None:
        width = max((len(route.options) for route in self.routes), default=0)
        self.visits = np.full((len(self.routes), width), nobody, dtype=np.int64)
        for r, route in enumerate(self.routes):
            self.visits[r, : len(route.options)] = route.options
        self.count = np.array([len(route.options) for route in self.routes], dtype=np.int64)


def slots(model: Model, most: int = MOST_ROUTES, heed: Heed = unheeded) -> list[Slot]:
    """Return the routes of every way of the model."""
    made = []
    for s in range(len(model.ways)):
        slot = _Enumeration(model, s, most).slot()
        slot.index(len(model.options))
        made.append(slot)
        heed()
    return made


def lengthened(model: Model, s: int, slot: Slot, crowd: Crowd, worth: IntArray) -> None:
    """Add to a slot routes that are promising for a crowd, as hosts are worth to it now."""
    enumeration = _Enumeration(model, s, MOST_ROUTES)
    known = {(route.path, route.window) for route in slot.routes}
    paths = Promising(model, s, enumeration.useful, worth).paths([crowd])
    found = [route for path in paths for route in enumeration.routes(path, slot)]
    slot.routes += [route for route in found if (route.path, route.window) not in known]
    slot.index(len(model.options))


def windows(model: Model, way: Way) -> tuple[list[tuple[int, int]], BoolArray]:
    """Return the stretches in which rides of a way fit persons, and who fits each."""
    spans = [
        {(max(a, way.earliest), min(b, way.latest)) for a, b in free if a < way.latest}
        for free in model.free
    ]
    single = set().union(*spans) | {(way.earliest, way.latest)}
    found = {(max(a, c), min(b, d)) for a, b in single for c, d in single}
    shut = sorted((w for w in found if w[0] < w[1]), key=lambda w: (w[0] - w[1], w))
    if len(shut) > MOST_WINDOWS:
        whole = [(way.earliest, way.latest)]
        return whole, np.array([[bool(person) for person in spans]], dtype=np.bool_)
    eligible = np.array(
        [[any(a <= c and d <= b for a, b in person) for person in spans] for c, d in shut],
        dtype=np.bool_,
    )
    return shut, eligible


class _State(NamedTuple):
    """A path under way: where and when it stands, and the group it can still have."""

    path: Path
    hosts: frozenset[int]
    place: int
    clock: int
    rested: bool
    low: int
    high: int


class _Enumeration:
    """Depth-first search over sequences of one way."""

    def __init__(self, model: Model, slot: int, most: int) -> None:
        self.model, self.way, self.most = model, model.ways[slot], most
        self.slot_number = slot
        network = model.travel[self.way.mode]
        self.minutes, self.km = network.minutes, network.km
        kinds = [kind for kind in model.kinds if kind.slot == slot]
        self.seats = max(kind.seats for kind in kinds)
        self.empty = any(kind.riders and not kind.hosts for kind in kinds)
        hosts = model.problem.hosts
        self.place = [model.place_of_host[option.host] for option in model.options]
        self.duration = [hosts[option.host].duration_min for option in model.options]
        self.useful = [
            o
            for o, option in enumerate(model.options)
            if option.first <= self.way.latest
            and option.last >= self.way.earliest
            and hosts[option.host].max_visits > 0
            and hosts[option.host].min_group <= self.seats
        ]

    def slot(self) -> Slot:
        """Return the slot with all its routes, or with some where there are too many."""
        whole, eligible = windows(self.model, self.way)
        slot = Slot(self.way, [], whole, eligible, complete=True)
        paths = list(islice(self._paths(), self.most + 1))
        if len(paths) <= self.most:
            slot.routes = self._best(paths, slot)
        if len(paths) > self.most or len(slot.routes) > MOST_SETS:
            found = Promising(self.model, self.slot_number, self.useful)
            paths = [*islice(self._shortest(), SHORTEST), *self._before()]
            paths += found.paths(found.crowds(whole, eligible))
            slot.routes, slot.complete = self._best(paths, slot), False
        return slot

    def _best(self, paths: Sequence[Path], slot: Slot) -> list[Route]:
        return _best([route for path in paths for route in self.routes(path, slot)])

    def _shortest(self) -> Iterator[Path]:
        """Yield the paths by their number of steps."""
        queue = deque([self._start()])
        while queue:
            state = queue.popleft()
            if self._ends(state):
                yield state.path
            queue.extend(self._grown(state))

    def _before(self) -> Iterator[Path]:
        """Yield the paths of the previous plan, at the same times."""
        previous, timed = self.model.problem.previous, timed_options(self.model)
        for ride in () if previous is None else previous.rides:
            steps = [
                timed.get((stop.host, stop.start)) if isinstance(stop, Stop) else REST
                for stop in ride.stops
            ]
            path = tuple(step for step in steps if step == REST or step in self.useful)
            if (REST in path) == (self.way.rest is not None):
                yield path

    def _paths(self) -> Iterator[Path]:
        if self.empty and self.minutes[self.way.start][self.way.end] <= (
            self.way.latest - self.way.earliest
        ):
            yield ()
        stack = [self._start()]
        while stack:
            grown = list(self._grown(stack.pop()))
            for state in grown:
                if self._ends(state):
                    yield state.path
            stack.extend(reversed(grown))

    def _ends(self, state: "_State") -> bool:
        back = state.clock + self.minutes[state.place][self.way.end]
        return state.rested and bool(state.hosts) and back <= self.way.latest

    def _start(self) -> "_State":
        way = self.way
        return _State((), frozenset(), way.start, way.earliest, way.rest is None, 0, self.seats)

    def _grown(self, state: "_State") -> Iterator["_State"]:
        """Yield the state with one more step: the break, or a visit."""
        rest = self.way.rest
        if not state.rested and rest is not None:
            end = max(state.clock, rest.earliest) + rest.duration_min
            if end <= rest.latest:
                yield state._replace(path=(*state.path, REST), clock=end, rested=True)
        travel = self.minutes[state.place]
        for o in self.useful:
            option, place = self.model.options[o], self.place[o]
            if option.host in state.hosts:
                continue
            start = max(state.clock + travel[place], option.first)
            end = start + self.duration[o]
            if start > option.last or end + self.minutes[place][self.way.end] > self.way.latest:
                continue
            host = self.model.problem.hosts[option.host]
            low, high = max(state.low, host.min_group), min(state.high, host.max_group)
            if low > high or not (state.rested or _rests_after(rest, end)):
                continue
            hosts = state.hosts | {option.host}
            yield _State((*state.path, o), hosts, place, end, state.rested, low, high)

    def routes(self, path: Path, slot: Slot) -> Iterator[Route]:
        whole, eligible = slot.windows, slot.eligible
        options = tuple(step for step in path if step != REST)
        hosts = [self.model.problem.hosts[self.model.options[o].host] for o in options]
        low = max((host.min_group for host in hosts), default=0)
        high = min((host.max_group for host in hosts), default=self.seats)
        way = [self.way.start, *(self.place[o] for o in options), self.way.end]
        km = sum(self.km[a][b] for a, b in pairwise(way))
        kept: list[int] = []
        for w, (start, end) in enumerate(whole):
            if any(_within((start, end), whole[k], eligible[w], eligible[k]) for k in kept):
                continue
            times = path_times(self.model, self.way, path, start, end)
            if times is None:
                continue
            kept.append(w)
            yield Route(path, options, km, low, min(high, self.seats), w, times)


def _within(
    window: tuple[int, int], other: tuple[int, int], riders: BoolArray, others: BoolArray
) -> bool:
    return other[0] <= window[0] and window[1] <= other[1] and not (riders & ~others).any()


def _rests_after(rest: Rest | None, clock: int) -> bool:
    return rest is None or max(clock, rest.earliest) + rest.duration_min <= rest.latest


def _best(routes: list[Route]) -> list[Route]:
    """Return the routes that no other of the same visits and window beats."""
    groups: dict[tuple[object, ...], list[Route]] = {}
    for route in routes:
        groups.setdefault((frozenset(route.options), route.window), []).append(route)
    best: list[Route] = []
    for group in groups.values():
        kept: list[Route] = []
        for route in sorted(group, key=lambda route: (route.km, route.path)):
            i = next((i for i, other in enumerate(kept) if _beats(other, route)), None)
            if i is None:
                kept.append(route)
            else:
                kept[i] = replace(kept[i], others=(*kept[i].others, route.path))
        best.extend(kept)
    return best


def _beats(other: Route, route: Route) -> bool:
    mine, theirs = route.times, other.times
    starts = dict(zip(other.options, zip(theirs.first, theirs.last, strict=True), strict=True))
    return (
        other.km <= route.km
        and theirs.back <= mine.back
        and theirs.depart >= mine.depart
        and all(
            starts[o][0] <= first and starts[o][1] >= last
            for o, first, last in zip(route.options, mine.first, mine.last, strict=True)
        )
    )
