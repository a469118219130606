"""The bound and the objective against all plans of tiny problems."""

import pytest

from planner import InvalidProblem, Limits, Plan, Problem, Status, solve
from tests.planner.brute import best_objective, tiny, withdrawn

LIMITS = Limits(seconds=600, work=0.05)


def judged(problem: Problem) -> Plan | None:
    """Return the plan after a judgement by brute force; None when no plan is possible."""
    best = best_objective(problem)
    try:
        plan = solve(problem, LIMITS)
    except InvalidProblem:
        assert best is None, problem.name
        return None
    assert best is not None, problem.name
    assert plan.objective <= best + 1e-4, problem.name
    assert plan.bound is not None
    assert plan.bound >= best - 1e-4, problem.name
    if plan.status is Status.OPTIMAL:
        assert plan.objective == pytest.approx(best, abs=1e-4), problem.name
    return plan


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 300, 50))
def test_brute_force_never_contradicts_bound_and_objective(first: int) -> None:
    for seed in range(first, first + 50):
        judged(tiny(seed))


@pytest.mark.slow
def test_brute_force_never_contradicts_a_plan_made_anew() -> None:
    for seed in range(60):
        problem = tiny(seed)
        if not problem.pins:
            judged(withdrawn(problem, solve(problem, LIMITS)))
