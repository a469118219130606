"""The rules between routes, as rows that every plan keeps: what hosts and people can do at once.

A route is certain to be under way between its latest departure and its earliest return, and
a visit between its latest start and its earliest end. Routes that are certain to overlap at one
moment form a *moment* row: a person rides at most one of them. Visits of a host that lie
inside a stretch of time fit in only as often as their length allows. Each row is implied by
the problem, so a bound that uses it is true; the timetable settles the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.progress import Heed, unheeded
from planner.search.conflicts import conflict_groups
from planner.search.model import NEVER, BoolArray, IntArray, Model
from planner.search.routes import Route, Slot

MOST_MOMENTS = 8
"""Per group of slots that overlap; more would add little."""

MOST_HOST_MOMENTS = 6


@dataclass(frozen=True, slots=True)
class HostRow:
    """At most so many choices of these routes (a host, or -1: several); routes per slot."""

    host: int
    most: int
    routes: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(slots=True)
class Rows:
    """All rows, and per slot what each route weighs in them.

    `pattern[slot][route]` numbers what a route shares with others: its window and moments;
    `moments[slot][pattern]` lists the moments, `shut[slot][pattern]` the persons kept out.
    """

    hosts: list[HostRow]
    moments: int
    pattern: list[IntArray] = field(default_factory=list)
    moments_of: list[list[tuple[int, ...]]] = field(default_factory=list)
    shut: list[BoolArray] = field(default_factory=list)


def rows(model: Model, slots: Sequence[Slot], heed: Heed = unheeded) -> Rows:
    """Return the rows of all routes."""
    found = Rows(hosts=_host_rows(model, slots, heed), moments=0)
    found.hosts += _conflict_rows(model, slots, found.hosts, heed)
    moments: list[tuple[int, frozenset[int]]] = []
    for group in overlapping(slots):
        moments += [(moment, group) for moment in _moments(slots, sorted(group))]
    found.moments = len(moments)
    for s, slot in enumerate(slots):
        heed()
        patterns: dict[tuple[int, tuple[int, ...]], int] = {}
        numbers = []
        for route in slot.routes:
            inside = tuple(
                m
                for m, (moment, group) in enumerate(moments)
                if s in group and route.times.depart <= moment < route.times.back
            )
            numbers.append(patterns.setdefault((route.window, inside), len(patterns)))
        found.pattern.append(np.array(numbers, dtype=np.int64))
        found.moments_of.append([inside for _, inside in patterns])
        found.shut.append(
            np.array([~slot.eligible[window] for window, _ in patterns], dtype=np.bool_).reshape(
                len(patterns), model.people
            )
        )
    return found


def _conflict_rows(
    model: Model, slots: Sequence[Slot], known: Sequence[HostRow], heed: Heed
) -> list[HostRow]:
    apart: list[list[frozenset[int]]] = [[] for _ in slots]
    for row in known:
        for s, routes in row.routes if row.most == 1 else ():
            apart[s].append(frozenset(routes))
    found = []
    for s, slot in enumerate(slots):
        heed()
        if slot.complete:  # else no bound follows, and the timetable is judge enough
            groups = conflict_groups(model, slot, apart[s])
            found += [HostRow(-1, 1, ((s, group),)) for group in groups]
    return found


def overlapping(slots: Sequence[Slot]) -> list[frozenset[int]]:
    """Return groups of slots whose hours overlap, directly or through others."""
    order = sorted(range(len(slots)), key=lambda s: (slots[s].way.earliest, s))
    groups: list[set[int]] = []
    end = -NEVER
    for s in order:
        if slots[s].way.earliest >= end:
            groups.append(set())
        groups[-1].add(s)
        end = max(end, slots[s].way.latest)
    return [frozenset(group) for group in groups]


def _moments(slots: Sequence[Slot], group: list[int]) -> list[int]:
    certain = [
        (route.times.depart, route.times.back)
        for s in group
        for route in slots[s].routes
        if route.times.depart < route.times.back
    ]
    return _stabbing(certain, MOST_MOMENTS)


def _stabbing(spans: list[tuple[int, int]], most: int) -> list[int]:
    """Return moments that lie in many spans, until each span holds one of them."""
    found: list[int] = []
    left = np.array(spans, dtype=np.int64).reshape(-1, 2)
    everything = left
    while len(left) and len(found) < most:
        moments = np.unique(left[:, 0])
        fresh = ((left[:, None, 0] <= moments) & (moments < left[:, None, 1])).sum(axis=0)
        whole = ((everything[:, None, 0] <= moments) & (moments < everything[:, None, 1])).sum(
            axis=0
        )
        moment = int(moments[np.argmax(fresh * (len(spans) + 1) + whole)])
        found.append(moment)
        left = left[~((left[:, 0] <= moment) & (moment < left[:, 1]))]
    return sorted(found)


def _host_rows(model: Model, slots: Sequence[Slot], heed: Heed) -> list[HostRow]:
    found = []
    for h, host in enumerate(model.problem.hosts):
        heed()
        visits = [
            (s, r, *_span(model, route, h))
            for s, slot in enumerate(slots)
            for r, route in enumerate(slot.routes)
            if any(model.options[o].host == h for o in route.options)
        ]
        if not visits:
            continue
        found.append(_row(h, host.max_visits, visits))
        found += _stretches(h, host.duration_min, host.max_visits, visits)
        found += _visit_moments(h, host.duration_min, visits)
    return found


def _span(model: Model, route: Route, host: int) -> tuple[int, int]:
    """Return the earliest start and the latest end of the visit of a host."""
    i = next(i for i, o in enumerate(route.options) if model.options[o].host == host)
    return route.times.first[i], route.times.last[i] + model.problem.hosts[host].duration_min


def _row(host: int, most: int, visits: list[tuple[int, int, int, int]]) -> HostRow:
    by_slot: dict[int, list[int]] = {}
    for s, r, _, _ in visits:
        by_slot.setdefault(s, []).append(r)
    return HostRow(host, most, tuple((s, tuple(routes)) for s, routes in sorted(by_slot.items())))


def _stretches(
    host: int, duration: int, most: int, visits: list[tuple[int, int, int, int]]
) -> list[HostRow]:
    """Return a row per stretch without gaps, in which fewer visits fit than are allowed in all."""
    found = []
    order = sorted(visits, key=lambda visit: (visit[2], visit[3], visit))
    stretch = [order[0]]
    end = order[0][3]
    for visit in [*order[1:], None]:
        if visit is not None and visit[2] < end:
            stretch.append(visit)
            end = max(end, visit[3])
            continue
        fits = (end - stretch[0][2]) // duration
        if fits < most:
            found.append(_row(host, fits, stretch))
        if visit is not None:
            stretch, end = [visit], visit[3]
    return found


def _visit_moments(
    host: int, duration: int, visits: list[tuple[int, int, int, int]]
) -> list[HostRow]:
    """Return rows of visits that are certain to be under way at one moment: one at most."""
    certain = [(last - duration, first + duration) for _, _, first, last in visits]
    spans = [(a, b) for a, b in certain if a < b]
    return [
        _row(
            host,
            1,
            [visit for visit, (a, b) in zip(visits, certain, strict=True) if a <= moment < b],
        )
        for moment in _stabbing(spans, MOST_HOST_MOMENTS)
    ]
