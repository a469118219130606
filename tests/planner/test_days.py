"""Days with a visit, counted and kept."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from planner import Limits, Problem, Span, score, solve, violations
from planner.days import visit_days, with_days
from planner.search.reseat import Aim, seat
from tests.planner.examples import make_host, make_person, make_problem, make_tour
from tests.planner.forums import forum
from tests.planner.strategies import QUICK, fresh_problems

NEXT = 1440
WEEK = make_problem(
    hosts=(
        make_host("h1", max_group=1),
        make_host("h2", open=(Span(NEXT + 780, NEXT + 960),), max_group=1),
    ),
    participants=(
        make_person("p1", available=(Span(0, 2880),), value={"h1": 80, "h2": 80}),
        make_person("p2", available=(Span(0, 2880),), value={"h1": 10, "h2": 10}),
    ),
    tours=(make_tour("today"), make_tour("morrow", earliest=NEXT + 720, latest=NEXT + 1080)),
)


def test_days_with_a_visit_are_counted_by_the_local_calendar() -> None:
    assert visit_days(WEEK, solve(WEEK, QUICK)) == {
        "p1": (date(2027, 11, 16), date(2027, 11, 17)),
        "p2": (),
    }


def test_a_person_is_kept_at_the_days_that_a_grant_asks_for() -> None:
    plan = with_days(WEEK, solve(WEEK, QUICK), {"p1": 1, "p2": 1})

    assert plan is not None
    assert {person: len(days) for person, days in visit_days(WEEK, plan).items()} == {
        "p1": 1,
        "p2": 1,
    }
    assert violations(WEEK, plan) == []


def test_more_days_than_there_are_cannot_be_kept() -> None:
    assert with_days(WEEK, solve(WEEK, QUICK), {"p1": 3}) is None


def test_a_plan_that_suffices_stays_as_it_is() -> None:
    plan = solve(WEEK, QUICK)

    assert with_days(WEEK, plan, {"p1": 2}) is plan


@given(fresh_problems())
@settings(max_examples=20, deadline=None)
def test_a_plan_with_days_keeps_the_rules(problem: Problem) -> None:
    first = problem.participants[0].id
    eager = replace(problem, tours=problem.tours[:2])

    plan = with_days(eager, solve(eager, QUICK), {first: 1})

    if plan is not None:
        assert violations(eager, plan) == []
        assert len(visit_days(eager, plan)[first]) >= 1


def test_nobody_is_seated_worse_than_the_rides_of_a_plan_with_days_allow() -> None:
    problem = forum(3, 30, 10, 3, whole_day=True)
    least = {person.id: 2 for person in problem.participants}

    plan = with_days(problem, solve(problem, Limits(seconds=30, work=3)), least)

    assert plan is not None
    again = seat(problem, plan.rides, Aim(least_days=least), plan)
    assert again is not None
    assert score(problem, again).objective <= score(problem, plan).objective
