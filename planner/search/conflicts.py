"""Routes that share hosts and cannot both be carried out, whatever the times: rows of them.

Two tours may visit a host one after the other, if their own ways leave the time. For every
pair of routes of one slot that share open spans, each order of the shared visits is tried by
pushing the earliest starts until they settle or no longer fit. Pairs that fit in no order are
gathered in groups of which at most one route can be chosen (cliques of the conflict graph).
"""

from collections.abc import Sequence
from itertools import product

import numpy as np

from planner.search.model import BoolArray, Model
from planner.search.routes import Route, Slot
from planner.search.times import REST

MOST_PAIRS = 40_000
"""Pairs tried per slot; the rows of fewer pairs are true as well."""

MOST_SHARED = 4

Step = tuple[int, int, int, int]
"""Option (or REST), travel to it from the last visit, first start, last start."""


def conflict_groups(
    model: Model, slot: Slot, known: Sequence[frozenset[int]]
) -> list[tuple[int, ...]]:
    """Return groups of routes of a slot of which one at most can be chosen.

    `known` are groups that other rows already hold apart; they are not found again.
    """
    return _cliques(_clashes(model, slot, known))


def _clashes(model: Model, slot: Slot, known: Sequence[frozenset[int]]) -> BoolArray:
    """Return [route, route]: True where both cannot be carried out, and this is new."""
    number = len(slot.routes)
    apart = np.zeros((number, number), dtype=np.bool_)
    for group in known:
        members = sorted(group)
        apart[np.ix_(members, members)] = True
    visiting = np.zeros((number, len(model.options)), dtype=np.int64)
    for r, route in enumerate(slot.routes):
        visiting[r, list(route.options)] = 1
    shared = visiting @ visiting.T
    pairs = np.argwhere(np.triu((shared > 0) & ~apart))  # a route with itself as well
    clash = np.zeros((number, number), dtype=np.bool_)
    ways = [
        [_steps(model, slot, route, path) for path in (route.path, *route.others)]
        for route in slot.routes
    ]
    for i, j in pairs[:MOST_PAIRS].tolist():
        if shared[i, j] <= MOST_SHARED and not any(
            _fit(model, slot, mine, theirs) for mine in ways[i] for theirs in ways[j]
        ):
            clash[i, j] = clash[j, i] = True
    touched = clash.any(axis=1)
    return np.asarray(clash | (apart & np.outer(touched, touched)))


def _steps(model: Model, slot: Slot, route: Route, path: tuple[int, ...]) -> list[Step]:
    """Return the steps of a route with the travel before each, and its return as the last."""
    way = slot.way
    minutes = model.travel[way.mode].minutes
    start, end = slot.windows[route.window]
    here, steps = way.start, [(-2, 0, start, end)]
    for step in path:
        if step == REST:
            assert way.rest is not None
            last = way.rest.latest - way.rest.duration_min
            steps.append((REST, 0, way.rest.earliest, last))
        else:
            option = model.options[step]
            there = model.place_of_host[option.host]
            steps.append((step, minutes[here][there], option.first, option.last))
            here = there
    steps.append((-2, minutes[here][way.end], start, end))
    return steps


def _fit(model: Model, slot: Slot, mine: list[Step], theirs: list[Step]) -> bool:
    shared = {step[0] for step in mine} & {step[0] for step in theirs} - {REST, -2}
    where = [
        (
            next(i for i, step in enumerate(mine) if step[0] == o),
            next(i for i, step in enumerate(theirs) if step[0] == o),
            _duration(model, slot, o),
        )
        for o in sorted(shared)
    ]
    return any(
        _settles(model, slot, mine, theirs, list(zip(where, order, strict=True)))
        for order in product((True, False), repeat=len(where))
    )


def _duration(model: Model, slot: Slot, step: int) -> int:
    if step == REST:
        return 0 if slot.way.rest is None else slot.way.rest.duration_min
    return 0 if step < 0 else model.problem.hosts[model.options[step].host].duration_min


def _settles(
    model: Model,
    slot: Slot,
    mine: list[Step],
    theirs: list[Step],
    orders: list[tuple[tuple[int, int, int], bool]],
) -> bool:
    """Return whether the earliest starts fit, with the shared visits in these orders."""
    after_mine, after_theirs = [0] * len(mine), [0] * len(theirs)
    while True:
        first = _starts(model, slot, mine, after_mine)
        second = _starts(model, slot, theirs, after_theirs)
        if first is None or second is None:
            return False
        moved = False
        for (i, j, duration), before in orders:
            if before and first[i] + duration > second[j]:
                after_theirs[j], moved = first[i] + duration, True
            elif not before and second[j] + duration > first[i]:
                after_mine[i], moved = second[j] + duration, True
        if not moved:
            return True


def _starts(model: Model, slot: Slot, steps: list[Step], after: list[int]) -> list[int] | None:
    clock, starts = 0, []
    for (step, travel, first, last), least in zip(steps, after, strict=True):
        start = max(clock + travel, first, least)
        if start > last:
            return None
        starts.append(start)
        clock = start + _duration(model, slot, step)
    return starts


def _cliques(clash: BoolArray) -> list[tuple[int, ...]]:
    """Return groups in which every two clash, until each clash lies in a group."""
    left = np.triu(clash, 1)
    single = [(int(i),) for i in np.flatnonzero(np.diag(clash))]
    found = []
    while left.any():
        i, j = (int(x) for x in np.argwhere(left)[0])
        group = [i, j]
        candidates = clash[i] & clash[j]
        candidates[[i, j]] = False
        while candidates.any():
            degrees = np.where(candidates, (clash & candidates).sum(axis=1), -1)
            k = int(np.argmax(degrees))
            group.append(k)
            candidates &= clash[k]
            candidates[k] = False
        for a in group:
            left[a, group] = False
        found.append(tuple(sorted(group)))
    return found + single
