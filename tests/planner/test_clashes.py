"""Pins that no plan keeps together: the smallest set of them is named, in words."""

import random
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner import InvalidProblem, Pin, Problem, Span, solve, violations
from planner.validity import faults
from tests.planner.brute import best_objective, tiny
from tests.planner.examples import make_host, make_person, make_problem, make_tour
from tests.planner.strategies import QUICK

FAR_APART = make_problem(
    hosts=(
        make_host("h1", open=(Span(780, 850),)),
        make_host("h2", open=(Span(790, 860),)),
        make_host("h3", open=(Span(900, 1000),)),
    ),
    tours=(make_tour("bus"), make_tour("van")),
    participants=(make_person("p1"), make_person("p2")),
)


def refusal(problem: Problem) -> tuple[str, str]:
    with pytest.raises(InvalidProblem) as refused:
        solve(problem, QUICK)
    (fault,) = refused.value.faults
    assert fault.code == "pins_impossible"
    return fault.path, fault.text


def test_the_two_pins_that_clash_are_named_and_no_other() -> None:
    pins = (
        Pin(tour="van", host="h3"),
        Pin(tour="bus", host="h1"),
        Pin(tour="bus", host="h3"),
        Pin(tour="bus", host="h2"),
    )

    wide = replace(FAR_APART.hosts[2], max_visits=2, open=(Span(780, 1000),))
    problem = replace(FAR_APART, hosts=(*FAR_APART.hosts[:2], wide), pins=pins)

    assert refusal(problem) == (
        "$.pins[1], $.pins[3]",
        "No plan was found that keeps all of this: bus visits h1; bus visits h2.",
    )


def test_a_pin_that_is_impossible_alone_is_named_alone() -> None:
    pins = (Pin(tour="van", host="h3"), Pin(tour="bus", participant="p1"))
    late = make_person("p1", available=(Span(0, 700),))

    assert refusal(replace(FAR_APART, participants=(late, make_person("p2")), pins=pins)) == (
        "$.pins[1]",
        "No plan was found that keeps all of this: bus carries p1.",
    )


def test_a_frozen_visit_that_a_pin_contradicts_is_named_with_it() -> None:
    two = replace(FAR_APART, participants=(make_person("p1", value={"h1": 50, "h2": 10}),))
    before = solve(two, QUICK)
    pins = (Pin(tour="bus", host="h2", participant="p1"), Pin(tour="van", host="h3"))
    problem = replace(two, previous=before, freeze_before=820, pins=pins)

    path, text = refusal(problem)

    assert path == "$.pins[0], $.freeze_before"
    assert text.removeprefix("No plan was found that keeps all of this: ") == (
        "bus visits h2 and carries p1; nobody's visits before 2027-11-16T13:40 change."
    )


def test_a_person_may_be_pinned_on_two_tours_of_the_same_hours_one_after_the_other() -> None:
    pins = tuple(
        pin
        for tour, host, start in (("bus", "h1", 780), ("van", "h3", 930))
        for pin in (
            Pin(tour=tour, host=host, start=start),
            Pin(tour=tour, participant="p1"),
        )
    )
    problem = replace(FAR_APART, pins=pins)

    assert faults(problem) == []
    assert violations(problem, solve(problem, QUICK)) == []


def pinned(seed: int) -> Problem:
    """Return a tiny problem with two or three pins by chance, which often clash."""
    problem, chance = tiny(seed), random.Random(seed)
    tours = [tour.id for tour in problem.tours]
    pins = []
    for _ in range(chance.randint(2, 3)):
        host = Pin(tour=chance.choice(tours), host=chance.choice(problem.hosts).id)
        rider = replace(host, participant=chance.choice(problem.participants).id)
        pins.append(chance.choice((host, rider)))
    return replace(problem, pins=tuple(dict.fromkeys(pins)))


@given(st.integers(0, 100_000))
@settings(max_examples=60)
def test_no_plan_keeps_what_is_named_and_some_plan_keeps_less(seed: int) -> None:
    problem = pinned(seed)
    assume(not faults(problem))
    try:
        plan = solve(problem, QUICK)
    except InvalidProblem as refused:
        named = [problem.pins[int(path[7:-1])] for path in refused.faults[0].path.split(", ")]
        assert best_objective(replace(problem, pins=tuple(named))) is None
        for left_out in named:
            fewer = tuple(pin for pin in named if pin is not left_out)
            assert best_objective(replace(problem, pins=fewer)) is not None
        return
    assert violations(problem, plan) == []
