"""The best riders for the chosen routes of one slot, as an assignment of persons to seats."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from planner.search.model import NEVER, BoolArray, IntArray

OWED = float(NEVER // 64)
"""What filling a seat of the smallest group is worth: more than any rider."""


def seating(
    gains: IntArray,
    routes: Sequence[int],
    groups: Sequence[tuple[int, int]],
    pinned: Sequence[tuple[int, ...]],
) -> tuple[int, list[tuple[int, ...]]] | None:
    """Return the summed gains and the riders of each route; None when a group stays too small.

    `gains[route, person]` in units, below -NEVER / 2 for who cannot ride; `groups` are the
    smallest and largest numbers of riders; `pinned` riders come first.
    """
    owner: list[int] = []
    columns = []
    for i, (r, (low, high)) in enumerate(zip(routes, groups, strict=True)):
        gain = gains[r].astype(np.float64)
        possible = gain > -NEVER // 2
        if high < low or int(possible.sum()) < low or not all(possible[p] for p in pinned[i]):
            return None
        gain[~possible] = -OWED * 16
        gain[list(pinned[i])] += OWED * 4
        wanted = int((gain > 0).sum())
        seats = min(high, max(low, wanted))
        columns += [gain + OWED] * low
        columns += [np.maximum(gain, 0.0)] * (seats - low)
        owner += [i] * seats
    if not owner:
        return 0, [() for _ in routes]
    matrix = np.array(columns)
    seat, person = linear_sum_assignment(matrix, maximize=True)
    riders: list[list[int]] = [[] for _ in routes]
    for j, p in zip(seat.tolist(), person.tolist(), strict=True):
        if matrix[j, p] > 0:
            riders[owner[j]].append(p)
    total = 0
    for i, (r, (low, _)) in enumerate(zip(routes, groups, strict=True)):
        gain = gains[r][riders[i]]
        if len(riders[i]) < low or (gain <= -NEVER // 2).any():
            return None
        if not set(pinned[i]) <= set(riders[i]):
            return None
        total += int(gain.sum())
    return total, [tuple(sorted(group)) for group in riders]


def joined(
    gains: IntArray,
    free: BoolArray,
    routes: list[int],
    groups: list[tuple[int, int]],
    riders: list[tuple[int, ...]],
) -> tuple[int, list[tuple[int, ...]]]:
    """Let people ride two tours that are free of each other, tour by tour while it pays."""
    if not free[np.ix_(routes, routes)].any():
        return sum(
            int(gains[r, list(mine)].sum()) for r, mine in zip(routes, riders, strict=True)
        ), riders
    on = np.zeros((len(routes), gains.shape[1]), dtype=np.bool_)
    for t, mine in enumerate(riders):
        on[t, list(mine)] = True
    for _ in range(3):
        for t, (route, (low, high)) in enumerate(zip(routes, groups, strict=True)):
            overlaps = ~free[route, routes]
            overlaps[t] = False
            lost = (np.maximum(gains[routes], -NEVER) * (on & overlaps[:, None])).sum(axis=0)
            small = on.sum(axis=1) <= np.array([least for least, _ in groups])
            held = (on & (overlaps & small)[:, None]).any(axis=0)
            more = np.where(held, -NEVER, gains[route] - lost)
            order = np.argsort(-more, kind="stable")
            number = int(np.clip((more > 0).sum(), low, high))
            chosen = order[:number]
            if number and more[chosen[-1]] <= -NEVER // 2:
                continue
            before = int((gains[routes] * on).sum())
            saved = on.copy()
            on[t] = False
            on[t, chosen] = True
            on[np.ix_(np.flatnonzero(overlaps), chosen)] = False
            if (on.sum(axis=1) < [least for least, _ in groups]).any() or int(
                (gains[routes] * on).sum()
            ) <= before:
                on = saved
    riders = [tuple(np.flatnonzero(mine).tolist()) for mine in on]
    total = sum(int(gains[r, list(mine)].sum()) for r, mine in zip(routes, riders, strict=True))
    return total, riders
