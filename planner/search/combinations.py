"""Combinations of routes, one per tour of a block, and what their best riders are worth at most.

A combination is listed when the sum of what its routes fall short of the best is within a limit;
routes that cannot go together are left out as soon as two of them meet. The riders of one
combination are an assignment to groups with limits; its dual has one price per group, is walked
for hundreds of combinations at once, and bounds each of them from above at every step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations as subsets

import numpy as np

from planner.progress import Heed
from planner.search.model import BoolArray, IntArray

GROWN = 12
"""Combinations looked at for each that may be kept, before those that clash are left out."""

CHUNK = 400_000
"""Numbers of riders and combinations worked on at once."""

MOST_TOURS = 8
"""Tours of a block up to which it is told apart who could ride which of them."""

SHORTER = 0.8
KEEP = 0.5
LEAST = 0.002
"""How a step shrinks when it fails, what it keeps of the last one, and its least aim."""

LISTED = 3e-8
RATED, RATED_BASE = 4e-9, 8e-5
"""Work per combination and tour listed; per combination, person and tour of a set; per step."""


@dataclass(slots=True)
class Groups:
    """How routes of a block go together; the last number stands for an unused tour.

    `apart` says of which two routes one at most is chosen, `counted` how many of some routes are
    chosen at most; somebody may ride two routes that are `free` of each other.
    """

    apart: BoolArray
    counted: list[tuple[IntArray, int]]
    free: BoolArray


@dataclass(slots=True)
class Listed:
    """Combinations [number, tour] with their slack; every other one has more than `limit`."""

    routes: IntArray
    slack: IntArray
    limit: int
    work: float


def combinations(
    slack: Sequence[IntArray], tours: Sequence[int], groups: Groups, limit: int, most: int
) -> Listed:
    """Return all combinations whose slack sums up to the limit, or to a lower one.

    The limit is drawn in where more than `most` would have to be kept. Where so many fall short
    of nothing at all, only some of them are listed, and the limit is below 0.

    `tours` numbers the kind of each tour, alike ones side by side; `slack[kind][route]` is what
    a tour of the kind falls short of the best by taking the route.
    """
    order = [np.argsort(each, kind="stable") for each in slack]
    ranked = [each[ranks] for each, ranks in zip(slack, order, strict=True)]
    chosen = np.zeros((1, 0), dtype=np.int64)
    total = np.zeros(1, dtype=np.int64)
    rank = np.zeros(1, dtype=np.int64)
    work = 0.0
    everything = limit
    for t, kind in enumerate(tours):
        alike = t > 0 and tours[t - 1] == kind
        while True:
            first = rank if alike else np.zeros(len(total), dtype=np.int64)
            last = np.searchsorted(ranked[kind], limit - total, side="right")
            number = np.maximum(0, last - first)
            if int(number.sum()) <= GROWN * most:
                break
            if limit <= 0:
                number = np.clip(GROWN * most - np.cumsum(number) + number, 0, number)
                everything = -1
                break
            limit = limit * 3 // 4
            keep = total <= limit
            chosen, total, rank = chosen[keep], total[keep], rank[keep]
        parent = np.repeat(np.arange(len(total)), number)
        within = np.arange(len(parent)) - np.repeat(np.cumsum(number) - number, number)
        rank = within + first[parent]
        route = order[kind][rank]
        fits = np.ones(len(parent), dtype=np.bool_)
        for earlier in range(t):
            fits &= ~groups.apart[chosen[parent, earlier], route]
        work += LISTED * len(parent) * (t + 1)
        parent, route, rank = parent[fits], route[fits], rank[fits]
        total = total[parent] + slack[kind][route]
        chosen = np.concatenate([chosen[parent], route[:, None]], axis=1)
        if len(total) > most:
            least = int(np.partition(total, most)[most]) - 1
            limit = max(0, min(limit, least))
            kept = np.flatnonzero(total <= limit)[:most]
            everything = min(everything, least)
            chosen, total, rank = chosen[kept], total[kept], rank[kept]
    for member, times in groups.counted:
        keep = member[chosen].sum(axis=1) <= times
        chosen, total = chosen[keep], total[keep]
    return Listed(chosen, total, min(limit, everything), work)


@dataclass(slots=True)
class Offers:
    """What tours can take, by kind: cost, smallest and largest group, and seat price of a route.

    The seat prices are where the search for the dual worth of a combination begins.
    """

    gains: IntArray
    tours: Sequence[int]
    cost: IntArray
    low: IntArray
    high: IntArray
    price: IntArray


class Ratings:
    """Upper limits of combinations by the riders that they could have, bettered best first."""

    def __init__(
        self, offers: Offers, listed: Listed, groups: Groups, loose: int, heed: Heed
    ) -> None:
        self.offers, self.routes, self.heed = offers, listed.routes, heed
        self.codes = _codes(listed.routes, groups)
        self.work = 0.0
        number = len(self.routes)
        at = np.array(offers.tours, dtype=np.int64), self.routes
        self.cost = offers.cost[at].sum(axis=1)
        self.price = offers.price[at]
        self.bounds = loose - listed.slack
        self.rough = np.ones(number, dtype=np.bool_)

    def best(self) -> int | None:
        """Return the number of the combination with the greatest limit."""
        return int(np.argmax(self.bounds)) if len(self.bounds) else None

    def better(self, number: int, steps: int, floor: int) -> None:
        """Better the limits of the `number` greatest, as far as they are above the floor."""
        self.drop(floor)
        if len(self.bounds) > number:
            top = np.argpartition(-self.bounds, number)[:number]
        else:
            top = np.arange(len(self.bounds))
        for code in np.unique(self.codes[top]):
            part = top[self.codes[top] == code]
            self._descend(part, self._sets(int(code)), steps, floor)

    def look(self, floor: int) -> None:
        """Rate every combination once, at the prices where the search begins."""
        self.drop(floor)
        size = max(1, CHUNK // max(1, self.routes.shape[1] * self.offers.gains.shape[1]))
        for code in np.unique(self.codes):
            members = np.flatnonzero(self.codes == code)
            sets = self._sets(int(code))
            for at in range(0, len(members), size):
                self._descend(members[at : at + size], sets, 1, floor)

    def drop(self, floor: int) -> None:
        """Forget what is not worth more than the floor."""
        keep = self.bounds > floor
        if keep.all():
            return
        self.routes, self.codes, self.cost = self.routes[keep], self.codes[keep], self.cost[keep]
        self.price, self.bounds = self.price[keep], self.bounds[keep]

    def _sets(self, code: int) -> list[tuple[int, ...]]:
        return _together(code, self.routes.shape[1])

    def _descend(
        self, part: IntArray, sets: list[tuple[int, ...]], steps: int, floor: int
    ) -> None:
        """Take steps along the subgradient from the seat prices; limits hold at each of them."""
        self.heed()
        offers, routes = self.offers, self.routes[part]
        at = np.array(offers.tours, dtype=np.int64), routes
        low, high = offers.low[at].T.astype(float), offers.high[at].T.astype(float)
        gain = offers.gains[routes.T].astype(float)  # tour, combination, person
        price, cost = self.price[part].T.astype(float), self.cost[part]
        best, kept = self.bounds[part].astype(float), price.copy()
        length = np.ones(len(part))
        direction = np.zeros_like(price)
        for step in range(steps):
            self.work += RATED_BASE + RATED * gain[0].size * sum(map(len, sets))
            net = np.maximum(gain - price[:, :, None], 0)
            paid = [net[s[0]] if len(s) == 1 else net[list(s)].sum(axis=0) for s in sets]
            top = paid[0] if len(paid) == 1 else np.maximum.reduce(paid)
            worth = top.sum(axis=1) - cost + np.where(price > 0, price * high, price * low).sum(0)
            found = worth < best
            best[found] = worth[found]
            kept[:, found] = price[:, found]
            if step == steps - 1:
                break
            if step:
                length[~found] *= SHORTER
            count = np.zeros_like(price)
            for members, mine in zip(sets, paid, strict=True):
                chosen = (mine == top) & (top > 0)
                for t in members:
                    count[t] += (chosen & (net[t] > 0)).sum(axis=1)
            slope = np.where(price > 0, high - count, np.where(price < 0, low - count, 0))
            slope += np.where(price == 0, np.minimum(high - count, 0), 0)
            slope += np.where(price == 0, np.maximum(low - count, 0), 0)
            direction = (1 - KEEP) * slope + KEEP * direction if step else slope
            size = (direction**2).sum(axis=0) + 1e-9
            stride = length * np.maximum(worth - floor, worth * LEAST) / size
            price = np.rint(price - stride * direction)
        self.bounds[part] = best.astype(np.int64)
        self.price[part] = kept.T.astype(np.int64)


def _codes(routes: IntArray, groups: Groups) -> IntArray:
    """Return per combination a bit for each two of its tours that a person could ride both.

    For many tours it is one bit for any of them.
    """
    codes = np.zeros(len(routes), dtype=np.int64)
    if routes.shape[1] > MOST_TOURS:
        for a, b in subsets(range(routes.shape[1]), 2):
            codes |= groups.free[routes[:, a], routes[:, b]]
        return codes
    for bit, (a, b) in enumerate(subsets(range(routes.shape[1]), 2)):
        codes |= groups.free[routes[:, a], routes[:, b]].astype(np.int64) << bit
    return codes


@lru_cache(maxsize=4096)
def _together(code: int, tours: int) -> list[tuple[int, ...]]:
    """Return the largest sets of tours that a person could ride one after the other.

    For many tours a set of all stands for whatever it may be.
    """
    if tours > MOST_TOURS and code:
        return [tuple(range(tours))]
    pairs = [pair for bit, pair in enumerate(subsets(range(tours), 2)) if code >> bit & 1]
    sets = [
        members
        for size in range(tours, 0, -1)
        for members in subsets(range(tours), size)
        if all(pair in pairs for pair in subsets(members, 2))
    ]
    return [mine for mine in sets if not any(set(mine) < set(other) for other in sets)]
