"""What holds for every plan, whatever the problem."""

import json

import pytest
from hypothesis import given, settings

from planner import (
    InvalidProblem,
    Limits,
    Plan,
    Problem,
    plan_text,
    problem_from_text,
    problem_text,
    score,
    solve,
    violations,
)
from tests.planner.judge import rules_broken
from tests.planner.strategies import QUICK, problems

TINY = Limits(seconds=600, seed=1, work=0.004)
"""Little work, so that thousands of problems can be planned."""


@given(problems())
@settings(max_examples=60, deadline=None)
def test_every_plan_can_be_carried_out_and_is_worth_what_it_says(problem: Problem) -> None:
    try:
        plan = solve(problem, QUICK)
    except InvalidProblem:
        assert problem.pins or problem.freeze_before or problem.max_people_changed is not None
        return
    assert violations(problem, plan) == []
    assert plan.objective == pytest.approx(score(problem, plan).objective, abs=1e-4)
    assert plan.bound is None or plan.bound >= plan.objective


@pytest.mark.slow
@given(problems())
@settings(max_examples=2000)
def test_a_second_judge_finds_no_rule_broken_in_two_thousand_problems(problem: Problem) -> None:
    try:
        plan = solve(problem, TINY)
    except InvalidProblem:
        assert problem.pins or problem.freeze_before or problem.max_people_changed is not None
        return
    files = json.loads(problem_text(problem)), json.loads(plan_text(plan, problem))
    assert rules_broken(*files) == []


@given(problems())
@settings(max_examples=60, deadline=None)
def test_a_plan_is_never_worse_than_none_and_never_worse_than_before(problem: Problem) -> None:
    try:
        plan = solve(problem, QUICK)
    except InvalidProblem:
        return
    for other in (Plan(problem=problem.name), problem.previous):
        if other is not None and not violations(problem, other):
            assert plan.objective >= score(problem, other).objective - 1e-4


@given(problems())
@settings(max_examples=60, deadline=None)
def test_the_same_problem_gives_the_same_plan_to_the_byte(problem: Problem) -> None:
    try:
        first = solve(problem, QUICK)
    except InvalidProblem:
        return
    assert plan_text(first, problem) == plan_text(solve(problem, QUICK), problem)


@given(problems())
@settings(max_examples=100, deadline=None)
def test_a_problem_written_and_read_again_is_the_same(problem: Problem) -> None:
    again = problem_from_text(problem_text(problem))
    assert problem_text(again) == problem_text(problem)
