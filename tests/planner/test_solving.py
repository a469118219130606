"""What a search promises: progress, a stop that is heard, pins, frozen visits, few changes."""

from dataclasses import replace

import pytest

from planner import (
    InvalidProblem,
    Limits,
    Pin,
    Problem,
    Progress,
    Span,
    Status,
    people_changed,
    solve,
    violations,
    visits_by_person,
)
from planner.search import work
from tests.planner.examples import afternoon, make_host, make_person, make_problem, make_tour

LIMITS = Limits(seconds=600, work=0.05)


def two_hosts(**changes: object) -> Problem:
    """Return a problem with two hosts, four people and two tours in one afternoon."""
    usual: dict[str, object] = {
        "hosts": (make_host("h1", max_visits=2), make_host("h2")),
        "participants": tuple(
            make_person(f"p{i}", value={"h1": 50, "h2": 40 + i}) for i in range(4)
        ),
        "tours": (make_tour("bus", seats=3), make_tour("van", seats=3)),
    }
    return make_problem(**(usual | changes))


def test_one_visit_is_planned_and_proved_best() -> None:
    plan = solve(afternoon(), LIMITS)
    assert (plan.status, plan.objective, plan.bound) == (Status.OPTIMAL, 80, 80)


def test_a_forum_that_no_tour_can_serve_gives_an_empty_plan_with_reasons() -> None:
    far = make_problem(
        hosts=(make_host("h1", open=(Span(0, 60),)),),
        participants=(make_person("p1", value={"h1": 80}, must=("h1",)),),
    )
    plan = solve(far, LIMITS)
    assert (plan.status, plan.rides) == (Status.OPTIMAL, ())
    assert [(unmet.participant, unmet.host) for unmet in plan.unmet] == [("p1", "h1")]


def test_a_stop_is_heard_and_the_best_plan_kept() -> None:
    heard: list[Progress] = []

    def stop(progress: Progress) -> bool:
        heard.append(progress)
        return False

    plan = solve(two_hosts(), LIMITS, watch=stop)
    assert violations(two_hosts(), plan) == []
    assert plan.reproducible is False
    assert heard


def test_a_long_step_is_broken_off_after_a_stop_and_the_best_plan_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(work, "GRACE", -1.0)
    heard: list[str] = []

    def stop(progress: Progress) -> bool:
        heard.append(progress.phase)
        return progress.phase != "rules"

    plan = solve(two_hosts(), LIMITS, watch=stop)
    assert violations(two_hosts(), plan) == []
    assert plan.rides
    assert (plan.bound, plan.reproducible) == (None, False)
    assert heard[-2:] == ["rules", "done"]


def test_a_plan_is_proved_best_where_prices_alone_leave_a_gap() -> None:
    wishes = ((59, 63, 15), (43, 75, 72), (61, 48, 71), (55, 84, 37), (74, 27, 46))
    day = (Span(480, 1080),)
    hosts = tuple(make_host(f"h{i}", max_group=2, max_visits=2, open=day) for i in range(3))
    people = tuple(
        make_person(f"p{i}", value={f"h{n}": worth for n, worth in enumerate(worths)})
        for i, worths in enumerate(wishes)
    )
    tours = tuple(
        make_tour(f"bus{start}", earliest=start, latest=start + 140) for start in (540, 700, 860)
    )
    problem = make_problem(hosts=hosts, participants=people, tours=tours)
    plan = solve(problem, Limits(seconds=600, work=0.4))
    assert (plan.status, plan.objective) == (Status.OPTIMAL, 437)


def test_pins_of_every_kind_hold() -> None:
    pins = (
        Pin(tour="bus", host="h2", start=840),
        Pin(tour="van", host="h1"),
        Pin(tour="van", participant="p3"),
    )
    problem = two_hosts(pins=pins)
    plan = solve(problem, LIMITS)
    assert violations(problem, plan) == []


def test_pins_that_no_plan_can_keep_are_refused_in_a_sentence() -> None:
    pins = (Pin(tour="bus", host="h1"), Pin(tour="bus", host="h2"))
    narrow = (Span(780, 840),)
    problem = two_hosts(
        hosts=(make_host("h1", open=narrow), make_host("h2", open=narrow)), pins=pins
    )
    with pytest.raises(InvalidProblem, match="No plan was found that keeps"):
        solve(problem, LIMITS)


def test_after_a_change_only_as_many_people_change_as_may() -> None:
    problem = two_hosts()
    before = solve(problem, LIMITS)
    less = replace(problem, tours=problem.tours[:1], previous=before, max_people_changed=3)
    after = solve(less, LIMITS)
    assert violations(less, after) == []
    assert len(people_changed(less, after)) <= 3


def test_frozen_visits_stay_when_everything_else_is_worth_more() -> None:
    problem = two_hosts()
    before = solve(problem, LIMITS)
    people = tuple(replace(p, value={"h2": 100}) for p in problem.participants)
    later = replace(problem, participants=people, previous=before, freeze_before=1080)
    after = solve(later, LIMITS)
    assert visits_by_person(after) == visits_by_person(before)


def test_the_result_says_what_it_depends_on() -> None:
    plan = solve(afternoon(), Limits(seconds=600, seed=7, work=0.1))
    assert (plan.seed, plan.seconds, plan.reproducible) == (7, 600, True)
    assert plan.versions.keys() == {"netinvet", "ortools"}
    assert len(plan.problem_hash) == 64
