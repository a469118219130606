"""Forums of other towns, sizes and shapes: valid plans, true bounds, the same again."""

import pytest

from planner import Limits, Problem, plan_text, solve, violations
from tests.planner.forums import forum

SHAPES = (
    forum(11, 20, 10, 2, whole_day=False),
    forum(12, 30, 9, 2, whole_day=True),
    forum(13, 50, 20, 3, whole_day=False),
)


@pytest.mark.parametrize("problem", SHAPES, ids=lambda problem: problem.name)
def test_every_shape_of_forum_is_planned_and_bounded(problem: Problem) -> None:
    limits = Limits(seconds=600, work=0.5)
    plan = solve(problem, limits)
    assert violations(problem, plan) == []
    assert plan.gap is not None
    assert plan.gap < 0.35
    assert plan_text(solve(problem, limits), problem) == plan_text(plan, problem)
