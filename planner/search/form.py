"""The route form: whole routes and riders at once, over the candidates it is given, by SCIP.

A variable per tour and candidate route, one per possible rider of it; riders only on chosen
routes, group limits, and every row of `rows`. What SCIP says is only a proposal: the plan that
comes out is timed and judged like any other, and its bound is not used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from planner.search.model import NEVER, SCALE, Seated
from planner.search.pricing import Pricing

WANTED = 1e6
"""What a frozen visit or an unchanged person is worth when it is owed, in the objective."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: nodes bound the work the same way every time, seconds only in need."""

    nodes: int
    seconds: float
    gap: float = 1e-4


class Form:
    """One restricted problem: some kinds choose among candidates, the other tours stand."""

    def __init__(
        self,
        pricing: Pricing,
        candidates: Mapping[int, Sequence[int]],
        standing: Sequence[Seated] = (),
        barred: Sequence[frozenset[tuple[int, int]]] = (),
    ) -> None:
        self.pricing, self.model = pricing, pricing.model
        self.solver = pywraplp.Solver.CreateSolver("SCIP")
        self.infinity = self.solver.infinity()
        self.goal = self.solver.Objective()
        self.goal.SetMaximization()
        self.taken: dict[tuple[int, int], Any] = {}
        self.rides: dict[tuple[int, int, int], Any] = {}
        self.standing = list(standing)
        self.tables: dict[object, Any] = {}
        self.used: dict[object, float] = {}
        self._count_standing()
        for k, routes in sorted(candidates.items()):
            self._kind(k, routes)
        self._hosts()
        self._owed()
        for pairs in barred:
            self._bar(pairs)

    def _table(self, key: object, low: float, high: float) -> Any:
        """Return the row of a key, its sides less what standing tours use of it."""
        if key not in self.tables:
            used = self.used.get(key, 0.0)
            self.tables[key] = self.solver.Constraint(low - used, high - used)
        return self.tables[key]

    def _count_standing(self) -> None:
        for seated in self.standing:
            for p in seated.riders:
                for key, amount in self._uses(seated.kind, seated.route, p):
                    self.used[key] = self.used.get(key, 0.0) + amount

    def _uses(self, k: int, r: int, p: int) -> list[tuple[object, float]]:
        """Return what a rider of a route uses of the rows of persons."""
        pricing, s = self.pricing, self.model.kinds[k].slot
        route = pricing.slots[s].routes[r]
        moments = pricing.rows.moments_of[s][pricing.rows.pattern[s][r]]
        found: list[tuple[object, float]] = [(("moment", m, p), 1.0) for m in moments]
        found += [(("once", self.model.options[o].host, p), 1.0) for o in route.options]
        found.append((("short", p), float(len(route.options))))
        found += [(("visit", o, p), 1.0) for o in route.options if self.model.options[o].timed]
        if pricing.strange[s][r, p]:
            found += [(("strange", m, p), 1.0) for m in moments or [(k, r)]]
        return found

    def _kind(self, k: int, routes: Sequence[int]) -> None:
        kind, pricing = self.model.kinds[k], self.pricing
        standing = sum(seated.kind == k for seated in self.standing)
        free = len(kind.tours) - standing
        low = free if kind.required else -self.infinity
        one = self.solver.Constraint(low, free)
        slot = pricing.slots[kind.slot]
        for r in routes:
            route = slot.routes[r]
            taken = self.taken[k, r] = self.solver.IntVar(0, free, "")
            self.goal.SetCoefficient(taken, -int(pricing.costs[k][r]) / SCALE)
            one.SetCoefficient(taken, 1)
            fewest = self.solver.Constraint(0, self.infinity)
            fewest.SetCoefficient(taken, -float(pricing.low[k][r]))
            most = self.solver.Constraint(-self.infinity, 0)
            most.SetCoefficient(taken, -float(pricing.high[k][r]))
            shut = pricing.rows.shut[kind.slot][pricing.rows.pattern[kind.slot][r]]
            worth = self.model.worth[list(route.options)].sum(axis=0)
            for p in map(int, np.flatnonzero(~shut & (worth > -NEVER // 2))):
                self._rider(k, r, p, int(worth[p]), (taken, fewest, most))
            for p in kind.riders:
                if (k, r, p) in self.rides:
                    with_them = self.solver.Constraint(0, 0)
                    with_them.SetCoefficient(self.rides[k, r, p], 1)
                    with_them.SetCoefficient(taken, -1)
                else:
                    taken.SetUb(0)

    def _rider(self, k: int, r: int, p: int, worth: int, rows: tuple[Any, Any, Any]) -> None:
        uses = self._uses(k, r, p)
        if any(
            key[0] in ("moment", "once") and self.used.get(key, 0) >= 1  # type: ignore[index]  # keys are tuples
            for key, _ in uses
        ):
            return
        taken, fewest, most = rows
        rides = self.rides[k, r, p] = self.solver.IntVar(0, 1, "")
        self.goal.SetCoefficient(rides, worth / SCALE)
        fewest.SetCoefficient(rides, 1)
        most.SetCoefficient(rides, 1)
        with_route = self.solver.Constraint(-self.infinity, 0)
        with_route.SetCoefficient(rides, 1)
        with_route.SetCoefficient(taken, -1)
        for key, amount in uses:
            name = key[0]  # type: ignore[index]  # keys are tuples
            if name in ("moment", "once"):
                self._table(key, -self.infinity, 1).SetCoefficient(rides, amount)
            elif name == "short" and self.model.missing and self.model.minimum[p]:
                minimum = float(self.model.minimum[p])
                self._table(key, minimum, self.infinity).SetCoefficient(rides, amount)
            elif name == "visit":
                self._table(key, 0, self.infinity).SetCoefficient(rides, amount)
            elif name == "strange":
                self._table(key, -self.infinity, 1).SetCoefficient(rides, amount)

    def _hosts(self) -> None:
        pricing = self.pricing
        for i, row in enumerate(pricing.rows.hosts):
            used = sum(
                int(pricing.host_rows[self.model.kinds[t.kind].slot][t.route, i])
                for t in self.standing
            )
            members = [
                taken
                for (k, r), taken in self.taken.items()
                if pricing.host_rows[self.model.kinds[k].slot][r, i]
            ]
            if members:
                limit = self.solver.Constraint(-self.infinity, max(0, row.most - used))
                for taken in members:
                    limit.SetCoefficient(taken, 1)

    def _owed(self) -> None:
        """Price missing visits, frozen visits and changes."""
        model, pricing = self.model, self.pricing
        for key, row in list(self.tables.items()):
            if key[0] == "short":  # type: ignore[index]  # keys are tuples
                missing = self.solver.NumVar(0, self.infinity, "")
                row.SetCoefficient(missing, 1)
                self.goal.SetCoefficient(missing, -model.missing / SCALE)
        for p, o in pricing.frozen:
            row = self._table(("visit", o, p), 0, self.infinity)
            made = self.solver.NumVar(0, 1, "")
            row.SetCoefficient(made, -1)
            self.goal.SetCoefficient(made, WANTED)
        if pricing.before is not None:
            self._changes()

    def _changes(self) -> None:
        model, before = self.model, self.pricing.before
        assert before is not None
        same = self.solver.Constraint(0, self.infinity)
        least = 0 if model.most_changed is None else model.people - model.most_changed
        same.SetBounds(least, self.infinity)
        owed = self.solver.NumVar(0, self.infinity, "")
        same.SetCoefficient(owed, 1)
        self.goal.SetCoefficient(owed, -WANTED)
        strange: dict[int, list[object]] = {}
        for key in [*self.tables, *self.used]:
            if key[0] == "strange":  # type: ignore[index]  # keys are tuples
                strange.setdefault(key[2], []).append(key)  # type: ignore[index]  # keys are tuples
        for p in range(model.people):
            if p in model.gone:
                continue
            stays = self.solver.IntVar(0, 1, "")
            self.goal.SetCoefficient(stays, model.change / SCALE)
            same.SetCoefficient(stays, 1)
            for o in np.flatnonzero(before[:, p]):
                key = ("visit", int(o), p)
                made = self.solver.Constraint(-self.used.get(key, 0.0), self.infinity)
                made.SetCoefficient(stays, -1)
                for (k, r, rider), rides in self.rides.items():
                    routes = self.pricing.slots[model.kinds[k].slot].routes
                    if rider == p and o in routes[r].options:
                        made.SetCoefficient(rides, 1)
            for key in sorted(set(strange.get(p, ())), key=str):
                self._table(key, -self.infinity, 1).SetCoefficient(stays, 1)

    def _bar(self, pairs: frozenset[tuple[int, int]]) -> None:
        """Forbid routes that could not be timed together."""
        members = [self.taken[pair] for pair in sorted(pairs) if pair in self.taken]
        standing = {(seated.kind, seated.route) for seated in self.standing}
        if len(members) + len(pairs & standing) == len(pairs) and members:
            row = self.solver.Constraint(-self.infinity, len(members) - 1)
            for taken in members:
                row.SetCoefficient(taken, 1)

    def hint(self, plan: Sequence[Seated]) -> None:
        """Start from a plan, as far as its routes are candidates."""
        on = {(t.kind, t.route, p) for t in plan for p in t.riders}
        times: dict[tuple[int, int], int] = {}
        for seated in plan:
            times[seated.kind, seated.route] = times.get((seated.kind, seated.route), 0) + 1
        variables = [*self.taken.values(), *self.rides.values()]
        values = [float(times.get(key, 0)) for key in self.taken]
        values += [float(key in on) for key in self.rides]
        self.solver.SetHint(variables, values)

    def solve(self, effort: Effort) -> list[Seated] | None:
        """Return all tours, standing and chosen; None when nothing was found in time."""
        self.solver.SetSolverSpecificParametersAsString(
            f"limits/nodes = {effort.nodes}\nlimits/gap = {effort.gap}\n"
        )
        self.solver.SetTimeLimit(max(1, int(1000 * effort.seconds)))
        status = self.solver.Solve()
        if status not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
            return None
        made = list(self.standing)
        for (k, r), taken in self.taken.items():
            times = round(taken.solution_value())
            if times:
                riders = [
                    p
                    for p in range(self.model.people)
                    if (k, r, p) in self.rides and self.rides[k, r, p].solution_value() > 0.5  # noqa: PLR2004 -- half
                ]
                made += [Seated(k, r, tuple(riders[i::times])) for i in range(times)]
        return made
