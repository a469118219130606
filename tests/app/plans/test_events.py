"""On the day: three taps, a proposal near what is published, only those concerned are told."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.errors import Conflict
from app.forums.models import Forum
from app.messages.models import Message
from app.plans import ids, publishing, queries
from app.plans.events import answers
from app.plans.events.kinds import EventKind
from app.plans.models import PlanRun, RunKind, RunState
from tests.builders.accounts import make_account
from tests.builders.forums import at, make_forum, make_participant, make_tour, make_visit_offer
from tests.builders.plans import carried_out, solved_run
from tests.conftest import SignIn

EARLY = at("07:00")
MIDDAY = at("12:30")


def _published(session: Session) -> Forum:
    """Publish a day on which one coach visits a host in the morning and one in the afternoon."""
    forum = make_forum(session)
    offers = [
        make_visit_offer(session, forum, spans=((at("09:00"), at("11:00")),)),
        make_visit_offer(session, forum, spans=((at("13:00"), at("17:00")),), maximum_visits=2),
        make_visit_offer(session, forum, spans=((at("13:00"), at("17:00")),), maximum_visits=2),
    ]
    for number in range(3):
        make_participant(
            session,
            forum,
            must=(offers[0],),
            want=(offers[1],),
            email=f"person{number}@example.org",
        )
    make_tour(session, forum, earliest=at("08:00"), latest=at("18:00"))
    session.refresh(forum)
    run = solved_run(session, forum)
    publishing.publish(session, "account:1", run.id, "")
    session.commit()
    return forum


@pytest.fixture(autouse=True)
def early() -> Iterator[None]:
    """Let every test begin in the morning of the visits, before anybody has left."""
    with time_machine.travel(EARLY):
        yield


@pytest.fixture
def forum(session: Session) -> Forum:
    with time_machine.travel(EARLY - timedelta(days=1), tick=False):
        found = _published(session)
    assert {stop["host"] for stop in _stops(session, found)} == {
        ids.of_visit_offer(offer.id) for offer in found.visit_offers[:2]
    }
    return found


def _stops(session: Session, forum: Forum) -> list[dict]:  # type: ignore[type-arg]  # the planner's JSON
    version = queries.current_version(session, forum.id)
    assert version is not None
    return [stop for ride in version.plan["tours"] for stop in ride["stops"] if "host" in stop]


def _report(
    session: Session, forum: Forum, kind: EventKind, subject: str, **more: object
) -> PlanRun:
    wanted = {"kind": kind, "subject": subject, "at": None, "minutes": 30, "tour": ""} | more
    run = answers.report(session, "account:1", forum.id, wanted)
    return carried_out(session, run)


def _visited(run: PlanRun) -> set[str]:
    assert run.plan is not None
    return {stop["host"] for ride in run.plan["tours"] for stop in ride["stops"]}


def test_a_withdrawal_is_three_taps_away_and_answered_with_who_it_concerns(
    as_organiser: FlaskClient, session: Session, forum: Forum
) -> None:
    host = forum.visit_offers[1]
    first = as_organiser.get(f"/forums/{forum.id}/events").text
    whom = re.search(r'href="(/forums/\d+/events/host_withdraws)"', first)
    assert whom
    second = as_organiser.get(whom[1]).text
    confirm = f"{whom[1]}/{ids.of_visit_offer(host.id)}"
    assert f'href="{confirm}"' in second
    assert "receives nobody any more" in as_organiser.get(confirm).text
    wanted = {"kind": "host_withdraws", "subject": ids.of_visit_offer(host.id)}
    answer = as_organiser.post(f"/forums/{forum.id}/events", data=wanted)
    page = as_organiser.get(answer.headers["Location"]).text

    run = session.scalars(select(PlanRun).where(PlanRun.kind == RunKind.REPLAN)).one()
    assert run.state is RunState.FINISHED
    assert ids.of_visit_offer(host.id) not in _visited(run)
    assert "Who it concerns: published → this plan" in page
    assert all(person.name in page for person in forum.participants)
    assert (
        len(session.scalars(select(Message).where(Message.kind == "itinerary_changed")).all()) == 3
    )


def test_what_has_begun_stays_when_a_host_withdraws_at_noon(
    session: Session, forum: Forum
) -> None:
    morning, noon = (ids.of_visit_offer(offer.id) for offer in forum.visit_offers[:2])
    with time_machine.travel(MIDDAY):
        first = _report(session, forum, EventKind.HOST_WITHDRAWS, morning)
        assert morning in _visited(first)
        second = _report(session, forum, EventKind.HOST_WITHDRAWS, noon)

    assert morning in _visited(second)
    assert noon not in _visited(second)


def test_a_coach_that_fails_under_way_makes_no_further_visit(
    session: Session, forum: Forum
) -> None:
    morning = ids.of_visit_offer(forum.visit_offers[0].id)
    with time_machine.travel(MIDDAY):
        run = _report(session, forum, EventKind.COACH_FAILS, ids.of_tour(forum.tours[0].id))

    assert _visited(run) == {morning}


def test_a_coach_that_is_late_under_way_gives_a_draft_at_once(
    session: Session, forum: Forum
) -> None:
    before = {stop["host"]: stop["start"] for stop in _stops(session, forum)}
    noon = ids.of_visit_offer(forum.visit_offers[1].id)
    with time_machine.travel(MIDDAY):
        wanted = {
            "kind": EventKind.COACH_LATE,
            "subject": ids.of_tour(forum.tours[0].id),
            "at": None,
            "minutes": 180,
            "tour": "",
        }
        run = answers.report(session, "account:1", forum.id, wanted)

    assert (run.kind, run.state) == (RunKind.BY_HAND, RunState.FINISHED)
    assert run.plan is not None
    after = {stop["host"]: stop["start"] for ride in run.plan["tours"] for stop in ride["stops"]}
    assert datetime.fromisoformat(after[noon]) > datetime.fromisoformat(before[noon])
    assert len(after) == len(before)


def test_a_coach_that_is_late_from_the_start_is_planned_again(
    session: Session, forum: Forum
) -> None:
    tour = ids.of_tour(forum.tours[0].id)
    run = _report(session, forum, EventKind.COACH_LATE, tour, minutes=240)

    morning = ids.of_visit_offer(forum.visit_offers[0].id)
    assert run.state is RunState.FINISHED
    assert morning not in _visited(run)


def test_somebody_missing_frees_their_place_and_the_others_keep_theirs(
    session: Session, forum: Forum
) -> None:
    gone = forum.participants[0]
    run = _report(session, forum, EventKind.PERSON_MISSING, ids.of_participant(gone.id))
    version = publishing.publish(session, "account:1", run.id, "One of us is ill")
    told = session.scalars(
        select(Message).where(Message.dedupe_key.startswith(f"plan-version:{version.id}:"))
    ).all()

    assert told == []
    assert run.plan is not None
    assert all(
        ids.of_participant(gone.id) not in ride["participants"] for ride in run.plan["tours"]
    )


def test_a_latecomer_takes_one_of_the_best_places(
    as_organiser: FlaskClient, session: Session, forum: Forum
) -> None:
    late = make_participant(session, forum, want=(forum.visit_offers[1],))
    person = ids.of_participant(late.id)
    page = as_organiser.get(f"/forums/{forum.id}/events/latecomer/{person}").text
    tour = ids.of_tour(forum.tours[0].id)
    wanted = {"kind": "latecomer", "subject": person, "tour": tour}
    answer = as_organiser.post(f"/forums/{forum.id}/events", data=wanted)

    assert "nobody else changes" in page
    draft = session.scalars(select(PlanRun).where(PlanRun.kind == RunKind.BY_HAND)).one()
    assert answer.headers["Location"] == f"/plans/{draft.id}"
    assert draft.plan is not None
    assert person in draft.plan["tours"][0]["participants"]


def test_a_proposal_is_published_and_repeating_it_tells_nobody(
    session: Session, forum: Forum
) -> None:
    host = ids.of_visit_offer(forum.visit_offers[1].id)
    run = _report(session, forum, EventKind.HOST_WITHDRAWS, host)
    everybody = [ids.of_participant(person.id) for person in forum.participants]
    publishing.publish(session, "account:1", run.id, "The port is closed", everybody)
    told = len(session.scalars(select(Message)).all())
    again = publishing.publish(session, "account:1", run.id, "")
    first = queries.version_by_number(session, forum.id, 1)
    back = publishing.restore(session, "account:1", first.id, "", everybody)

    assert again.number == 3
    assert told == 6
    assert len(session.scalars(select(Message)).all()) == told + 3
    assert back.number == 4


def test_approving_is_another_right_than_reporting(
    session: Session, forum: Forum, sign_in: SignIn
) -> None:
    planner = sign_in(make_account(session, role=Role.PLANNER))
    host = ids.of_visit_offer(forum.visit_offers[1].id)
    done = planner.post(
        f"/forums/{forum.id}/events", data={"kind": "host_withdraws", "subject": host}
    )
    number = done.headers["Location"].rpartition("/")[2]

    assert done.status_code == 303
    assert planner.post(f"/plans/{number}/publish", data={}).status_code == 403


def test_fewer_changes_can_be_chosen_until_the_plan_is_published(
    as_organiser: FlaskClient, session: Session, forum: Forum
) -> None:
    host = ids.of_visit_offer(forum.visit_offers[1].id)
    run = _report(session, forum, EventKind.HOST_WITHDRAWS, host)
    assert run.alternatives
    people = [one["people_changed"] for one in run.alternatives]
    as_organiser.post(f"/plans/{run.id}/choose", data={"alternative": "0"})
    session.refresh(run)

    assert people == sorted(set(people))
    assert run.plan is not None
    assert run.plan["tours"] == run.alternatives[0]["plan"]["tours"]
    assert (
        as_organiser.post(f"/plans/{run.id}/choose", data={"alternative": "9"}).status_code == 404
    )


def test_nothing_happens_on_the_day_before_anything_is_published(session: Session) -> None:
    forum = make_forum(session)
    wanted = {"kind": EventKind.COACH_FAILS, "subject": "t1", "at": None, "minutes": 1, "tour": ""}

    with pytest.raises(Conflict, match="Nothing is published"):
        answers.report(session, "account:1", forum.id, wanted)


def test_the_api_reports_events_and_names_places(
    client: FlaskClient,
    session: Session,
    forum: Forum,
    api_token: Callable[[Account], dict[str, str]],
) -> None:
    headers = api_token(make_account(session, role=Role.ORGANISER))
    late = make_participant(session, forum, want=(forum.visit_offers[1],))
    address = f"/api/v1/forums/{forum.id}/participants/{late.id}/places"
    headers = api_token(make_account(session, role=Role.ORGANISER))
    places = client.get(address, headers=headers).json
    wanted = {"kind": "host_withdraws", "subject": f"v{forum.visit_offers[1].id}"}
    run = client.post(f"/api/v1/forums/{forum.id}/events", json=wanted, headers=headers)
    answers_found = client.get(
        f"/api/v1/plan-runs/{(run.json or {})['id']}/alternatives", headers=headers
    )

    assert [place["displaced"] for place in places or []] == [[]]
    assert run.status_code == 202
    assert any(one["is_chosen"] for one in answers_found.json or [])
