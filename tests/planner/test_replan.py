"""After an event: what stands stands, few people change, and each is told what."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner import (
    InvalidProblem,
    Limits,
    Pin,
    Plan,
    Problem,
    Span,
    people_changed,
    plan_text,
    problem_text,
    score,
    solve,
    violations,
    visits_by_person,
)
from planner.events import Event, HostWithdraws, PersonArrives, PersonLeaves, TourFails, after
from planner.latecomers import best_places
from planner.replan import PersonChange, changes, replan, trade_offs
from tests.planner.examples import make_host, make_person, make_problem, make_tour
from tests.planner.judge import rules_broken
from tests.planner.strategies import QUICK, fresh_problems, pins_of

DAY = make_problem(
    hosts=(
        make_host("h1", open=(Span(780, 960),), max_group=2),
        make_host("h2", open=(Span(780, 960),)),
        make_host("h3", open=(Span(540, 720),)),
    ),
    participants=tuple(
        make_person(f"p{i}", value={"h1": 50 + i, "h2": 40, "h3": 30}) for i in range(4)
    ),
    tours=(
        make_tour("noon", seats=2),
        make_tour("noon2", seats=2),
        make_tour("early", earliest=480, latest=740),
    ),
)


def first_plan() -> Plan:
    return solve(DAY, Limits(seconds=2))


def test_after_a_host_withdraws_only_its_visitors_change() -> None:
    before = first_plan()
    problem = after(DAY, before, HostWithdraws("h3"))

    plan = replan(problem, QUICK)

    assert violations(problem, plan) == []
    assert {change.gained for change in changes(before, plan)} == {()}
    assert {change.lost for change in changes(before, plan)} == {(("h3", 540, "early"),)}


def test_after_a_coach_fails_its_people_ride_another() -> None:
    before = solve(replace(DAY, tours=DAY.tours[:1]), Limits(seconds=2))
    spare = replace(DAY, tours=DAY.tours[:2])

    plan = replan(after(spare, before, TourFails("noon")), QUICK)

    assert visits_by_person(plan) == visits_by_person(before)
    assert [ride.tour for ride in plan.rides] == ["noon2"]


def test_a_visit_before_the_moment_of_withdrawal_still_takes_place() -> None:
    before = first_plan()
    problem = after(DAY, before, HostWithdraws("h3", since=700), freeze_before=700)

    assert changes(before, replan(problem, QUICK)) == []


def test_a_person_who_falls_ill_is_on_no_tour() -> None:
    problem = after(DAY, first_plan(), PersonLeaves("p0"))

    assert "p0" not in visits_by_person(replan(problem, QUICK))


def test_a_person_who_arrives_late_keeps_what_is_later() -> None:
    before = first_plan()
    problem = after(DAY, before, PersonArrives("p0", at=745))

    plan = replan(problem, QUICK)

    lost = (("h3", 540, "early"),)
    assert PersonChange("p0", lost, ()) in changes(before, plan)


def test_pins_that_an_event_breaks_are_dropped_and_others_stay() -> None:
    pins = (Pin(tour="noon", host="h1"), Pin(tour="noon", host="h2"), Pin(tour="early", host="h1"))
    pinned = replace(DAY, pins=pins)

    assert after(pinned, first_plan(), HostWithdraws("h1")).pins == pins[1:2]
    assert after(pinned, first_plan(), TourFails("early")).pins == pins[:2]


@pytest.mark.parametrize(
    "event",
    [HostWithdraws("x"), TourFails("x"), PersonLeaves("x"), PersonArrives("x", at=5)],
)
def test_an_unknown_id_is_refused(event: Event) -> None:
    with pytest.raises(KeyError):
        after(DAY, first_plan(), event)


def test_trade_offs_go_from_the_fewest_changes_to_the_best_plan() -> None:
    before = first_plan()
    better = replace(
        DAY, hosts=(*DAY.hosts[:1], replace(DAY.hosts[1], open=(Span(900, 1020),)), DAY.hosts[2])
    )

    points = trade_offs(after(better, before, HostWithdraws("h1")))

    numbers = [(point.people_changed, point.worth) for point in points]
    assert numbers == sorted(numbers)
    assert len({worth for _, worth in numbers}) == len(numbers) >= 1


def test_trade_offs_weigh_people_changed_against_worth_in_three_points_or_more() -> None:
    poor = solve(replace(DAY, tours=DAY.tours[2:]), Limits(seconds=2))

    points = trade_offs(replace(DAY, previous=poor))

    numbers = [(point.people_changed, point.worth) for point in points]
    assert len(numbers) >= 3
    for fewer, more in pairwise(numbers):
        assert fewer[0] < more[0]
        assert fewer[1] < more[1]


def test_trade_offs_without_a_previous_plan_are_refused() -> None:
    with pytest.raises(ValueError, match="previous plan"):
        trade_offs(DAY)


def test_a_latecomer_joins_where_a_seat_is_free() -> None:
    late = make_person("late", value={"h1": 90, "h3": 20})
    problem = replace(DAY, participants=(*DAY.participants, late))

    places = best_places(problem, first_plan(), "late")

    found = [(place.tour, place.gain, place.displaced, place.cost_to_others) for place in places]
    assert ("early", 20.0, (), 0.0) in found
    assert all(violations(problem, place.plan) == [] for place in places)


@st.composite
def events(draw: st.DrawFn) -> tuple[Problem, Plan, Event]:
    problem = draw(fresh_problems())
    plan = solve(problem, QUICK)
    assume(plan.rides)
    possible: list[Event] = [
        *(HostWithdraws(host.id) for host in problem.hosts),
        *(TourFails(tour.id) for tour in problem.tours),
        *(PersonLeaves(person.id) for person in problem.participants),
        *(PersonArrives(person.id, 700) for person in problem.participants),
    ]
    return problem, plan, draw(st.sampled_from(possible))


@given(events(), st.none() | st.integers(0, 2))
@settings(max_examples=20, deadline=None)
def test_every_answer_keeps_the_rules_and_the_limits(
    drawn: tuple[Problem, Plan, Event], most: int | None
) -> None:
    old, before, event = drawn
    problem = after(old, before, event, max_people_changed=most)
    try:
        plan = replan(problem, QUICK)
    except InvalidProblem:
        assert most is not None
        return
    assert violations(problem, plan) == []
    assert plan.objective == pytest.approx(score(problem, plan).objective, abs=1e-4)
    told = {change.participant for change in changes(before, plan)}
    assert told >= set(people_changed(problem, plan))


@pytest.mark.slow
@given(events(), st.data())
@settings(max_examples=200)
def test_pins_of_every_kind_hold_after_any_event(
    drawn: tuple[Problem, Plan, Event], data: st.DataObject
) -> None:
    old, before, event = drawn
    pins = tuple(pin for ride in before.rides for pin in data.draw(pins_of(ride)))
    problem = after(replace(old, pins=pins), before, event)
    assume(problem.pins)
    try:
        plan = replan(problem, QUICK)
    except InvalidProblem:
        return  # then no pin can be kept together with the event
    files = json.loads(problem_text(problem)), json.loads(plan_text(plan, problem))
    assert rules_broken(*files) == []


@given(events())
@settings(max_examples=15, deadline=None)
def test_no_trade_off_is_worse_than_another_in_both(drawn: tuple[Problem, Plan, Event]) -> None:
    old, before, event = drawn
    problem = after(old, before, event)

    points = trade_offs(problem)

    free = replace(problem, weights=replace(problem.weights, change_per_person=0))
    for point in points:
        assert violations(free, point.plan) == []
        assert point.people_changed == len(people_changed(free, point.plan))
        assert point.worth == pytest.approx(score(free, point.plan).objective, abs=1e-4)
    for fewer, more in pairwise(points):
        assert fewer.people_changed < more.people_changed
        assert fewer.worth < more.worth


@given(events(), st.integers(0, 4))
@settings(max_examples=20, deadline=None)
def test_every_place_for_a_latecomer_is_worth_what_it_says(
    drawn: tuple[Problem, Plan, Event], number: int
) -> None:
    known, plan, _ = drawn
    late = replace(known.participants[number % len(known.participants)], id="late")
    problem = replace(known, participants=(*known.participants, late))

    places = best_places(problem, plan, "late")

    base = score(problem, plan).objective
    for place in places:
        assert violations(problem, place.plan) == []
        worth = score(problem, place.plan).objective
        assert worth - base == pytest.approx(place.gain - place.cost_to_others, abs=1e-4)
