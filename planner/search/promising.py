"""Promising routes of a slot whose routes are too many to list: found by the long tours' engine.

A crowd is a group of people who might ride together: those who count most over all hosts,
people of like wishes, the riders of a plan. What a host is worth to a crowd is its prize, and
the tours that collect most are routes to choose from, besides the shortest routes of all and
those of the previous plan. What is missing among them, nobody knows: no bound follows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.longtours import Effort, LongTours, Visit, plan_tours
from planner.search.model import SCALE, BoolArray, IntArray, Kind, Model, Way
from planner.search.times import REST, path_times

STEPS = 80
"""Steps of the engine per crowd, and the work of one."""
WORK = 1.5e-2
KEPT = 20
"""Tours per crowd, beside the best."""
CROWDS = 6
"""Crowds of like wishes at most, per slot and size of group."""
SIZES = 3
"""Sizes of groups that are tried."""

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Crowd:
    """People who might ride together, as a group of at most so many, within some hours."""

    people: tuple[int, ...]
    size: int
    start: int
    end: int
    wanted: frozenset[int] = frozenset()
    """Options that the tour must visit."""
    shut: frozenset[int] = frozenset()
    """Hosts that take no other visit than those wanted."""


class Promising:
    """Finds routes of one slot, among the options that its tours can visit."""

    def __init__(
        self, model: Model, slot: int, useful: Sequence[int], worth: IntArray | None = None
    ) -> None:
        self.model, self.way, self.useful = model, model.ways[slot], list(useful)
        self.kinds = [kind for kind in model.kinds if kind.slot == slot]
        self.minutes = model.travel[self.way.mode].minutes
        self.worth = np.maximum(-SCALE, model.worth[:-1] if worth is None else worth) // SCALE
        """What options are worth to persons in whole units, below 0 for never."""

    def paths(self, crowds: Iterable[Crowd]) -> list[Path]:
        """Return the paths that collect most for the crowds, without repeats."""
        return list(dict.fromkeys(path for crowd in crowds for path in self._for(crowd)))

    def crowds(self, windows: Sequence[tuple[int, int]], eligible: BoolArray) -> Iterator[Crowd]:
        """Yield crowds for the whole of a slot, of people who are there in a window."""
        start, end = windows[0]
        for w, hours in enumerate(windows[:SIZES]):
            people = np.flatnonzero(eligible[w])
            for size in self._sizes(len(people)):
                yield Crowd(tuple(map(int, people)), size, *hours)
        people = np.flatnonzero(eligible[0])
        for group in _alike(self.worth, people, max(kind.seats for kind in self.kinds)):
            yield Crowd(group, len(group), start, end)
        for kind in self.kinds:
            if kind.required:
                riders = kind.riders or tuple(range(self.model.people))
                wanted = pinned_options(self.model, kind)
                yield Crowd(riders, kind.seats, start, end, wanted=wanted)

    def _sizes(self, people: int) -> list[int]:
        """Return the sizes of groups that hosts set, from the largest."""
        hosts = self.model.problem.hosts
        seats = min(people, max(kind.seats for kind in self.kinds))
        limits = {min(seats, hosts[self.model.options[o].host].max_group) for o in self.useful}
        sizes = sorted(limits - {0}, reverse=True)
        return sizes if len(sizes) <= SIZES else [sizes[0], sizes[len(sizes) // 2], sizes[-1]]

    def _for(self, crowd: Crowd) -> Iterator[Path]:
        prizes = self._prizes(crowd)
        if not prizes:
            return
        tours = self._tours(crowd, prizes)
        found = plan_tours(tours, Effort(steps=STEPS, keep=KEPT))
        for tour in (*found.tours, *found.met):
            path = self._path(crowd, [tours.visits[i].id for i in tour])
            if path:
                yield path

    def _prizes(self, crowd: Crowd) -> dict[int, int]:
        """Return the options that suit the crowd, with what each is worth to it."""
        people, found = list(crowd.people), {}
        for o in self.useful:
            h = self.model.options[o].host
            host = self.model.problem.hosts[h]
            gains = np.sort(self.worth[o, people])[::-1][: crowd.size]
            fits = host.min_group <= crowd.size <= host.max_group and h not in crowd.shut
            if len(people) <= crowd.size:
                fits &= bool((gains >= 0).all())
            if fits or o in crowd.wanted:
                found[o] = int(np.maximum(0, gains).sum()) + 1
        most = sum(found.values())
        for o in crowd.wanted & found.keys():
            found[o] += most
        return found

    def _tours(self, crowd: Crowd, prizes: Mapping[int, int]) -> LongTours:
        """Return the crowd's tour as the long tours' engine wants it, with room for the break."""
        model, way = self.model, self.way
        rest = 0 if way.rest is None else way.rest.duration_min
        places = [model.place_of_host[model.options[o].host] for o in prizes]
        minutes = np.array(self.minutes, dtype=np.int64)
        travel = minutes[np.ix_([way.start, *places], [way.end, *places])]
        travel[0, 0] = 0
        visits = tuple(
            Visit(o, prize, self._minutes(o), model.options[o].first, model.options[o].last)
            for o, prize in prizes.items()
        )
        return LongTours(visits, travel, crowd.start, max(crowd.start, crowd.end - rest), 1)

    def _minutes(self, option: int) -> int:
        return self.model.problem.hosts[self.model.options[option].host].duration_min

    def _path(self, crowd: Crowd, options: list[int]) -> Path:
        """Return the path over these options with its break, without those that do not fit."""
        hosts: set[int] = set()
        once = []
        for o in options:
            if self.model.options[o].host not in hosts:
                hosts.add(self.model.options[o].host)
                once.append(o)
        while once:
            for path in _rested(self.way, once):
                if path_times(self.model, self.way, path, crowd.start, crowd.end):
                    return path
            least = min(once, key=lambda o: (o in crowd.wanted, int(self.worth[o].sum()), o))
            once.remove(least)
        return ()


def pinned_options(model: Model, kind: Kind) -> frozenset[int]:
    """Return the options that tours of a kind must visit, by their pins."""
    options = {o.host: i for i, o in enumerate(model.options) if o.host in kind.hosts}
    options |= {model.options[o].host: o for o in kind.timed if o >= 0}
    return frozenset(options.values())


def _rested(way: Way, options: Sequence[int]) -> Iterator[Path]:
    """Yield the options in this order, with the break at each place where it could be."""
    if way.rest is None:
        yield tuple(options)
        return
    for i in range(len(options) + 1):
        yield (*options[:i], REST, *options[i:])


def _alike(worth: IntArray, people: IntArray, size: int) -> Iterator[tuple[int, ...]]:
    """Yield groups of people of like wishes, around whoever wishes for most and has no group."""
    left = list(map(int, people))
    for _ in range(CROWDS):
        if not left:
            return
        first = max(left, key=lambda p: (int(worth[:, p].sum()), -p))
        left.sort(key=lambda p: (-int(worth[:, p] @ worth[:, first]), p))
        yield tuple(sorted(left[:size]))
        left = left[size:]
