"""A lower bound on what is left to gain: the plans are split until each part is worth no more.

Branch and price. A part (a node) fixes how often tours of a slot visit a host, or which tours
are used; its relaxation is solved over priced plans of blocks, and its bound is drawn exactly
from the prices. The bound of all plans is the greatest bound of the parts still open.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from planner.search.blocks import Block
from planner.search.descent import Answer, Blocks, from_vector, to_vector
from planner.search.master import Master
from planner.search.model import SCALE, BoolArray, Seated
from planner.search.pricing import Branch, Node, Prices, Pricing, copied
from planner.search.work import Work

PER_BLOCK = 3
"""Columns added for each block and pricing at most."""

SMOOTH = 0.7
"""How far the priced point stays at the best prices known (Wentges 1997)."""

NEAR, CLOSE = 1e-5, 1e-8
"""How near to a whole number a count is whole, and how near a bound is to the relaxation."""

ITERATION = 8e-5
ITERATION_ROW = 7e-7
SOLVE = 1e-3
"""Work for a simplex iteration, also per row, and for a solve."""


@dataclass(slots=True)
class Part:
    """A node with its bound and prices."""

    node: Node
    bound: int
    prices: Prices


class Proof:
    """The tree of parts; `bound` is true at every moment, in units."""

    def __init__(
        self,
        pricing: Pricing,
        blocks: Sequence[Block],
        root: Part,
        work: Work,
        target: Callable[[], int],
        offer: Callable[[list[Seated]], object],
    ) -> None:
        self.pricing, self.model, self.work = pricing, pricing.model, work
        self.target, self.offer = target, offer
        self.blocks = blocks
        self.master = Master(pricing, blocks)
        self.rows: dict[tuple[str, int, int], int] = {}
        self.members: dict[tuple[str, int, int], dict[int, BoolArray]] = {}
        self.closed = -(10**18)
        self.tree: list[tuple[int, int, Part]] = []
        self.made = 0
        self.current: Part | None = None
        self._push(root)

    @property
    def bound(self) -> int:
        """Return what no plan exceeds: the greatest bound of any part that is not finished."""
        found = [self.closed, self.target()]
        if self.tree:
            found.append(-self.tree[0][0])
        if self.current is not None:
            found.append(self.current.bound)
        return max(found)

    def run(self, share: float) -> None:
        """Split parts, the one with the greatest bound first, while there is work left."""
        while self.tree and self.work.go_on(share):
            part = heapq.heappop(self.tree)[2]
            if part.bound <= max(self.target(), self.closed):
                self.current = None
                continue
            self.current = part
            finished = self._solve(part, share)
            if part.bound > self.target():
                if finished:
                    self._split(part)
                else:
                    self._push(part)
            self.current = None

    def _push(self, part: Part) -> None:
        self.made += 1
        heapq.heappush(self.tree, (-part.bound, self.made, part))

    def _solve(self, part: Part, share: float) -> bool:
        """Press the bound of a part down by its relaxation; return whether that was finished."""
        self.pricing.pad(part.node, part.prices)
        master, node = self.master, part.node
        oracle = Blocks(self.pricing, node, self.blocks, self.work.charge)
        for b, block in enumerate(self.blocks):
            for plan in block.pool:
                master.add(b, plan)
        self._quote(part, oracle, copied(part.prices), None)
        while self.work.go_on(share):
            if part.bound <= self.target():
                return True
            master.enter(node)
            before = master.iterations
            if not master.solve():
                return True
            self._charge(master.iterations - before)
            prices, earned = master.prices(part.prices), master.block_prices()
            if part.bound - master.value * SCALE < CLOSE * abs(part.bound):
                return True
            mixed = from_vector(
                SMOOTH * to_vector(part.prices) + (1 - SMOOTH) * to_vector(prices), prices
            )
            if not self._quote(part, oracle, mixed, None) and not self._quote(
                part, oracle, prices, earned
            ):
                return True
        return False

    def _quote(self, part: Part, oracle: Blocks, prices: Prices, earned: list[int] | None) -> int:
        """Price all blocks, keep what is better; return how many columns are new."""
        answer = oracle.answer(prices)
        self._note(part, prices, answer)
        added = 0
        for b, priced in enumerate(answer.blocks):
            least = 0 if earned is None else earned[b]
            for worth, plan in priced.plans[:PER_BLOCK]:
                if worth > least + 1:
                    added += self.master.add(b, plan)
        return added

    def _charge(self, iterations: int) -> None:
        rows = self.master.size()
        self.work.charge(SOLVE + iterations * (ITERATION + ITERATION_ROW * rows))

    def _note(self, part: Part, prices: Prices, answer: Answer) -> None:
        """Keep a better bound, and drop the routes that no better plan can take."""
        if answer.bound < part.bound:
            part.bound, part.prices = answer.bound, prices
        target = self.target()
        for block, priced in zip(self.blocks, answer.blocks, strict=True):
            room = answer.bound - priced.bound + priced.loose
            for k, slack in zip(block.kinds, priced.slack, strict=True):
                part.node.allowed[k] = part.node.allowed[k] & (room - slack > target)

    def _split(self, part: Part) -> None:
        """Split a part at the count that is furthest from whole; finish it when all are whole."""
        counts: dict[tuple[int, int], float] = {}
        for column, weight in self.master.chosen:
            for seated in column.part:
                place = (seated.kind, seated.route)
                counts[place] = counts.get(place, 0.0) + weight
        value = 0.0
        best: tuple[float, tuple[str, int, int]] | None = None
        for weight, key in self._candidates():
            members = self._members(key)
            count = sum(v for (k, r), v in counts.items() if k in members and members[k][r])
            away = abs(count - round(count))
            if away > NEAR * 100 and (best is None or weight * away > best[0]):
                best = (weight * away, key)
                value = count
        if best is None:
            chosen = [column.part for column, weight in self.master.chosen if weight > 1 / 2]
            self.offer([seated for plan in chosen for seated in plan])
            self.closed = max(self.closed, part.bound)
            return
        row = self._row(best[1])
        self.pricing.pad(part.node, part.prices)
        for low, high in ((part.node.low[row], int(value)), (int(value) + 1, part.node.high[row])):
            node = Node(
                [allowed.copy() for allowed in part.node.allowed],
                list(part.node.low),
                list(part.node.high),
            )
            node.low[row], node.high[row] = low, high
            if high == 0:
                for k, counted in self.pricing.branches[row].counts.items():
                    node.allowed[k] &= ~counted
            self._push(Part(node, part.bound, part.prices))

    def _candidates(self) -> Iterator[tuple[float, tuple[str, int, int]]]:
        hosts = range(len(self.model.problem.hosts))
        for s in range(len(self.pricing.slots)):
            yield from ((1.0, ("host", h, s)) for h in hosts)
        for k, kind in enumerate(self.model.kinds):
            yield 1.0, ("used", 0, k)
            yield from ((0.4, ("stop", h, k)) for h in hosts)
            routes = range(len(self.pricing.slots[kind.slot].routes))
            yield from ((0.05, ("route", r, k)) for r in routes)

    def _members(self, key: tuple[str, int, int]) -> dict[int, BoolArray]:
        """Return which routes of which kinds a key counts."""
        if key not in self.members:
            what, n, where = key
            kinds = [
                k
                for k, kind in enumerate(self.model.kinds)
                if what == "host" and kind.slot == where
            ] or [where]
            self.members[key] = {k: self._counted(what, n, k) for k in kinds}
        return self.members[key]

    def _counted(self, what: str, n: int, k: int) -> BoolArray:
        slot = self.pricing.slots[self.model.kinds[k].slot]
        if what == "used":
            return np.ones(len(slot.routes), dtype=np.bool_)
        if what == "route":
            return np.arange(len(slot.routes)) == n
        visits = self.pricing.host_of[slot.visits] == n
        real = slot.visits < len(self.model.options)
        return np.asarray((visits & real).any(axis=1))

    def _row(self, key: tuple[str, int, int]) -> int:
        """Return the row that counts by a key, made when it is new."""
        if key not in self.rows:
            self.rows[key] = len(self.pricing.branches)
            self.pricing.branches.append(Branch(self._members(key)))
            self.master.add_branch()
        return self.rows[key]
