"""Moving by hand: judged at once, never silently broken, kept beside the plan and as pins."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.plans import bridge, ids, publishing
from app.plans.drafts import moves
from app.plans.models import Pin, PlanRun, RunKind
from tests.builders.accounts import make_account
from tests.builders.forums import make_forum, make_participant, make_tour, make_visit_offer
from tests.builders.plans import solved_run


def _run(session: Session) -> PlanRun:
    """Solve a forum with one host for groups of up to three, two tours, three people."""
    forum = make_forum(session)
    offer = make_visit_offer(session, forum, maximum_group=3, maximum_visits=2)
    other = make_visit_offer(session, forum, maximum_group=3, maximum_visits=2)
    for _ in range(3):
        make_participant(session, forum, must=(offer,), want=(other,))
    make_tour(session, forum)
    make_tour(session, forum, seats=2)
    session.refresh(forum)
    return solved_run(session, forum)


def _rides(run: PlanRun) -> list[dict]:  # type: ignore[type-arg]  # the planner's JSON
    assert run.plan is not None
    return run.plan["tours"]


def _taken_off(run: PlanRun) -> dict[str, str]:
    ride = _rides(run)[0]
    return {"subject": ride["participants"][0], "away": ride["tour"], "to": ""}


def test_the_loss_of_a_move_is_said_before_anything_is_kept(
    as_organiser: FlaskClient, session: Session
) -> None:
    run = _run(session)

    page = as_organiser.post(f"/plans/{run.id}/moves/check", data=_taken_off(run)).text
    part = as_organiser.post(
        f"/plans/{run.id}/moves/check", data=_taken_off(run), headers={"X-Part": "verdict"}
    ).text

    assert "The plan loses" in page
    assert "The visits of 1 person change:" in part
    assert "<html" in page
    assert "<html" not in part
    assert session.scalars(select(PlanRun)).all() == [run]


def test_a_move_makes_a_draft_beside_the_plan_and_the_next_changes_the_draft(
    as_organiser: FlaskClient, session: Session
) -> None:
    run = _run(session)
    before = bridge.digest_of(run.plan or {})

    kept = as_organiser.post(f"/plans/{run.id}/moves", data=_taken_off(run))
    draft = session.scalars(select(PlanRun).where(PlanRun.kind == RunKind.BY_HAND)).one()
    again = as_organiser.post(f"/plans/{draft.id}/moves", data=_taken_off(draft))

    session.refresh(run)
    assert bridge.digest_of(run.plan or {}) == before
    assert kept.headers["Location"] == again.headers["Location"] == f"/plans/{draft.id}#by-tour"
    assert draft.objective is not None
    assert run.objective is not None
    assert draft.objective < run.objective
    assert "Wishes unmet (2)" in as_organiser.get(f"/plans/{draft.id}").text


def test_a_move_that_breaks_a_rule_is_said_with_names_and_never_kept(
    as_organiser: FlaskClient, session: Session
) -> None:
    run = _run(session)
    ride = _rides(run)[0]
    stop = next(stop for stop in ride["stops"] if "host" in stop)
    late = stop["start"][:11] + "16:50"
    wanted = {
        "subject": stop["host"],
        "away": ride["tour"],
        "to": ride["tour"],
        "start": late,
    }

    said = as_organiser.post(f"/plans/{run.id}/moves/check", data=wanted).text
    refused = as_organiser.post(f"/plans/{run.id}/moves", data=wanted)

    assert "is not open to visitors then." in said
    assert refused.status_code == 409
    assert "is not open to visitors then." in refused.text
    assert session.scalars(select(PlanRun)).all() == [run]


def test_a_move_on_a_draft_that_somebody_changed_is_refused(
    as_organiser: FlaskClient, session: Session
) -> None:
    run = _run(session)
    wanted = _taken_off(run) | {"seen": "of another state"}

    assert as_organiser.post(f"/plans/{run.id}/moves", data=wanted).status_code == 412
    seen = {"seen": moves.seen(run.plan or {})}
    assert as_organiser.post(f"/plans/{run.id}/moves", data=wanted | seen).status_code == 303


def test_a_move_can_be_kept_as_a_pin_for_the_next_searches(
    as_organiser: FlaskClient, session: Session
) -> None:
    run = _run(session)
    ride = _rides(run)[0]
    stop = next(stop for stop in ride["stops"] if "host" in stop)
    wanted = {"subject": stop["host"], "away": ride["tour"], "to": ride["tour"], "pin": "yes"}

    as_organiser.post(f"/plans/{run.id}/moves", data=wanted)

    pin = session.scalars(select(Pin)).one()
    assert (ids.of_visit_offer(pin.visit_offer_id or 0), ids.of_tour(pin.tour_id)) == (
        stop["host"],
        ride["tour"],
    )
    assert pin.starts_at is not None


def test_a_draft_is_published_like_any_plan(session: Session) -> None:
    run = _run(session)
    wanted = _taken_off(run) | {"start": None, "pin": False, "seen": ""}
    draft = moves.make(session, "account:1", run, wanted)

    version = publishing.publish(session, "account:1", draft.id, "")

    assert version.plan == draft.plan
    follow_up = moves.make(session, "account:1", draft, wanted | _taken_off(draft))
    assert follow_up.id != draft.id


def test_whole_days_and_people_are_pinned_with_one_action_and_let_go_with_one(
    as_organiser: FlaskClient, session: Session
) -> None:
    run = _run(session)
    ride = _rides(run)[0]
    on_days = sum(
        len(one["participants"]) + sum("host" in stop for stop in one["stops"])
        for one in _rides(run)
    )

    as_organiser.post(f"/plans/{run.id}/pins", data={"day": ride["depart"][:10]})
    pins = len(session.scalars(select(Pin)).all())
    as_organiser.post(f"/forums/{run.forum_id}/unpin")
    as_organiser.post(f"/plans/{run.id}/pins", data={"participant": ride["participants"][0]})

    assert pins == on_days
    left = session.scalars(select(Pin)).all()
    assert {ids.of_participant(pin.participant_id or 0) for pin in left} == {
        ride["participants"][0]
    }


def test_the_api_judges_and_keeps_moves_alike(
    client: FlaskClient, session: Session, api_token: Callable[[Account], dict[str, str]]
) -> None:
    run = _run(session)
    headers = api_token(make_account(session, role=Role.PLANNER))
    address = f"/api/v1/plan-runs/{run.id}/moves"

    verdict = client.post(f"{address}/check", json=_taken_off(run), headers=headers).json or {}
    kept = client.post(address, json=_taken_off(run), headers=headers)
    stray = client.post(address, json=_taken_off(run) | {"to": "t99999"}, headers=headers)

    assert verdict["is_allowed"]
    assert verdict["gain"] < 0
    assert kept.status_code == 201
    assert (kept.json or {})["kind"] == "by_hand"
    assert stray.status_code == 404
