"""Where a search stands: the best plan and the least bound so far, and the figures of both."""

from collections.abc import Iterable
from dataclasses import replace

from planner.check import violations
from planner.plan import Plan, Ride, Status
from planner.problem import Problem
from planner.score import score
from planner.search.model import SCALE, units
from planner.search.proof import Proof
from planner.search.result import Result, unmet


class Standing:
    """The best plan that breaks no rule, and what no plan exceeds, in units."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.best: Plan | None = None
        self.lowest: int | None = None
        self.plans = 0
        self.proof: Proof | None = None

    @property
    def bound(self) -> int | None:
        """Return what no plan exceeds: by the prices, and by the proof under way."""
        if self.lowest is None or self.proof is None:
            return self.lowest
        return min(self.lowest, self.proof.bound)

    @property
    def target(self) -> int:
        return 0 if self.best is None else units(self.best.objective)

    @property
    def proved(self) -> bool:
        bound = self.bound
        return bound is not None and bound <= self.target

    def within(self, share: float) -> bool:
        """Return whether the best plan is known to be within a share of the bound."""
        bound = self.bound
        return bound is not None and bound - self.target <= share * abs(bound)

    def lower(self, bound: int) -> None:
        """Keep a bound that is true, if it is the least."""
        if self.lowest is None or bound < self.lowest:
            self.lowest = bound

    def offer(self, rides: Iterable[Ride]) -> bool:
        """Judge a plan and keep it when it breaks no rule and is the best so far."""
        plan = Plan(problem=self.problem.name, rides=tuple(rides))
        if violations(self.problem, plan):
            return False
        self.plans += 1
        objective = score(self.problem, plan).objective
        if self.best is not None and objective <= self.best.objective + 1e-9:
            return False
        self.best = replace(plan, objective=objective)
        return True

    def figures(self) -> tuple[float, float | None, int]:
        """Return what the best plan is worth, the bound, and how many plans were found."""
        bound = self.bound
        objective = 0.0 if self.best is None else self.best.objective
        return objective, None if bound is None else bound / SCALE, self.plans

    def result(self, *, complete: bool, reproducible: bool) -> Result | None:
        """Return the best plan with its bound; None when no plan was found."""
        if self.best is None:
            return None
        bound = None if self.bound is None else max(self.bound, self.target)
        status = Status.FEASIBLE if self.best.rides else Status.EMPTY
        if bound == self.target:
            status = Status.OPTIMAL
        return Result(
            rides=self.best.rides,
            objective=round(self.best.objective, 6),
            bound=None if bound is None else bound / SCALE,
            weak_bound=not complete,
            status=status,
            unmet=unmet(self.problem, self.best),
            reproducible=reproducible,
        )
