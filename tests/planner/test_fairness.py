"""Fair plans: the worst-served school first, whatever the schools are called."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from planner import Problem, Span, solve, violations
from planner.fairness import best_possible, fair_plan, satisfaction
from tests.planner.brute_force import best_plan, tiny
from tests.planner.examples import make_host, make_person, make_problem
from tests.planner.strategies import QUICK, fresh_problems

RIVALS = make_problem(
    hosts=(
        make_host("grand", max_group=1, open=(Span(780, 860),)),
        make_host("plain", max_group=1, open=(Span(860, 960),)),
    ),
    participants=(
        replace(make_person("p1", value={"grand": 90, "plain": 80}), school="rich"),
        replace(make_person("p2", value={"grand": 30, "plain": 20}), school="poor"),
    ),
    tours=(replace(make_problem().tours[0], seats=1), replace(make_problem().tours[0], id="van")),
)
"""Two hosts with one place each; the objective gives both to the same person."""


def test_the_school_that_would_have_nothing_is_served_first() -> None:
    plan = solve(RIVALS, QUICK)
    assert satisfaction(RIVALS, plan) == {"rich": 170.0, "poor": 0.0}

    fair = fair_plan(RIVALS, plan)

    assert fair is not None
    assert fair.satisfaction == {"rich": 80.0, "poor": 30.0}
    assert fair.worst == 30.0
    assert fair.bound >= 30.0


def test_a_bonus_brings_a_school_before_others() -> None:
    fair = fair_plan(RIVALS, solve(RIVALS, QUICK), {"poor": 100.0})

    assert fair is not None
    assert fair.satisfaction == {"rich": 0.0, "poor": 50.0}
    assert fair.worst == -50.0


def test_a_school_that_no_tour_can_serve_does_not_count() -> None:
    absent = replace(make_person("p3", value={"grand": 50}), school="absent", available=())
    problem = replace(RIVALS, participants=(*RIVALS.participants, absent))

    fair = fair_plan(problem, solve(problem, QUICK))

    assert fair is not None
    assert (fair.worst, fair.satisfaction["absent"]) == (30.0, 0.0)


def test_where_no_school_can_be_served_there_is_no_fair_plan() -> None:
    problem = replace(RIVALS, tours=())

    assert fair_plan(problem, solve(problem, QUICK)) is None


@given(fresh_problems())
@settings(max_examples=20, deadline=None)
def test_a_fair_plan_keeps_the_rules_and_its_bound_holds(problem: Problem) -> None:
    plan = solve(problem, QUICK)

    fair = fair_plan(problem, plan)

    if fair is not None:
        assert violations(problem, fair.plan) == []
        served = [s for s, ideal in best_possible(problem).items() if ideal > 0]
        before = min(satisfaction(problem, plan)[school] for school in served)
        assert before - 1e-6 <= fair.worst <= fair.bound
        assert fair.satisfaction == satisfaction(problem, fair.plan)


@given(fresh_problems())
@settings(max_examples=15, deadline=None)
def test_names_of_schools_change_nothing(problem: Problem) -> None:
    names = {"school-0": "zebra", "school-1": "aardvark"}
    people = tuple(replace(p, school=names[p.school]) for p in problem.participants)
    renamed = replace(problem, participants=people)
    plan = solve(problem, QUICK)

    fair, other = fair_plan(problem, plan), fair_plan(renamed, plan)

    assert (fair is None) == (other is None)
    if fair is not None and other is not None:
        assert (fair.plan, fair.worst, fair.bound) == (other.plan, other.worst, other.bound)
        assert {names[s]: worth for s, worth in fair.satisfaction.items()} == other.satisfaction


@given(fresh_problems())
@settings(max_examples=15, deadline=None)
def test_no_plan_serves_a_school_better_than_is_called_possible(drawn: Problem) -> None:
    problem = tiny(drawn)
    ideals = best_possible(problem)
    for school, ideal in ideals.items():
        alone = replace(
            problem,
            participants=tuple(
                replace(p, value=p.value if p.school == school else {})
                for p in problem.participants
            ),
            weights=replace(problem.weights, cost_per_euro=0, missing_visit=0),
        )
        best = best_plan(alone)
        assert best is not None
        assert satisfaction(problem, best)[school] <= ideal + 1e-6


def test_a_bound_is_the_mean_of_what_each_person_could_have() -> None:
    assert best_possible(RIVALS) == {"rich": 170.0, "poor": pytest.approx(50.0)}
