"""Forums with tours too long to list: all rules kept, and a bound that is said to be weak."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import (
    InvalidProblem,
    Limits,
    Pin,
    Problem,
    plan_text,
    score,
    solve,
    violations,
    visits_by_person,
)
from planner.search import routes
from planner.search.model import SCALE, build
from planner.search.relaxation import weak_bound
from tests.planner.brute import best_objective
from tests.planner.brute import tiny as tiny_by_chance
from tests.planner.strategies import QUICK, problems
from tests.planner.walks import walks

SHORT = Limits(seconds=600, work=0.5)


@contextmanager
def nothing_listed() -> Iterator[None]:
    """Let every tour count as too long for its routes to be listed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routes, "MOST_SETS", 0)
        yield


@pytest.mark.parametrize("rest", [False, True])
def test_a_walk_of_many_short_stops_is_planned_under_a_weaker_bound(*, rest: bool) -> None:
    problem = walks(1, rest=rest)

    plan = solve(problem, SHORT)

    assert violations(problem, plan) == []
    assert max(len(ride.visits) for ride in plan.rides) >= 8
    assert plan.weak_bound
    assert plan.bound is not None
    assert plan.bound >= plan.objective == pytest.approx(score(problem, plan).objective)


def test_a_forum_whose_routes_can_be_listed_keeps_its_full_bound() -> None:
    problem = walks(1, people=6, stands=5, tours=1)

    assert not solve(problem, SHORT).weak_bound


def test_the_same_walks_give_the_same_plan_to_the_byte() -> None:
    problem = walks(2, people=10, stands=20, tours=2)

    texts = [plan_text(solve(problem, Limits(seconds=600, work=0.4)), problem) for _ in range(2)]

    assert texts[0] == texts[1]


def test_long_tours_keep_their_pins() -> None:
    problem = walks(3, people=8, stands=16, tours=2)
    pins = (
        Pin(tour="540-0", host="h3"),
        Pin(tour="540-0", host="h8"),
        Pin(tour="810-1", participant="s1"),
        Pin(tour="810-1", host="h3", participant="s2"),
    )
    pinned = replace(problem, pins=pins)

    plan = solve(pinned, Limits(seconds=40, work=0.5))

    assert violations(pinned, plan) == []


def test_a_long_tour_is_kept_when_a_stand_is_withdrawn() -> None:
    problem = walks(4)
    before = solve(problem, SHORT)
    gone = max(before.rides, key=lambda ride: len(ride.visits)).visits[2].host
    hosts = tuple(replace(h, max_visits=0) if h.id == gone else h for h in problem.hosts)
    after = replace(
        problem,
        hosts=hosts,
        previous=before,
        weights=replace(problem.weights, change_per_person=10_000),
    )

    plan = solve(after, SHORT)

    assert violations(after, plan) == []
    old, new = visits_by_person(before), visits_by_person(plan)
    touched = {person for person, made in old.items() if gone in {host for host, _ in made}}
    assert {person for person in old if old[person] != new.get(person)} == touched


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_no_plan_exceeds_the_weaker_bound(seed: int) -> None:
    problem = tiny_by_chance(seed)
    best = best_objective(problem)

    assert best is None or weak_bound(build(problem)) >= best * SCALE - 1


@given(problems())
@settings(max_examples=25, deadline=None)
def test_plans_of_promising_routes_alone_keep_all_rules(problem: Problem) -> None:
    try:
        with nothing_listed():
            plan = solve(problem, QUICK)
    except InvalidProblem:
        assert problem.pins or problem.freeze_before or problem.max_people_changed is not None
        return
    assert violations(problem, plan) == []
    assert plan.bound is None or plan.bound >= plan.objective
