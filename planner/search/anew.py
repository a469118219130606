"""Blocks planned anew, one after the other: the best plan of one given all the others.

The search for the best combination of routes (`blocks`) at the gains that are left: whoever
visits a host elsewhere gains nothing there again, and hosts have only the visits not yet made.
A plan begins block by block at the prices of a relaxation, which stand for what is not planned
yet (a Lagrangian heuristic), and is then bettered until no single block can be.
"""

import random
from collections.abc import Sequence

import numpy as np

from planner.search.blocks import Block
from planner.search.model import NEVER, Seated
from planner.search.pricing import Node, Prices, Pricing
from planner.search.state import UNUSED, State
from planner.search.timetable import timetable
from planner.search.turns import choose
from planner.search.work import Work

STEPS = 6
"""Steps of the inner prices whenever a block is planned."""


class Anew:
    """Plans blocks of a state anew, from where the inner prices of the last time stood."""

    def __init__(self, pricing: Pricing, node: Node, blocks: Sequence[Block], work: Work) -> None:
        self.pricing, self.model, self.node = pricing, pricing.model, node
        self.blocks, self.work = blocks, work
        self.inner: Prices = pricing.free()

    def begin(self, prices: Prices, chance: random.Random) -> State:
        """Return a plan made block by block in an order by chance, at prices for the rest."""
        state = State(self.pricing)
        order = list(range(len(self.blocks)))
        chance.shuffle(order)
        for b in order:
            block = self.blocks[b]
            worth = self.pricing.worth(prices)
            for seated in state.seated():
                slot = self.pricing.slots[self.model.kinds[seated.kind].slot]
                hosts = {self.model.options[o].host for o in slot.routes[seated.route].options}
                again = [o for o, option in enumerate(self.model.options) if option.host in hosts]
                worth[np.ix_(again, list(seated.riders))] = -NEVER
            gains = {s: self.pricing.open_gains(s, worth, prices) for s in block.slots}
            priced = choose(block, gains, prices, self._left(state, b), STEPS)
            self.work.charge(priced.work)
            for _, part in priced.plans:
                trial = state.copy().load([*state.seated(), *part])
                if timetable(self.model, trial.chosen()) is not None:
                    state = trial
                    break
        return state

    def improve(self, state: State, order: Sequence[int], share: float = 1.0) -> State:
        """Return the plan bettered block by block until none can be alone."""
        value = state.objective()
        waiting = list(order)
        while waiting and self.work.go_on(share):
            b = waiting.pop(0)
            for part in self._plans(state, b):
                trial = state.copy().load(self._replaced(state, b, part))
                worth = trial.objective()
                if worth <= value:
                    continue
                if self._holds(trial):
                    state, value = trial, worth
                    waiting += [other for other in order if other != b and other not in waiting]
                    break
        return state

    def _holds(self, state: State) -> bool:
        most = self.model.most_changed
        if most is not None and len(state.changed()) > most:
            return False
        return timetable(self.model, state.chosen()) is not None

    def _left(self, state: State, b: int) -> Node:
        """Return the node of what a block may do given the rest of a state."""
        block = self.blocks[b]
        use = state.use(without=self._mine(state, b))
        node = Node(list(self.node.allowed), self.node.low, self.node.high)
        for k in block.kinds:
            rows = self.pricing.host_rows[self.model.kinds[k].slot]
            node.allowed[k] = node.allowed[k] & ((use + rows) <= state.most).all(axis=1)
        return node

    def _mine(self, state: State, b: int) -> list[int]:
        return [i for i, k in enumerate(state.kind) if k in self.blocks[b].kinds]

    def _plans(self, state: State, b: int) -> list[list[Seated]]:
        """Return good plans of a block given the rest of a state, the best first."""
        block = self.blocks[b]
        now = [
            Seated(state.kind[i], state.route[i], state.riders[i])
            for i in self._mine(state, b)
            if state.route[i] != UNUSED
        ]
        gains = {s: state.slot_gains(s, block.slots) for s in block.slots}
        self.inner.branch = np.zeros(len(self.pricing.branches), dtype=np.int64)
        known, block.pool = block.pool, {}
        block.remember(now)
        priced = choose(block, gains, self.inner, self._left(state, b), STEPS)
        block.pool = known
        self.work.charge(priced.work)
        return [list(part) for _, part in priced.plans]

    def _replaced(self, state: State, b: int, part: list[Seated]) -> list[Seated]:
        kinds = self.blocks[b].kinds
        return [seated for seated in state.seated() if seated.kind not in kinds] + part
