"""What is impossible or suspicious is named before any search."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from planner import MatrixTravel, Pin, Place, Problem, Rest, Session, Span, problem_text, solve
from planner.precheck import Weight, precheck
from planner.search.model import build
from planner.search.routes import slots
from tests.planner.examples import afternoon, make_host, make_person, make_problem, make_tour
from tests.planner.strategies import QUICK, fresh_problems

LATE = Span(1200, 1300)
TALK = Session(id="talk", title="Talk", start=700, end=1100, place="hotel")
SLOW = MatrixTravel(((0, 25), (400, 0)), ((0.0, 18.0), (18.0, 0.0)))


def person(**changes: object) -> Problem:
    return make_problem(participants=(make_person("p1", **({"value": {"h1": 80}} | changes)),))


def host(**changes: object) -> Problem:
    return make_problem(hosts=(make_host("h1", **changes),))


PLANTED = [
    ("host_out_of_reach", ("h1",), host(open=(LATE,))),
    ("window_too_short", ("h1",), host(open=(Span(780, 830),))),
    ("group_larger_than_tours", ("h1",), host(min_group=9, max_group=12)),
    ("group_larger_than_people", ("h1",), host(min_group=2)),
    ("tour_reaches_nobody", ("bus",), make_problem(tours=(make_tour("bus", latest=800),))),
    ("no_tours", ("one afternoon",), make_problem(tours=())),
    ("person_without_tour", ("p1",), person(available=(LATE,))),
    ("must_out_of_reach", ("p1", "h2"), make_problem(
        hosts=(make_host("h1"), make_host("h2", open=(LATE,))),
        participants=(make_person("p1", must=("h2",)),),
    )),
    ("must_and_avoid", ("$.participants[0].must[0]",), person(
        must=("h1",), avoid=frozenset({"h1"}),
    )),
    ("too_many_visits_asked", ("p1",), person(min_visits=2)),
    ("person_without_tour", ("p1",), make_problem(sessions=(TALK,))),
    ("session_outside_availability", ("p1", "talk"), replace(
        person(available=(Span(720, 1080),)),
        sessions=(replace(TALK, start=1000, end=1100),),
    )),
    ("pin_out_of_reach", ("bus", "h1"), make_problem(
        travel={"road": SLOW}, pins=(Pin(tour="bus", host="h1"),),
    )),
    ("pin_outside_availability", ("bus", "p1"), replace(
        person(available=(LATE,)), pins=(Pin(tour="bus", participant="p1"),),
    )),
    ("some_window_too_short", ("h1",), host(open=(Span(600, 620), Span(780, 960)))),
    ("no_visits_allowed", ("h1",), host(max_visits=0)),
    ("no_seats", ("van",), make_problem(tours=(make_tour("bus"), make_tour("van", seats=0)))),
    ("person_twice", ("p1", "p2"), make_problem(
        participants=(
            replace(make_person("p1", value={"h1": 80}), name="A teacher"),
            replace(make_person("p2", value={"h1": 80}), name="A teacher"),
        ),
    )),
    ("no_wishes", ("p1",), person(value={})),
    ("far_away", ("port",), make_problem(
        places=(Place("hotel", "Hotel", 60.2, 24.9), Place("port", "Port", 0.0, 0.0)),
    )),
    ("too_fast", ("road", "hotel", "port"), make_problem(
        travel={"road": MatrixTravel(((0, 5), (25, 0)), ((0.0, 18.0), (18.0, 0.0)))},
    )),
]  # fmt: skip


@pytest.mark.parametrize(("code", "subjects", "problem"), PLANTED)
def test_a_planted_fault_is_named(code: str, subjects: tuple[str, ...], problem: Problem) -> None:
    assert (code, subjects) in [(notice.code, notice.subjects) for notice in precheck(problem)]


@pytest.mark.parametrize("problem", [problem for _, _, problem in PLANTED])
def test_every_notice_leads_to_its_place_in_the_file(problem: Problem) -> None:
    notices = precheck(problem)

    assert notices
    for notice in notices:
        found = json.loads(problem_text(problem))
        for key, number in re.findall(r"\.(\w+)|\[(\d+)\]", notice.path.removeprefix("$")):
            found = found[key] if key else found[int(number)]


def test_a_sound_problem_has_no_notice() -> None:
    assert precheck(afternoon()) == []


def test_every_notice_is_a_sentence_with_its_figures() -> None:
    (notice,) = precheck(host(min_group=2))

    assert notice.text == "h1 wants at least 2 people; only 1 could come on one tour."
    assert (notice.weight, notice.parameters) == (Weight.IMPOSSIBLE, {"least": 2, "people": 1})


def test_a_break_may_lie_before_or_after_the_visit() -> None:
    noon = Rest(earliest=720, latest=780, duration_min=60)
    evening = Rest(earliest=1000, latest=1060, duration_min=60)
    never = Rest(earliest=800, latest=860, duration_min=60)
    short = make_host("h1", open=(Span(810, 870),))

    for rest, codes in ((noon, []), (evening, []), (never, ["host_out_of_reach"])):
        problem = make_problem(hosts=(short,), tours=(make_tour("bus", rest=rest),))
        assert [n.code for n in precheck(problem) if n.subjects == ("h1",)] == codes


@given(fresh_problems())
@settings(max_examples=60, deadline=None)
def test_what_is_called_impossible_is_in_no_plan(problem: Problem) -> None:
    notices = [notice for notice in precheck(problem) if notice.weight is Weight.IMPOSSIBLE]

    plan = solve(problem, QUICK)

    met = {
        (person, stop.host)
        for ride in plan.rides
        for person in ride.participants
        for stop in ride.visits
    }
    for notice in notices:
        if notice.code == "must_out_of_reach":
            assert notice.subjects not in met
        if notice.code in ("host_out_of_reach", "window_too_short", "group_larger_than_tours"):
            assert notice.subjects[0] not in {host for _, host in met}
        if notice.code == "person_without_tour":
            assert notice.subjects[0] not in {person for person, _ in met}


@given(fresh_problems())
@settings(max_examples=60, deadline=None)
def test_a_host_of_no_route_is_always_named(problem: Problem) -> None:
    model = build(problem)
    routed = {
        model.options[o].host for slot in slots(model) for r in slot.routes for o in r.options
    }
    named = {subject for notice in precheck(problem) for subject in notice.subjects}

    welcoming = {h.id for h in problem.hosts if h.max_visits and h.max_group}
    lost = {h.id for i, h in enumerate(problem.hosts) if i not in routed and problem.tours}
    lost &= welcoming

    assert not _plain(problem) or lost <= named


def _plain(problem: Problem) -> bool:
    """Say whether travel obeys the triangle inequality, so that a direct way is the shortest."""
    travels = [how for how in problem.travel.values() if isinstance(how, MatrixTravel)]
    size = range(len(problem.places))
    return all(
        how.minutes[a][c] <= how.minutes[a][b] + how.minutes[b][c]
        for how in travels
        for a, b, c in ((a, b, c) for a in size for b in size for c in size)
    )
