"""A bound for problems whose routes cannot all be listed: the order of the visits is relaxed.

What is kept: a visit takes its length and the shortest way into its host; a tour has its hours,
less its break and the shortest way back; a person has the hours in which tours run and they are
free; hosts take so many visits, each so many people; a tour costs at least these ways. The best
plan of this is a linear programme. Its dual values are rounded to whole units, and any such
values give a true bound: every column then counts with what it still earns, in exact integers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from planner.search.model import NEVER, SCALE, IntArray, Kind, Model

WORK = 2e-5
"""Work per column."""


@dataclass(slots=True)
class _Table:
    """Rows ``sum(amount * column) <= limit``; columns lie between 0 and ``most``."""

    earns: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    cells: list[tuple[int, int, int]] = field(default_factory=list)

    def column(self, earns: int, most: int) -> int:
        self.earns.append(earns)
        self.most.append(most)
        return len(self.earns) - 1

    def row(self, limit: int, cells: Iterable[tuple[int, int]]) -> None:
        row = len(self.limits)
        self.limits.append(limit)
        self.cells += [(row, column, amount) for column, amount in cells]

    def bound(self) -> int:
        """Return what no choice of the columns earns more than."""
        earns, most = np.array(self.earns, dtype=np.int64), np.array(self.most, dtype=np.int64)
        limits = np.array(self.limits, dtype=np.int64)
        row, column, amount = (
            np.array(part, dtype=np.int64) for part in zip(*self.cells, strict=True)
        )
        shape = (len(limits), len(earns))
        table = csr_array((amount, (row, column)), shape=shape)
        found = linprog(
            -earns / SCALE,
            A_ub=table.astype(np.float64),
            b_ub=limits,
            bounds=np.stack([np.zeros(len(most)), most], axis=1),
            method="highs",
        )
        prices = np.zeros(len(limits), dtype=np.int64)
        if found.status == 0:
            prices = np.maximum(0, np.rint(-SCALE * found.ineqlin.marginals)).astype(np.int64)
        left = earns - table.T @ prices
        return int(prices @ limits) + int(np.maximum(0, left) @ most)


def weak_bound(model: Model) -> int:
    """Return, in units, what no plan is worth more than."""
    return _relaxed(model).bound()


def _relaxed(model: Model) -> _Table:
    table = _Table()
    hosts = model.problem.hosts
    calls = [_Calls(model, kind) for kind in model.kinds]
    groups: list[list[tuple[int, int]]] = [[] for _ in hosts]
    visits: list[list[tuple[int, int]]] = [[] for _ in hosts]
    for kind, call in zip(model.kinds, calls, strict=True):
        used = table.column(-call.cost, len(kind.tours))
        time = [(used, -call.time)]
        for h, (minutes, cost) in call.into.items():
            visit = table.column(-cost, min(len(kind.tours), hosts[h].max_visits))
            time.append((visit, minutes))
            visits[h].append((visit, 1))
            groups[h].append((visit, -min(kind.seats, hosts[h].max_group)))
        table.row(0, time)
    for h, cells in enumerate(visits):
        if cells:
            table.row(hosts[h].max_visits, cells)
    guests: list[list[tuple[int, int]]] = [[] for _ in hosts]
    for p in range(model.people):
        _person(table, model, calls, p, guests)
    for h, cells in enumerate(guests):
        if cells:
            table.row(0, [*cells, *groups[h]])
    return table


def _person(
    table: _Table,
    model: Model,
    calls: Sequence["_Calls"],
    p: int,
    guests: list[list[tuple[int, int]]],
) -> None:
    """Add the visits of one person, the time that they have for them, and those missing."""
    mine = [call for call in calls if call.overlaps(model.free[p])]
    worth = _worth(model, p)
    time, count = [], []
    for h in sorted({h for call in mine for h in call.into}):
        if worth[h] < 0:
            continue
        visit = table.column(worth[h], 1)
        guests[h].append((visit, 1))
        count.append((visit, -1))
        time.append((visit, min(call.into[h][0] for call in mine if h in call.into)))
    if time:
        table.row(_time(mine, model.free[p]), time)
    least = int(model.minimum[p])
    if least and model.missing:
        missing = table.column(-model.missing, least)
        table.row(-least, [*count, (missing, -1)])


def _worth(model: Model, p: int) -> IntArray:
    """Return what a visit of each host is worth to a person, below 0 for never."""
    worth = np.full(len(model.problem.hosts), -NEVER, dtype=np.int64)
    for o, option in enumerate(model.options):
        worth[option.host] = max(worth[option.host], model.worth[o, p])
    return worth


class _Calls:
    """What tours of one kind can do: hosts with the minutes and units that a visit takes."""

    def __init__(self, model: Model, kind: Kind) -> None:
        self.way = model.ways[kind.slot]
        network, place = model.travel[self.way.mode], model.place_of_host
        useful = {
            option.host
            for option in model.options
            if option.first <= self.way.latest and option.last >= self.way.earliest
        }
        self.into: dict[int, tuple[int, int]] = {}
        for h in sorted(useful):
            host = model.problem.hosts[h]
            if host.min_group > kind.seats or not host.max_visits:
                continue
            before = [self.way.start, *(place[i] for i in useful if i != h)]
            minutes = min(network.minutes[here][place[h]] for here in before)
            km = min(network.km[here][place[h]] for here in before)
            self.into[h] = (host.duration_min + minutes, _units(kind, km))
        ends = [place[h] for h in self.into]
        home = min((network.minutes[here][self.way.end] for here in ends), default=0)
        km = min((network.km[here][self.way.end] for here in ends), default=0.0)
        rest = 0 if self.way.rest is None else self.way.rest.duration_min
        self.lost = home + rest
        self.time = max(0, self.way.latest - self.way.earliest - self.lost)
        self.cost = kind.fixed + _units(kind, km)

    def overlaps(self, free: Sequence[tuple[int, int]]) -> bool:
        return any(a < self.way.latest and b > self.way.earliest for a, b in free)


def _units(kind: Kind, km: float) -> int:
    """Return what so many kilometres cost at least."""
    return max(0, int(kind.per_km * km * SCALE) - 1)


def _time(calls: Sequence[_Calls], free: Sequence[tuple[int, int]]) -> int:
    """Return the minutes that a person can spend on visits and the ways into them.

    From each stretch of time that tours fill without a gap, one way back and break is lost.
    """
    pieces = sorted(
        (max(a, call.way.earliest), min(b, call.way.latest), call.lost)
        for call in calls
        for a, b in free
        if max(a, call.way.earliest) < min(b, call.way.latest)
    )
    total, until, stretch, lost = 0, -NEVER, 0, 0
    for start, end, loses in pieces:
        if start > until:
            total += max(0, stretch - lost)
            stretch, lost, until = 0, loses, start
        stretch += max(0, end - max(start, until))
        until, lost = max(until, end), min(lost, loses)
    return total + max(0, stretch - lost)
