"""The best riders of every route at given prices, exactly, and the bound that follows.

Every rule between routes has a price (a dual value). At fixed prices the tours fall apart: each
takes the route and riders that pay most. The sum of these, with the prices of all rules, is
at least what any plan is worth, whatever the prices: so it is worked out in whole units, and
no tolerance of a solver can make it untrue. (Lagrangian relaxation; Geoffrion 1974.)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from planner.search.greedy import cost
from planner.search.model import NEVER, BoolArray, IntArray, Model, Seated, frozen_options
from planner.search.routes import Slot
from planner.search.rows import Rows

FORCED = NEVER // 8
"""Added to the gain of a pinned rider, so that they come first."""


@dataclass(slots=True)
class Prices:
    """Whole units per rule; all at least 0, but `branch` has the sign of the side that binds."""

    host: IntArray
    branch: IntArray
    moment: IntArray
    once: IntArray
    short: IntArray
    hold: IntArray
    kept: IntArray
    foreign: IntArray
    changed: int = 0


def copied(prices: Prices) -> Prices:
    """Return a copy that may be changed alone."""
    return replace(
        prices,
        host=prices.host.copy(),
        branch=prices.branch.copy(),
        moment=prices.moment.copy(),
        once=prices.once.copy(),
        short=prices.short.copy(),
        hold=prices.hold.copy(),
        kept=prices.kept.copy(),
        foreign=prices.foreign.copy(),
    )


@dataclass(slots=True)
class Node:
    """A part of all plans: which routes each kind may take, and how often branches are taken."""

    allowed: list[BoolArray]
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Branch:
    """A count of chosen routes: per kind, which of its routes count."""

    counts: dict[int, BoolArray]

    def count(self, plan: Iterable[Seated]) -> int:
        return sum(
            int(seated.kind in self.counts and self.counts[seated.kind][seated.route])
            for seated in plan
        )


@dataclass(slots=True)
class Quote:
    """What all routes pay at given prices, and the bound of it."""

    bound: int
    values: list[IntArray]
    gains: list[IntArray]
    best: list[int]


class Pricing:
    """The problem in arrays, ready to be priced again and again."""

    def __init__(self, model: Model, slots: Sequence[Slot], rows: Rows) -> None:
        self.model, self.slots, self.rows = model, slots, rows
        self.branches: list[Branch] = []
        self.costs = [
            np.array([cost(kind, r.km) for r in slots[kind.slot].routes], dtype=np.int64)
            for kind in model.kinds
        ]
        self.high = [
            np.array([min(r.high, kind.seats) for r in slots[kind.slot].routes], dtype=np.int64)
            for kind in model.kinds
        ]
        self.low = [
            np.array(
                [max(r.low, len(kind.riders)) for r in slots[kind.slot].routes], dtype=np.int64
            )
            for kind in model.kinds
        ]
        self.host_of = np.array([o.host for o in model.options] + [0], dtype=np.int64)
        self.host_rows = _memberships(slots, rows)
        self.frozen = frozen_options(model)
        self.before = self._before()
        self.strange = [self._strange(slot) for slot in slots]

    def whole(self) -> Node:
        """Return the node of all plans."""
        allowed = []
        for k, kind in enumerate(self.model.kinds):
            routes = self.slots[kind.slot].routes
            allowed.append(
                np.array(
                    [
                        self.low[k][r] <= min(self.high[k][r], self.model.people)
                        and kind.hosts <= {self.model.options[o].host for o in route.options}
                        and kind.timed <= set(route.options)
                        for r, route in enumerate(routes)
                    ],
                    dtype=np.bool_,
                )
            )
        return Node(allowed)

    def free(self) -> Prices:
        """Return prices of nothing."""
        people, hosts = self.model.people, len(self.model.problem.hosts)
        options = len(self.model.options)
        moments = self.rows.moments

        def zeros(*shape: int) -> IntArray:
            return np.zeros(shape, dtype=np.int64)

        return Prices(
            host=zeros(len(self.rows.hosts)),
            branch=zeros(len(self.branches)),
            moment=zeros(moments, people),
            once=zeros(hosts, people),
            short=zeros(people),
            hold=zeros(options + 1 if self.frozen else 0, people),
            kept=zeros(options + 1 if self.before is not None else 0, people),
            foreign=zeros(moments if self.before is not None else 0, people),
        )

    def pad(self, node: Node, prices: Prices) -> None:
        """Bring a node and prices up to all branches known by now: not limited, not priced."""
        missing = len(self.branches) - len(node.low)
        node.low += [0] * missing
        node.high += [len(self.model.problem.tours)] * missing
        extra = np.zeros(len(self.branches) - len(prices.branch), dtype=np.int64)
        prices.branch = np.concatenate([prices.branch, extra])

    def quote(self, prices: Prices, node: Node) -> Quote:
        """Return what every route pays, and the bound on all plans of the node."""
        model = self.model
        worth = self.worth(prices)
        gains = [
            np.maximum(self.open_gains(s, worth, prices) - self.busy(s, prices), -NEVER)
            for s in range(len(self.slots))
        ]
        ranked = [-np.sort(-gain, axis=1) for gain in gains]
        sums = [np.cumsum(rank, axis=1) for rank in ranked]
        bound = self.constant(prices, node)
        values, best = [], []
        for k, kind in enumerate(model.kinds):
            s = kind.slot
            value = self.value(k, gains[s], ranked[s], sums[s]) - self.charge(
                k, prices.host, prices
            )
            value = np.where(node.allowed[k], np.maximum(value, -NEVER), -NEVER)
            top = int(value.max()) if len(value) else -NEVER
            if not kind.required:
                top = max(0, top)
            bound += top * len(kind.tours)
            values.append(value)
            best.append(top)
        return Quote(bound, values, gains, best)

    def worth(self, prices: Prices) -> IntArray:
        """Return what each option is worth for each person at prices; 0 for no option."""
        worth = self.model.worth + prices.short - prices.once[self.host_of]
        if self.frozen:
            worth += prices.hold
        if self.before is not None:
            worth += prices.kept
        worth[-1] = 0
        return worth

    def riders(
        self, k: int, r: int, gains: Sequence[IntArray] | Mapping[int, IntArray]
    ) -> tuple[int, ...]:
        """Return the riders that pay most on a route, at the gains of a quote."""
        kind = self.model.kinds[k]
        gain = gains[kind.slot][r].copy()
        gain[list(kind.riders)] += FORCED
        order = np.argsort(-gain, kind="stable")
        number = int(np.clip((gain > 0).sum(), self.low[k][r], self.high[k][r]))
        return tuple(sorted(int(p) for p in order[:number]))

    def open_gains(self, s: int, worth: IntArray, prices: Prices) -> IntArray:
        """Return what each route of a slot gains by each person, whatever else they ride."""
        slot = self.slots[s]
        gain = np.zeros((len(slot.routes), self.model.people), dtype=np.int64)
        if not slot.routes:
            return gain
        for column in range(slot.visits.shape[1]):
            gain += worth[slot.visits[:, column]]
        patterns = self.rows.pattern[s]
        gain -= np.where(self.rows.shut[s], NEVER, 0)[patterns]
        if self.before is not None:
            gain -= self._over_moments(s, prices.foreign)[patterns] * self.strange[s]
        return np.maximum(gain, -NEVER)

    def busy(self, s: int, prices: Prices) -> IntArray:
        """Return the price of each person's time on each route of a slot."""
        return self._over_moments(s, prices.moment)[self.rows.pattern[s]]

    def _over_moments(self, s: int, price: IntArray) -> IntArray:
        found = np.zeros(self.rows.shut[s].shape, dtype=np.int64)
        for number, moments in enumerate(self.rows.moments_of[s]):
            found[number] = price[list(moments)].sum(axis=0)
        return found

    def value(self, k: int, gains: IntArray, ranked: IntArray, sums: IntArray) -> IntArray:
        """Return the best sum of gains of a group of each route, with the pinned riders in it."""
        pinned = list(self.model.kinds[k].riders)
        if not pinned:
            return self.value_of_best(k, ranked, sums)
        gains = gains.copy()
        barred = (gains[:, pinned] <= -NEVER // 2).any(axis=1)
        gains[:, pinned] += FORCED
        ranked = -np.sort(-gains, axis=1)
        value = self.value_of_best(k, ranked, np.cumsum(ranked, axis=1)) - FORCED * len(pinned)
        return np.where(barred, -NEVER, value)

    def value_of_best(self, k: int, ranked: IntArray, sums: IntArray) -> IntArray:
        """Return the sum of the best gains, at least `low` and at most `high` of them."""
        number = np.clip((ranked > 0).sum(axis=1), self.low[k], self.high[k])
        index = np.clip(number, 1, self.model.people) - 1
        value: IntArray = np.take_along_axis(sums, index[:, None], axis=1)[:, 0]
        return np.where(number > 0, value, 0)

    def charge(self, k: int, host: IntArray, prices: Prices) -> IntArray:
        """Return what each route of a kind costs, with the prices of host rows and branches."""
        charge: IntArray = self.costs[k] + self.host_rows[self.model.kinds[k].slot] @ host
        for branch, price in zip(self.branches, prices.branch, strict=True):
            if price and k in branch.counts:
                charge = charge + np.where(branch.counts[k], price, 0)
        return charge

    def constant(self, prices: Prices, node: Node) -> int:
        """Return the part of the bound that no tour earns: the prices of all rules."""
        most = np.array([row.most for row in self.rows.hosts], dtype=np.int64)
        total = int(prices.host @ most) + int(prices.moment.sum()) + int(prices.once.sum())
        total -= int(prices.short @ self.model.minimum) + int(prices.hold.sum())
        for price, low, high in zip(prices.branch, node.low, node.high, strict=True):
            total += int(price) * (high if price > 0 else low)
        if self.before is None:
            return total
        total += int(prices.foreign.sum()) - self.model.change * self.model.people
        stay = self.model.change + prices.changed - prices.kept.sum(axis=0)
        stay -= prices.foreign.sum(axis=0)
        stay[list(self.model.gone)] = 0
        total += int(np.maximum(stay, 0).sum())
        if self.model.most_changed is not None:
            total -= prices.changed * (self.model.people - self.model.most_changed)
        return total

    def _before(self) -> BoolArray | None:
        """Return [option, person]: whether the visit is one that the person had before."""
        model = self.model
        if not model.watches_changes:
            return None
        mine = np.zeros((len(model.options) + 1, model.people), dtype=np.bool_)
        for o, option in enumerate(model.options):
            if option.timed:
                for p, before in enumerate(model.before):
                    mine[o, p] = before is not None and (option.host, option.first) in before
        return mine

    def _strange(self, slot: Slot) -> BoolArray:
        """Return [route, person]: whether the route makes a visit that the person had not."""
        if self.before is None or not slot.routes:
            return np.zeros((len(slot.routes), self.model.people), dtype=np.bool_)
        counts = self.before.astype(np.int64)[slot.visits].sum(axis=1)
        return np.asarray(counts < slot.count[:, None])


def _memberships(slots: Sequence[Slot], rows: Rows) -> list[IntArray]:
    found = [np.zeros((len(slot.routes), len(rows.hosts)), dtype=np.int64) for slot in slots]
    for i, row in enumerate(rows.hosts):
        for s, routes in row.routes:
            found[s][list(routes), i] = 1
    return found
