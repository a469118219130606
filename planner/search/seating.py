"""The best riders for the chosen routes of one slot, as an assignment of persons to seats."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from planner.search.model import NEVER, IntArray

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
        if int(possible.sum()) < low or not all(possible[p] for p in pinned[i]):
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
