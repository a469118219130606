"""A plan changed by hand says truly what it breaks and what it is worth; the original stands."""

from dataclasses import replace

import pytest

from planner import (
    Plan,
    Ride,
    Span,
    Stop,
    delayed,
    person_moved,
    score,
    violations,
    visit_moved,
)
from tests.planner.examples import make_host, make_person, make_problem, make_tour

DAY = make_problem(
    hosts=(
        make_host("h1", open=(Span(780, 960),), max_group=2),
        make_host("h2", open=(Span(780, 1000),)),
    ),
    participants=(
        make_person("p1", value={"h1": 50, "h2": 40}, must=("h1",)),
        make_person("p2", value={"h1": 30, "h2": 90}),
        make_person("p3", value={"h1": 20, "h2": 90}),
    ),
    tours=(make_tour("first"), make_tour("second")),
)


def _ride(tour: str, people: tuple[str, ...], host: str, start: int) -> Ride:
    stop = Stop(host=host, arrive=start, start=start, end=start + 60)
    return Ride(tour=tour, depart=start - 25, back=start + 85, participants=people, stops=(stop,))


PLAN = Plan(
    problem=DAY.name,
    rides=(_ride("first", ("p1", "p2"), "h1", 800), _ride("second", ("p3",), "h2", 800)),
)


def test_a_person_changes_tours_and_the_worth_follows() -> None:
    moved = person_moved(DAY, PLAN, "p2", "first", "second")

    assert violations(DAY, moved) == []
    assert moved.objective == score(DAY, moved).objective
    gain = moved.objective - score(DAY, PLAN).objective
    assert gain == pytest.approx(60)
    assert PLAN.rides[0].participants == ("p1", "p2")


def test_a_group_that_grows_too_large_is_named() -> None:
    moved = person_moved(DAY, PLAN, "p3", "second", "first")

    assert [one.rule for one in violations(DAY, moved)] == ["group_size"]


def test_a_wish_lost_by_hand_is_listed_as_unmet() -> None:
    moved = person_moved(DAY, PLAN, "p1", "first", None)

    assert [(one.participant, one.host, one.reason) for one in moved.unmet] == [
        ("p1", "h1", "not_known")
    ]


def test_a_visit_moves_to_another_tour_after_the_one_that_is_there() -> None:
    moved = visit_moved(DAY, PLAN, "h1", "first", "second")

    assert violations(DAY, moved) == []
    (ride,) = moved.rides
    assert [stop.host for stop in ride.visits] in (["h1", "h2"], ["h2", "h1"])
    assert ride.participants == ("p3",)


def test_a_visit_moves_to_the_time_asked_for() -> None:
    moved = visit_moved(DAY, PLAN, "h1", "first", "first", start=880)

    assert violations(DAY, moved) == []
    assert moved.rides[0].visits[0].start == 880


def test_a_visit_put_outside_the_open_hours_breaks_that_rule_alone() -> None:
    moved = visit_moved(DAY, PLAN, "h1", "first", "first", start=940)

    assert [one.rule for one in violations(DAY, moved)] == ["closed"]


def test_a_visit_gets_the_group_along_on_a_tour_that_made_none() -> None:
    alone = replace(PLAN, rides=PLAN.rides[:1])

    moved = visit_moved(DAY, alone, "h1", "first", "second")

    assert [(ride.tour, ride.participants) for ride in moved.rides] == [("second", ("p1", "p2"))]


def test_a_late_coach_makes_what_it_still_can() -> None:
    both = replace(
        PLAN,
        rides=(
            replace(
                PLAN.rides[0],
                stops=(
                    *PLAN.rides[0].stops,
                    Stop(host="h2", arrive=860, start=860, end=920),
                ),
                back=945,
            ),
        ),
    )
    assert violations(DAY, both) == []

    little = delayed(DAY, both, "first", since=830, minutes=30)
    much = delayed(DAY, both, "first", since=700, minutes=130)

    assert [(stop.host, stop.start) for stop in little.rides[0].visits] == [
        ("h1", 800),
        ("h2", 890),
    ]
    assert violations(DAY, much) == []
    assert [stop.host for ride in much.rides for stop in ride.visits] == ["h2"]
