"""The organiser's way from a search to a published version, on pages."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Role
from app.plans import actions, publishing
from app.plans.models import Pin, PlanRun, PlanVersion, RunKind, RunState
from tests.builders.accounts import make_account
from tests.builders.forums import make_forum
from tests.builders.plans import make_run, small_forum, solved_run
from tests.conftest import SignIn


def test_a_search_is_started_carried_out_and_shown(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = small_forum(session)

    started = as_organiser.post(
        f"/forums/{forum.id}/plans", data={"title": "First", "seconds": "1", "seed": "1"}
    )
    page = as_organiser.get(started.headers["Location"]).text

    run = session.scalars(select(PlanRun)).one()
    assert (started.status_code, run.state, run.attempts) == (303, RunState.FINISHED, 1)
    assert "All rules kept · 4 of 4 first wishes met" in page
    assert 'class="bar-visit"' in page
    assert [person.name for person in forum.participants if person.name not in page] == []


def test_what_is_impossible_is_said_before_any_search(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = make_forum(session)

    refused = as_organiser.post(f"/forums/{forum.id}/plans", data={"title": "Kept as typed"})

    assert refused.status_code == 422
    assert "No host offers a visit yet." in refused.text
    assert 'value="Kept as typed"' in refused.text
    assert session.scalars(select(PlanRun)).all() == []


def test_pins_that_clash_are_refused_with_names_before_any_search(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = small_forum(session)
    person = forum.participants[0]
    for tour in forum.tours:
        as_organiser.post(
            f"/forums/{forum.id}/pins",
            data={"tour_id": str(tour.id), "participant_id": str(person.id)},
        )

    refused = as_organiser.post(f"/forums/{forum.id}/plans", data={"seconds": "1"})

    assert refused.status_code == 422
    assert person.name in refused.text.partition('role="alert"')[2].partition("</div>")[0]
    assert session.scalars(select(PlanRun)).all() == []


def test_a_fifth_search_is_refused_while_four_are_not_over(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = small_forum(session)
    for _ in range(actions.MOST_UNFINISHED):
        make_run(session, forum)

    refused = as_organiser.post(f"/forums/{forum.id}/plans", data={"seconds": "1"})

    assert refused.status_code == 409
    assert "three wait already" in refused.text


def test_a_waiting_search_is_followed_and_told_to_stop(
    as_organiser: FlaskClient, session: Session
) -> None:
    run = make_run(session, small_forum(session))

    page = as_organiser.get(f"/plans/{run.id}").text
    part = as_organiser.get(f"/plans/{run.id}/progress", headers={"HX-Request": "true"})
    as_organiser.post(f"/plans/{run.id}/stop")
    session.refresh(run)

    assert f'hx-sse:connect="/plans/{run.id}/stream"' in page
    assert "HX-Refresh" not in part.headers
    assert run.stop_requested


def test_the_stream_of_a_search_that_is_over_ends(
    as_organiser: FlaskClient, session: Session
) -> None:
    run = solved_run(session, small_forum(session))

    stream = as_organiser.get(f"/plans/{run.id}/stream", buffered=True)

    assert stream.content_type.startswith("text/event-stream")
    events = stream.text.strip().split("\n\n")
    assert all(line.startswith("data: ") for line in events[0].splitlines())
    assert "All rules kept" in events[0]
    assert events[1:] == ["event: close\ndata: over"]


def test_a_search_that_failed_says_why_and_can_be_tried_again(
    as_organiser: FlaskClient, session: Session
) -> None:
    run = make_run(session, small_forum(session))
    run.state, run.failure, run.attempts = RunState.FAILED, "workers_lost", 3
    session.commit()

    page = as_organiser.get(f"/plans/{run.id}").text
    as_organiser.post(f"/plans/{run.id}/retry")
    session.refresh(run)

    assert "were lost three times" in page
    assert (run.state, run.attempts) == (RunState.FINISHED, 1)


def test_files_of_a_run_hold_no_names(as_organiser: FlaskClient, session: Session) -> None:
    forum = small_forum(session)
    run = solved_run(session, forum)
    files = [as_organiser.get(f"/plans/{run.id}/{what}.json") for what in ("problem", "plan")]

    names = [person.name for person in forum.participants]
    assert [file.get_json()["format"] for file in files] == ["netinvet-forum/1", "netinvet-plan/1"]
    assert [name for name in names for file in files if name in file.text] == []


def test_a_tour_is_pinned_and_let_go_with_one_action_each(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = small_forum(session)
    run = solved_run(session, forum)
    assert run.plan is not None
    ride = run.plan["tours"][0]

    as_organiser.post(f"/plans/{run.id}/pins", data={"tour": ride["tour"]})
    as_organiser.post(f"/plans/{run.id}/pins", data={"tour": ride["tour"]})
    pinned = session.scalars(select(Pin)).all()
    as_organiser.post(f"/forums/{forum.id}/tours/{ride['tour'][1:]}/unpin")

    visits = [stop for stop in ride["stops"] if "host" in stop]
    assert len(pinned) == len(visits) + len(ride["participants"])
    assert session.scalars(select(Pin)).all() == []


def test_one_visit_and_one_person_of_a_plan_are_pinned_each_with_one_action(
    as_organiser: FlaskClient, session: Session
) -> None:
    run = solved_run(session, small_forum(session))
    assert run.plan is not None
    ride = run.plan["tours"][0]
    host = next(stop["host"] for stop in ride["stops"] if "host" in stop)

    for kept in ({"host": host}, {"participant": ride["participants"][0]}):
        answer = as_organiser.post(f"/plans/{run.id}/pins", data={"tour": ride["tour"], **kept})
        assert answer.status_code == 303
    unknown = as_organiser.post(f"/plans/{run.id}/pins", data={"tour": "t0"})
    pins = session.scalars(select(Pin).order_by(Pin.id)).all()

    assert unknown.status_code == 404
    assert [(f"v{pin.visit_offer_id}", f"p{pin.participant_id}") for pin in pins] == [
        (host, "pNone"),
        ("vNone", ride["participants"][0]),
    ]
    assert as_organiser.get(f"/plans/{run.id}").text.count('aria-pressed="true"') == 2


def test_pins_hold_in_the_next_search(as_organiser: FlaskClient, session: Session) -> None:
    forum = small_forum(session)
    small = forum.tours[1]
    as_organiser.post(
        f"/forums/{forum.id}/pins",
        data={"tour_id": str(small.id), "participant_id": str(forum.participants[0].id)},
    )

    run = solved_run(session, forum)

    assert run.plan is not None
    carrying = {ride["tour"]: ride["participants"] for ride in run.plan["tours"]}
    assert f"p{forum.participants[0].id}" in carrying[f"t{small.id}"]


def test_a_plan_is_published_after_a_look_at_whom_it_concerns(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = small_forum(session)
    run = solved_run(session, forum)

    preview = as_organiser.get(f"/plans/{run.id}/publish").text
    published = as_organiser.post(f"/plans/{run.id}/publish", data={"note": "See you soon"})
    page = as_organiser.get(published.headers["Location"]).text

    assert "4 people learn of their days for the first time." in preview
    assert published.status_code == 303
    assert "See you soon" in page
    assert page.count("not yet") == 4


def test_changed_inputs_are_named_and_nothing_is_published(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = small_forum(session)
    run = solved_run(session, forum)
    forum.visit_offers[0].maximum_group = 3
    session.commit()

    refused = as_organiser.post(f"/plans/{run.id}/publish", data={})

    assert refused.status_code == 409
    assert "has changed: largest group." in refused.text
    assert session.scalars(select(PlanVersion)).all() == []


def test_an_earlier_version_is_published_again(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = small_forum(session)
    run = solved_run(session, forum)
    for _ in range(2):
        publishing.publish(session, "account:1", run.id, "")
    session.commit()

    back = as_organiser.post(f"/forums/{forum.id}/versions/1/restore", data={"note": "Back"})
    again = as_organiser.post(f"/forums/{forum.id}/versions/3/restore", data={})

    assert back.headers["Location"].endswith("/versions/3")
    assert again.status_code == 409


def test_two_searches_are_compared(as_organiser: FlaskClient, session: Session) -> None:
    forum = small_forum(session)
    first = solved_run(session, forum)
    forum.participants[0].departs_at = forum.tours[0].latest_at.replace(hour=8)
    session.commit()
    second = solved_run(session, forum)

    page = as_organiser.get(f"/plans/{first.id}/against/{second.id}").text

    assert re.findall(r"<h3>(.*?) <small", page) == [forum.participants[0].name]


def test_a_planner_searches_and_does_not_publish(session: Session, sign_in: SignIn) -> None:
    planner = sign_in(make_account(session, role=Role.PLANNER))
    run = solved_run(session, small_forum(session))

    assert planner.get(f"/plans/{run.id}").status_code == 200
    assert planner.post(f"/plans/{run.id}/publish").status_code == 403


def test_a_search_that_keeps_to_the_published_plan_changes_only_whom_it_must(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = small_forum(session)
    run = solved_run(session, forum)
    publishing.publish(session, "account:1", run.id, "")
    forum.participants[0].withdrawn_at = run.created_at
    session.commit()

    started = as_organiser.post(
        f"/forums/{forum.id}/plans",
        data={"seconds": "1", "keeps_published": "yes", "most_people_changed": "0"},
    )
    again = session.scalars(select(PlanRun).order_by(PlanRun.id.desc())).first()
    assert again is not None
    changes = publishing.changes_by(
        session, forum.id, {"problem": again.problem, "plan": again.plan}
    )

    assert started.status_code == 303
    assert (again.kind, again.state) == (RunKind.REPLAN, RunState.FINISHED)
    assert [change.participant for change in changes] == [f"p{forum.participants[0].id}"]
