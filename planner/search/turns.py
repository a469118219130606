"""The best plan of one block at prices: which combination of routes, and who rides them.

Combinations of routes, one per tour, are listed as far as they can be worth enough: first by
prices of the rules inside the block, bettered by a few subgradient steps, then by the best riders
that each combination could have. So the answer bounds all plans of the block, in whole units.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from planner.search.blocks import Block, Part, Priced
from planner.search.combinations import Offers, Ratings, combinations
from planner.search.model import NEVER, SCALE, IntArray, Seated
from planner.search.pricing import Node, Prices
from planner.search.seating import joined, seating

KEEP = 0.7
"""How much of the last direction an inner step keeps."""

TRIED = 4
BATCH = 300
STEPS = 12
ROUNDS = 8
CLOSE = 2000
"""Combinations whose riders are seated, whose limits are bettered, and in how many steps, in a
round; rounds at most, and the part of the worth at which a limit is close enough."""

FEW, MOST = 2_000, 60_000
"""Combinations listed to find a good plan, and to bound all plans."""

STEP, STEP_BASE = 2.4e-8, 1.6e-4
SEAT, SEAT_BASE = 6e-8, 2e-4
KNOWN = 1e-5
"""Work per route and person in an inner step, per person and seat, and per known plan."""


def price(block: Block, prices: Prices, node: Node, steps: int) -> Priced:
    """Return what a block can be worth at most, and good plans.

    The prices of moments and of host rows inside the block are bettered on the way.
    """
    worth = block.pricing.worth(prices)
    gains = {s: block.pricing.open_gains(s, worth, prices) for s in block.slots}
    return _Turn(block, prices, node, gains, MOST).priced(steps)


def choose(
    block: Block, gains: Mapping[int, IntArray], prices: Prices, node: Node, steps: int
) -> Priced:
    """Return the same for gains that are given: what each route adds by each person.

    Fewer combinations are looked at: plans are sought, not a close bound.
    """
    return _Turn(block, prices, node, gains, FEW).priced(steps)


class _Turn:
    """One block at given prices."""

    def __init__(
        self, block: Block, prices: Prices, node: Node, gains: Mapping[int, IntArray], most: int
    ) -> None:
        self.most = most
        self.block, self.pricing, self.model = block, block.pricing, block.model
        self.prices, self.node = prices, node
        self.work = 0.0
        pricing = self.pricing
        self.open = gains
        nobody = np.full((1, self.model.people), -NEVER, dtype=np.int64)
        self.gains = np.concatenate([*(gains[s] for s in block.slots), nobody])
        outer = prices.host.copy()
        outer[block.own] = 0
        self.fixed = [pricing.charge(k, outer, prices) for k in block.kinds]
        count = range(len(block.kinds))
        self.cost = [self._laid_out(i, self.fixed[i], NEVER, 0) for i in count]
        self.low = [self._laid_out(i, pricing.low[k], 0, 0) for i, k in enumerate(block.kinds)]
        self.high = [self._laid_out(i, pricing.high[k], 0, 0) for i, k in enumerate(block.kinds)]

    def _laid_out(self, i: int, values: IntArray, other: int, unused: int) -> IntArray:
        """Return values of the routes of a kind as of all routes of the block."""
        s = self.model.kinds[self.block.kinds[i]].slot
        found = np.full(self.block.size + 1, other, dtype=np.int64)
        found[self.block.base[s] : self.block.base[s] + len(values)] = values
        found[-1] = unused
        return found

    def priced(self, steps: int) -> Priced:
        known = self._known()
        floor = known[0][0] if known else -NEVER
        loose, values = self._settled(steps, max(0, floor))
        tops = [self._top(i, value) for i, value in enumerate(values)]
        slack = [top - value for top, value in zip(tops, values, strict=True)]
        everything = [
            self._laid_out(i, each, NEVER, NEVER if self._required(i) else top)
            for i, (each, top) in enumerate(zip(slack, tops, strict=True))
        ]
        if floor == -NEVER and not any(map(self._required, range(len(self.block.kinds)))):
            floor = 0
        offers = Offers(self.gains, self.block.tours, *self._tables())
        plans = list(known)
        top = NEVER
        for most in (FEW, self.most) if self.most > FEW else (self.most,):
            limit = min(loose - floor, NEVER // 2)
            groups = self.block.groups
            found = combinations(everything, self.block.tours, groups, limit, most)
            ratings = Ratings(offers, found, groups, loose, self.block.heed)
            top = max(self._rated(ratings, plans, floor), loose - found.limit)
            self.work += found.work + ratings.work
            floor = max([floor, *(worth for worth, _ in plans)])
            if top - floor <= max(SCALE, floor // CLOSE):
                break
        plans.sort(key=lambda plan: -plan[0])
        return Priced(max(floor, top), plans, loose, slack, self.work)

    def _tables(self) -> tuple[IntArray, ...]:
        """Return cost, group limits and first seat price of every kind and route."""
        price = np.zeros_like(np.stack(self.cost))
        for i, k in enumerate(self.block.kinds):
            s = self.model.kinds[k].slot
            last = np.minimum(self.pricing.high[k], self.model.people - 1)
            ranked = self.ranked[s]
            seat = np.take_along_axis(ranked, last[:, None], axis=1)[:, 0]
            base = self.block.base[s]
            price[i, base : base + len(seat)] = np.where(
                self.pricing.high[k] < self.model.people, np.maximum(seat, 0), 0
            )
        return np.stack(self.cost), np.stack(self.low), np.stack(self.high), price

    def _rated(self, ratings: Ratings, plans: list[tuple[int, Part]], floor: int) -> int:
        """Return the greatest limit of any combination; add plans of the best."""
        ratings.look(floor)
        tried: set[tuple[int, ...]] = set()
        best = max(floor, max((worth for worth, _ in plans), default=-NEVER))
        for _ in range(ROUNDS):
            self.block.heed()
            ratings.better(BATCH, STEPS, best)
            ratings.drop(best)
            order = np.argsort(-ratings.bounds, kind="stable")[:TRIED]
            for n in order.tolist():
                routes = tuple(ratings.routes[n].tolist())
                if routes in tried or ratings.bounds[n] <= best:
                    continue
                tried.add(routes)
                made = self._seated(list(routes))
                if made is not None:
                    plans.append(made)
                    best = max(best, made[0])
                    self.block.remember(made[1])
            ratings.drop(best)
            first = ratings.best()
            if first is None:
                return best
            if ratings.bounds[first] - best <= max(SCALE, best // CLOSE):
                break
        return int(ratings.bounds.max()) if len(ratings.bounds) else best

    def _top(self, i: int, value: IntArray) -> int:
        """Return what a tour of a kind pays at most; 0 at least where it need not go."""
        return int(value.max(initial=-NEVER if self._required(i) else 0))

    def _required(self, i: int) -> bool:
        return self.model.kinds[self.block.kinds[i]].required

    def _known(self) -> list[tuple[int, Part]]:
        """Return the plans of the pool that are allowed, the best at these prices first."""
        found = []
        place = {k: i for i, k in enumerate(self.block.kinds)}
        self.work += KNOWN * len(self.block.pool)
        for part in self.block.pool:
            worth = 0
            for seated in part:
                if not self.node.allowed[seated.kind][seated.route]:
                    break
                gain = self.open[self.model.kinds[seated.kind].slot][seated.route]
                worth += int(gain[list(seated.riders)].sum())
                worth -= int(self.fixed[place[seated.kind]][seated.route])
            else:
                found.append((worth, part))
        found.sort(key=lambda plan: -plan[0])
        return found[:2]

    def _settled(self, steps: int, floor: int) -> tuple[int, list[IntArray]]:
        """Better the inner prices step by step; return the least limit and what routes pay."""
        block, prices = self.block, self.prices
        moment, host = prices.moment[block.moments], prices.host[block.own]
        best: tuple[int, list[IntArray], IntArray, IntArray] | None = None
        direction: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
        length = 1.0
        for _ in range(steps):
            self.block.heed()
            prices.moment[block.moments], prices.host[block.own] = moment, host
            limit, values, used_moment, used_host = self._inner()
            if best is None or limit < best[0]:
                best = (limit, values, moment, host)
            else:
                length *= 0.7
                moment, host, direction = best[2], best[3], None
            slope = (1.0 - used_moment, self._most() - used_host)
            slope[0][(moment <= 0) & (slope[0] > 0)] = 0
            slope[1][(host <= 0) & (slope[1] > 0)] = 0
            if direction is not None:
                slope = (
                    (1 - KEEP) * slope[0] + KEEP * direction[0],
                    (1 - KEEP) * slope[1] + KEEP * direction[1],
                )
            size = float((slope[0] ** 2).sum() + (slope[1] ** 2).sum())
            if size < 1e-9 or limit <= floor:  # noqa: PLR2004 -- nothing left to do
                break
            by = length * max(0, limit - floor) / size
            moment = np.maximum(0, np.rint(moment - by * slope[0])).astype(np.int64)
            host = np.maximum(0, np.rint(host - by * slope[1])).astype(np.int64)
            direction = slope
        assert best is not None
        prices.moment[block.moments], prices.host[block.own] = best[2], best[3]
        return best[0], best[1]

    def _most(self) -> IntArray:
        return np.array([self.pricing.rows.hosts[i].most for i in self.block.own], dtype=np.int64)

    def _inner(self) -> tuple[int, list[IntArray], NDArray[np.float64], NDArray[np.float64]]:
        """Return the limit at the inner prices, what routes pay, and what the best use of rows."""
        block, pricing, prices = self.block, self.pricing, self.prices
        gains = {
            s: np.maximum(self.open[s] - pricing.busy(s, prices), -NEVER) for s in block.slots
        }
        ranked = {s: -np.sort(-gain, axis=1) for s, gain in gains.items()}
        sums = {s: np.cumsum(rank, axis=1) for s, rank in ranked.items()}
        self.work += STEP_BASE + STEP * self.gains.size
        limit = int(prices.moment[block.moments].sum())
        limit += int(prices.host[block.own] @ self._most())
        inner = np.zeros_like(prices.host)
        inner[block.own] = prices.host[block.own]
        used = np.zeros((pricing.rows.moments, self.model.people))
        used_host = np.zeros(len(prices.host))
        self.ranked = ranked
        values = []
        by_slot = {s: list(gains.values())[n] for n, s in enumerate(block.slots)}
        for i, k in enumerate(block.kinds):
            kind = self.model.kinds[k]
            s = kind.slot
            value = pricing.value(k, gains[s], ranked[s], sums[s])
            value = value - self.fixed[i] - pricing.host_rows[s] @ inner
            value = np.where(self.node.allowed[k], np.maximum(value, -NEVER), -NEVER)
            values.append(value)
            top = self._top(i, value)
            limit += top * len(kind.tours)
            if not len(value) or (not kind.required and top == 0):
                continue
            r = int(np.argmax(value))
            riders = list(pricing.riders(k, r, {s: by_slot[s]}))
            inside = pricing.rows.moments_of[s][pricing.rows.pattern[s][r]]
            used[np.ix_(inside, riders)] += len(kind.tours)
            used_host += len(kind.tours) * pricing.host_rows[s][r]
        return limit, values, used[block.moments], used_host[block.own]

    def _seated(self, routes: list[int]) -> tuple[int, Part] | None:
        """Return the best riders of a combination, each on one tour, and what that is worth."""
        block, chosen, groups, pinned, costs = self.block, [], [], [], 0
        made: list[tuple[int, int]] = []
        for t, route in zip(block.tours, routes, strict=True):
            if route == block.size:
                continue
            k = block.kinds[t]
            chosen.append(route)
            groups.append((int(self.low[t][route]), int(self.high[t][route])))
            pinned.append(self.model.kinds[k].riders)
            costs += int(self.cost[t][route])
            made.append((k, route - block.base[self.model.kinds[k].slot]))
        self.work += SEAT_BASE + SEAT * self.model.people * sum(high for _, high in groups)
        result = seating(self.gains, chosen, groups, pinned)
        if result is None:
            return None
        worth, riders = joined(self.gains, block.groups.free, chosen, groups, result[1])
        part = [Seated(k, r, group) for (k, r), group in zip(made, riders, strict=True)]
        part.sort(key=lambda seated: (seated.kind, seated.route, seated.riders))
        return worth - costs, tuple(part)
