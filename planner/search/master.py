"""The linear relaxation over columns (the tours of a block with their riders), solved by GLOP.

Columns are added as they are priced; rows for persons when they are first needed. The values
are floating point and prove nothing: prices leave here as whole units, and `pricing` draws
the bound from them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from planner.search.blocks import Block, Part
from planner.search.model import SCALE
from planner.search.pricing import Node, Prices, Pricing

DEAR = 1e7
"""What it costs, in the objective, to leave required tours unused or a frozen visit unmade."""

SLACK = 1e-6


@dataclass(slots=True)
class Column:
    """A plan of one block."""

    block: int
    part: Part
    variable: Any
    active: bool = True


class Master:
    """The relaxation of all plans of a node, over the columns known so far."""

    def __init__(self, pricing: Pricing, blocks: Sequence[Block]) -> None:
        self.pricing, self.model, self.blocks = pricing, pricing.model, blocks
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self.infinity = self.solver.infinity()
        self.goal = self.solver.Objective()
        self.goal.SetMaximization()
        self.columns: list[Column] = []
        self.known: set[tuple[int, Part]] = set()
        self.foreign: dict[tuple[int, int], Any] = {}
        self.once: dict[tuple[int, int], Any] = {}
        self.hold: dict[tuple[int, int], Any] = {}
        self.kept: dict[tuple[int, int], Any] = {}
        self.short: dict[int, Any] = {}
        self.stays: dict[int, Any] = {}
        self.changed: Any = None
        self.branch: list[Any] = []
        self.value = 0.0
        self.iterations = 0
        self.chosen: list[tuple[Column, float]] = []
        self._fixed_rows()

    def _row(self, low: float, high: float) -> Any:
        return self.solver.Constraint(low, high)

    def _slack(self, row: Any, amount: float, worth: float) -> None:
        variable = self.solver.NumVar(0, self.infinity, "")
        row.SetCoefficient(variable, amount)
        self.goal.SetCoefficient(variable, worth)

    def _fixed_rows(self) -> None:
        model = self.model
        self.block = []
        for block in self.blocks:
            required = any(model.kinds[k].required for k in block.kinds)
            row = self._row(1 if required else -self.infinity, 1)
            if required:
                self._slack(row, 1, -DEAR)
            self.block.append(row)
        own = {int(i) for block in self.blocks for i in block.own}
        self.host = {
            i: self._row(-self.infinity, row.most)
            for i, row in enumerate(self.pricing.rows.hosts)
            if i not in own
        }
        if model.missing:
            for p in map(int, np.flatnonzero(model.minimum)):
                row = self.short[p] = self._row(float(model.minimum[p]), self.infinity)
                self._slack(row, 1, -model.missing / SCALE)
        for p, o in self.pricing.frozen:
            row = self.hold[o, p] = self._row(1, self.infinity)
            self._slack(row, 1, -DEAR)
        if self.pricing.before is not None:
            self._change_rows()

    def _change_rows(self) -> None:
        model, before = self.model, self.pricing.before
        assert before is not None
        if model.most_changed is not None:
            self.changed = self._row(model.people - model.most_changed, self.infinity)
            self._slack(self.changed, 1, -DEAR)
        for p in range(model.people):
            if p in model.gone:
                continue
            stay = self.stays[p] = self.solver.NumVar(0, 1, "")
            self.goal.SetCoefficient(stay, model.change / SCALE)
            if self.changed is not None:
                self.changed.SetCoefficient(stay, 1)
            for o in map(int, np.flatnonzero(before[:, p])):
                row = self.kept[o, p] = self._row(0, self.infinity)
                row.SetCoefficient(stay, -1)
            for moment in range(self.pricing.rows.moments):
                row = self.foreign[moment, p] = self._row(-self.infinity, 1)
                row.SetCoefficient(stay, 1)

    def add(self, block: int, part: Part) -> bool:
        """Add a column; return whether it is new."""
        if (block, part) in self.known:
            return False
        self.known.add((block, part))
        variable = self.solver.NumVar(0, self.infinity, "")
        column = Column(block, part, variable)
        self.columns.append(column)
        self._fill(column)
        return True

    def _fill(self, column: Column) -> None:
        model, pricing, variable = self.model, self.pricing, column.variable
        self.block[column.block].SetCoefficient(variable, 1)
        worth = 0
        weights: dict[int, tuple[Any, int]] = {}

        def weigh(row: Any, amount: int = 1) -> None:
            weights[id(row)] = (row, weights.get(id(row), (row, 0))[1] + amount)

        for seated in column.part:
            k, r, s = seated.kind, seated.route, model.kinds[seated.kind].slot
            options = pricing.slots[s].routes[r].options
            worth += int(model.worth[np.ix_(options, list(seated.riders))].sum())
            worth -= int(pricing.costs[k][r])
            for i in np.flatnonzero(pricing.host_rows[s][r]).tolist():
                if i in self.host:
                    weigh(self.host[i])
            for row, branch in zip(self.branch, pricing.branches, strict=True):
                if k in branch.counts and branch.counts[k][r]:
                    weigh(row)
            moments = pricing.rows.moments_of[s][pricing.rows.pattern[s][r]]
            for p in seated.riders:
                if self.foreign and pricing.strange[s][r, p]:
                    for moment in moments:
                        if (moment, p) in self.foreign:
                            weigh(self.foreign[moment, p])
                if p in self.short:
                    weigh(self.short[p], len(options))
                for o in options:
                    for table, key in (
                        (self.once, (model.options[o].host, p)),
                        (self.hold, (o, p)),
                        (self.kept, (o, p)),
                    ):
                        if key in table:
                            weigh(table[key])
        self.goal.SetCoefficient(variable, worth / SCALE)
        for row, amount in weights.values():
            row.SetCoefficient(variable, amount)

    def add_branch(self) -> None:
        """Add the row of the newest branch of the pricing."""
        branch = self.pricing.branches[-1]
        row = self._row(-self.infinity, self.infinity)
        for column in self.columns:
            count = branch.count(column.part)
            if count:
                row.SetCoefficient(column.variable, count)
        self.branch.append(row)

    def enter(self, node: Node) -> None:
        """Restrict the relaxation to the plans of a node."""
        for column in self.columns:
            active = all(node.allowed[seated.kind][seated.route] for seated in column.part)
            if active != column.active:
                column.active = active
                column.variable.SetUb(self.infinity if active else 0.0)
        for row, low, high in zip(self.branch, node.low, node.high, strict=True):
            row.SetBounds(low, high)

    def solve(self) -> bool:
        """Solve, with rows added until nobody visits a host twice; return whether it worked."""
        while True:
            if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
                return False
            self.iterations += self.solver.iterations()
            self.value = self.goal.Value()
            self.chosen = [
                (column, value)
                for column in self.columns
                if column.active and (value := column.variable.solution_value()) > SLACK
            ]
            if not self._add_once_rows():
                return True

    def _add_once_rows(self) -> bool:
        use: dict[tuple[int, int], float] = {}
        for column, value in self.chosen:
            for key in self._visits(column):
                use[key] = use.get(key, 0.0) + value
        broken = sorted(
            key for key, value in use.items() if value > 1 + SLACK and key not in self.once
        )
        if not broken:
            return False
        for key in broken:
            self.once[key] = self._row(-self.infinity, 1)
        wanted = set(broken)
        for column in self.columns:
            visits = list(self._visits(column))
            for key in wanted.intersection(visits):
                self.once[key].SetCoefficient(column.variable, visits.count(key))
        return True

    def _visits(self, column: Column) -> Iterable[tuple[int, int]]:
        """Yield (host, person) of every visit of a column."""
        for seated in column.part:
            slot = self.pricing.slots[self.model.kinds[seated.kind].slot]
            for o in slot.routes[seated.route].options:
                for p in seated.riders:
                    yield self.model.options[o].host, p

    def block_prices(self) -> list[int]:
        """Return what each block earns at these prices, in units."""
        return [_units(row) for row in self.block]

    def size(self) -> int:
        return int(self.solver.NumConstraints())

    def prices(self, inner: Prices) -> Prices:
        """Return the prices of the last solution, in whole units of the right sign.

        Those of rules inside blocks, which the relaxation does not know, are as given.
        """
        prices = self.pricing.free()
        prices.moment, prices.host = inner.moment.copy(), inner.host.copy()
        for i, row in self.host.items():
            prices.host[i] = _units(row)
        for i, row in enumerate(self.branch):
            prices.branch[i] = round(row.dual_value() * SCALE)
        for table, known in (
            (prices.foreign, self.foreign),
            (prices.once, self.once),
        ):
            for key, row in known.items():
                table[key] = _units(row)
        for table, known in ((prices.hold, self.hold), (prices.kept, self.kept)):
            for key, row in known.items():
                table[key] = max(0, round(-row.dual_value() * SCALE))
        for p, row in self.short.items():
            price = max(0, round(-row.dual_value() * SCALE))
            prices.short[p] = min(price, self.model.missing)
        if self.changed is not None:
            prices.changed = max(0, round(-self.changed.dual_value() * SCALE))
        return prices


def _units(row: Any) -> int:
    return max(0, round(row.dual_value() * SCALE))
