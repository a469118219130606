"""Tours that could share riders, taken together: the best plan of a half-day or day at prices.

A block is a group of slots whose hours overlap. At fixed prices of the rules between blocks the
plan falls apart into blocks, and the bound of that is far closer than where every tour stands
alone (a larger subproblem in the Lagrangian relaxation; Geoffrion 1974). The best plan of a
block is found by listing the combinations of routes, one per tour, that can be worth enough:
first by prices of the rules inside the block, then by the best riders of each combination.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.search.combinations import Groups, Offers, Ratings, combinations
from planner.search.model import NEVER, SCALE, IntArray, Seated
from planner.search.pricing import Node, Prices, Pricing
from planner.search.seating import seating

KEEP = 0.7
"""How much of the last direction an inner step keeps."""

TRIED = 4
BATCH = 300
STEPS = 12
ROUNDS = 8
CLOSE = 2000
"""Combinations whose riders are seated, whose limits are bettered, and in how many steps, in a
round; rounds at most, and the part of the worth at which a limit is close enough."""

POOL = 150

FEW, MOST = 2_000, 60_000
"""Combinations listed to find a good plan, and to bound all plans."""

STEP, STEP_BASE = 6e-8, 4e-4
SEAT, SEAT_BASE = 2e-7, 6e-4
KNOWN = 2e-5
"""Work per route and person in an inner step, per person and seat, and per known plan."""

Part = tuple[Seated, ...]
"""The tours of one block in a plan, sorted."""


@dataclass(slots=True)
class Priced:
    """What a block can be worth at prices, and good plans of it with their worth.

    `loose` is a limit that holds by inner prices alone; by `slack[kind][route]` it is less with
    a tour of the kind on that route.
    """

    bound: int
    plans: list[tuple[int, Part]]
    loose: int
    slack: list[IntArray]
    work: float


class Block:
    """Some slots, their tours, and which routes go together."""

    def __init__(self, pricing: Pricing, slots: Sequence[int]) -> None:
        self.pricing, self.model, self.slots = pricing, pricing.model, list(slots)
        self.kinds = [k for k, kind in enumerate(self.model.kinds) if kind.slot in self.slots]
        self.tours = [
            i for i, k in enumerate(self.kinds) for _ in range(len(self.model.kinds[k].tours))
        ]
        sizes = [len(pricing.slots[s].routes) for s in self.slots]
        self.base = dict(zip(self.slots, np.cumsum([0, *sizes[:-1]]).tolist(), strict=True))
        self.size = sum(sizes)
        inside = {m for s in self.slots for ms in pricing.rows.moments_of[s] for m in ms}
        self.moments = np.array(sorted(inside), dtype=np.int64)
        own = [
            i
            for i, row in enumerate(pricing.rows.hosts)
            if row.routes and all(s in self.base for s, _ in row.routes)
        ]
        self.own = np.array(own, dtype=np.int64)
        """Host rows that concern this block alone."""
        self.groups = self._groups()
        self.pool: dict[Part, None] = {}

    def _groups(self) -> Groups:
        """Return which routes exclude each other, as tours and for riders."""
        pricing = self.pricing
        visits = np.zeros((self.size + 1, len(pricing.rows.hosts)), dtype=np.int64)
        back = np.full(self.size + 1, NEVER, dtype=np.int64)
        depart = np.full(self.size + 1, -NEVER, dtype=np.int64)
        hosts = np.zeros((self.size + 1, len(self.model.problem.hosts)), dtype=np.int64)
        for s, base in self.base.items():
            count = len(pricing.slots[s].routes)
            visits[base : base + count] = pricing.host_rows[s]
            for r, route in enumerate(pricing.slots[s].routes):
                back[base + r], depart[base + r] = route.times.back, route.times.depart
                hosts[base + r, [self.model.options[o].host for o in route.options]] = 1
        most = np.array([row.most for row in pricing.rows.hosts], dtype=np.int64)
        single = visits[:, most == 1]
        many = [i for i in np.flatnonzero(most != 1) if most[i] < len(self.tours)]
        after = back[:, None] <= depart
        free = (after | after.T) & (hosts @ hosts.T == 0)
        return Groups(
            apart=(single @ single.T) > 0,
            counted=[(visits[:, i], int(most[i])) for i in many if visits[:, i].any()],
            free=free,
        )

    def remember(self, plan: Sequence[Seated]) -> None:
        """Keep the part of a plan that lies in this block, to be priced again."""
        mine = [seated for seated in plan if seated.kind in self.kinds]
        part = tuple(sorted(mine, key=lambda seated: (seated.kind, seated.route, seated.riders)))
        self.pool.pop(part, None)
        self.pool[part] = None
        if len(self.pool) > POOL:
            del self.pool[next(iter(self.pool))]

    def price(self, prices: Prices, node: Node, steps: int) -> Priced:
        """Return what this block can be worth at most, and good plans.

        The prices of moments and of host rows inside the block are bettered on the way.
        """
        pricing, worth = self.pricing, self.pricing.worth(prices)
        gains = {s: pricing.open_gains(s, worth, prices) for s in self.slots}
        return _Turn(self, prices, node, gains, MOST).priced(steps)

    def choose(
        self, gains: Mapping[int, IntArray], prices: Prices, node: Node, steps: int
    ) -> Priced:
        """Return the same for gains that are given: what each route adds by each person.

        Fewer combinations are looked at: plans are sought, not a close bound.
        """
        return _Turn(self, prices, node, gains, FEW).priced(steps)


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
            ratings = Ratings(offers, found, groups, loose)
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
        direction: tuple[np.ndarray, np.ndarray] | None = None
        length = 1.0
        for _ in range(steps):
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

    def _inner(self) -> tuple[int, list[IntArray], np.ndarray, np.ndarray]:
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
        worth, riders = self._joined(chosen, groups, result[1])
        part = [Seated(k, r, group) for (k, r), group in zip(made, riders, strict=True)]
        part.sort(key=lambda seated: (seated.kind, seated.route, seated.riders))
        return worth - costs, tuple(part)

    def _joined(
        self, routes: list[int], groups: list[tuple[int, int]], riders: list[tuple[int, ...]]
    ) -> tuple[int, list[tuple[int, ...]]]:
        """Let people ride two tours that are free of each other, tour by tour while it pays."""
        free, gains = self.block.groups.free, self.gains
        if not free[np.ix_(routes, routes)].any():
            return sum(
                int(gains[r, list(mine)].sum()) for r, mine in zip(routes, riders, strict=True)
            ), riders
        on = np.zeros((len(routes), self.model.people), dtype=np.bool_)
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
        total = sum(
            int(gains[r, list(mine)].sum()) for r, mine in zip(routes, riders, strict=True)
        )
        return total, riders
