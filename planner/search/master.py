"""The linear relaxation over columns (a tour's route with its riders), solved by GLOP.

Columns are added as they are priced; rows for persons when they are first needed. The values
are floating point and prove nothing: prices leave here as whole units, and `pricing` draws
the bound from them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from planner.search.model import SCALE
from planner.search.pricing import Node, Prices, Pricing

DEAR = 1e7
"""What it costs, in the objective, to leave a required tour unused or a frozen visit unmade."""

SLACK = 1e-6


@dataclass(slots=True)
class Column:
    """A route with its riders, by a kind."""

    kind: int
    route: int
    riders: tuple[int, ...]
    variable: Any
    active: bool = True


class Master:
    """The relaxation of all plans of a node, over the columns known so far."""

    def __init__(self, pricing: Pricing) -> None:
        self.pricing, self.model = pricing, pricing.model
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self.infinity = self.solver.infinity()
        self.goal = self.solver.Objective()
        self.goal.SetMaximization()
        self.columns: list[Column] = []
        self.known: set[tuple[int, int, tuple[int, ...]]] = set()
        self.moment: dict[tuple[int, int], Any] = {}
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
        self.kind = []
        for kind in model.kinds:
            number = len(kind.tours)
            row = self._row(number if kind.required else -self.infinity, number)
            if kind.required:
                self._slack(row, 1, -DEAR)
            self.kind.append(row)
        self.host = [self._row(-self.infinity, row.most) for row in self.pricing.rows.hosts]
        self.host_rows = [
            [np.flatnonzero(line) for line in matrix] for matrix in self.pricing.host_rows
        ]
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

    def add(self, kind: int, route: int, riders: tuple[int, ...]) -> bool:
        """Add a column; return whether it is new."""
        if (kind, route, riders) in self.known:
            return False
        self.known.add((kind, route, riders))
        variable = self.solver.NumVar(0, self.infinity, "")
        column = Column(kind, route, riders, variable)
        self.columns.append(column)
        self._fill(column)
        return True

    def _fill(self, column: Column) -> None:
        model, pricing = self.model, self.pricing
        k, r, variable = column.kind, column.route, column.variable
        s = model.kinds[k].slot
        route = pricing.slots[s].routes[r]
        riders = list(column.riders)
        worth = int(model.worth[np.ix_(route.options, riders)].sum()) - int(pricing.costs[k][r])
        self.goal.SetCoefficient(variable, worth / SCALE)
        self.kind[k].SetCoefficient(variable, 1)
        for i in self.host_rows[s][r]:
            self.host[i].SetCoefficient(variable, 1)
        for row, branch in zip(self.branch, pricing.branches, strict=True):
            if k in branch.counts and branch.counts[k][r]:
                row.SetCoefficient(variable, 1)
        pattern = pricing.rows.pattern[s][r]
        moments = pricing.rows.moments_of[s][pattern]
        hosts = [model.options[o].host for o in route.options]
        for p in riders:
            for moment in moments:
                row = self.moment.get((moment, p))
                if row is None:
                    row = self.moment[moment, p] = self._row(-self.infinity, 1)
                row.SetCoefficient(variable, 1)
                if pricing.strange[s][r, p] and (moment, p) in self.foreign:
                    self.foreign[moment, p].SetCoefficient(variable, 1)
            if p in self.short:
                self.short[p].SetCoefficient(variable, len(hosts))
            for h, o in zip(hosts, route.options, strict=True):
                if (h, p) in self.once:
                    self.once[h, p].SetCoefficient(variable, 1)
                if (o, p) in self.hold:
                    self.hold[o, p].SetCoefficient(variable, 1)
                if (o, p) in self.kept:
                    self.kept[o, p].SetCoefficient(variable, 1)

    def add_branch(self) -> None:
        """Add the row of the newest branch of the pricing."""
        branch = self.pricing.branches[-1]
        row = self._row(-self.infinity, self.infinity)
        for column in self.columns:
            if column.kind in branch.counts and branch.counts[column.kind][column.route]:
                row.SetCoefficient(column.variable, 1)
        self.branch.append(row)

    def enter(self, node: Node) -> None:
        """Restrict the relaxation to the plans of a node."""
        for column in self.columns:
            active = bool(node.allowed[column.kind][column.route])
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
            for h in self._hosts(column):
                for p in column.riders:
                    use[h, p] = use.get((h, p), 0.0) + value
        broken = sorted(
            key for key, value in use.items() if value > 1 + SLACK and key not in self.once
        )
        if not broken:
            return False
        for key in broken:
            self.once[key] = self._row(-self.infinity, 1)
        wanted = set(broken)
        for column in self.columns:
            for h in self._hosts(column):
                for p in column.riders:
                    if (h, p) in wanted:
                        self.once[h, p].SetCoefficient(column.variable, 1)
        return True

    def _hosts(self, column: Column) -> Iterable[int]:
        slot = self.pricing.slots[self.model.kinds[column.kind].slot]
        return (self.model.options[o].host for o in slot.routes[column.route].options)

    def kind_prices(self) -> list[int]:
        """Return what one more tour of each kind would be worth, in units."""
        return [_units(row) for row in self.kind]

    def size(self) -> int:
        return int(self.solver.NumConstraints())

    def prices(self) -> Prices:
        """Return the prices of the last solution, in whole units of the right sign."""
        prices = self.pricing.free()
        for i, row in enumerate(self.host):
            prices.host[i] = _units(row)
        for i, row in enumerate(self.branch):
            prices.branch[i] = round(row.dual_value() * SCALE)
        for table, known in (
            (prices.moment, self.moment),
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
