"""What-if copies: the original stays byte for byte; adopting one makes its plan publishable."""

import json
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.errors import Conflict
from app.forums.models import Forum
from app.plans import ids, names, publishing
from app.plans.drafts import changes, what_if
from app.plans.drafts.changes import Change, ChangeKind
from app.plans.models import PlanRun, RunKind, RunState
from tests.builders.accounts import make_account
from tests.builders.forums import make_forum, make_participant, make_tour, make_visit_offer
from tests.builders.plans import carried_out, solved_run
from tests.conftest import SignIn


def _tight_forum(session: Session) -> Forum:
    """Make a forum whose only host takes two of the three people who must go."""
    forum = make_forum(session)
    offer = make_visit_offer(session, forum, maximum_group=2)
    people = [make_participant(session, forum, must=(offer,)) for _ in range(3)]
    people[2].wishes[0].value = 10
    make_tour(session, forum)
    session.refresh(forum)
    return forum


def _wanted(forum: Forum, kind: ChangeKind = ChangeKind.LARGER_GROUP, amount: int = 1) -> dict:  # type: ignore[type-arg]  # a form's values
    party = ids.of_visit_offer(forum.visit_offers[0].id)
    if kind in (ChangeKind.WITHOUT_TOUR, ChangeKind.ANOTHER_TOUR):
        party = ids.of_tour(forum.tours[0].id)
    return {"kind": kind, "party": party, "amount": amount}


def test_a_remedy_is_tried_with_one_press_and_the_original_stays(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = _tight_forum(session)
    run = solved_run(session, forum)
    before = json.dumps([run.problem, run.plan])
    page = as_organiser.get(f"/plans/{run.id}").text
    fields = dict(
        re.findall(r'name="(party|kind|amount)" value="([^"]+)"', page.partition("Remedy")[2])
    )

    answer = as_organiser.post(f"/plans/{run.id}/what-if", data=fields)

    copy = session.query(PlanRun).filter_by(kind=RunKind.WHAT_IF).one()
    session.refresh(run)
    assert answer.headers["Location"] == f"/plans/{copy.id}"
    assert json.dumps([run.problem, run.plan]) == before
    assert (copy.state, copy.parent_id) == (RunState.FINISHED, run.id)
    assert copy.plan is not None
    assert copy.plan["unmet"] == []
    compared = as_organiser.get(f"/plans/{run.id}/against/{copy.id}").text
    assert "2 of 3" in compared
    assert "3 of 3" in compared
    assert "Adopt" in compared


@pytest.mark.parametrize("kind", [ChangeKind.LARGER_GROUP, ChangeKind.ANOTHER_TOUR])
def test_a_copy_can_be_published_once_it_is_adopted_and_not_before(
    session: Session, kind: ChangeKind
) -> None:
    forum = _tight_forum(session)
    run = solved_run(session, forum)
    copy = carried_out(session, what_if.start(session, "account:1", run, _wanted(forum, kind)))

    with pytest.raises(Conflict):
        publishing.publish(session, "account:1", copy.id, "")
    what_if.adopt(session, "account:1", copy)
    version = publishing.publish(session, "account:1", copy.id, "")

    assert version.number == 1
    with pytest.raises(Conflict, match="already"):
        what_if.adopt(session, "account:1", copy)


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_change_is_said_with_the_name_it_concerns(
    session: Session, kind: ChangeKind
) -> None:
    forum = _tight_forum(session)
    rows = {"v": forum.visit_offers[0], "t": forum.tours[0], "p": forum.participants[0]}
    letter = {"hosts": "v", "tours": "t", "participants": "p"}[changes._ALTERED[kind][0]]  # noqa: SLF001 -- every kind, as it is kept
    party = f"{letter}{rows[letter].id}"
    known = names.of_forum(session, forum)

    said = changes.sentence(Change(kind=kind, party=party, amount=30), known)

    assert known[party] in said


def test_a_change_that_makes_no_sense_is_refused_with_the_reason(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = _tight_forum(session)
    run = solved_run(session, forum)
    wanted = {"kind": "smaller_group", "party": _wanted(forum)["party"], "amount": "40"}

    assert as_organiser.post(f"/plans/{run.id}/what-if", data=wanted).status_code == 422
    stray = as_organiser.post(f"/plans/{run.id}/what-if", data=wanted | {"party": "v9999"})
    assert stray.status_code == 404


def test_a_draft_is_dropped_and_a_search_is_not(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = _tight_forum(session)
    run = solved_run(session, forum)
    copy = carried_out(session, what_if.start(session, "account:1", run, _wanted(forum)))

    number = copy.id
    gone = as_organiser.post(f"/plans/{number}/drop")
    kept = as_organiser.post(f"/plans/{run.id}/drop")

    assert gone.headers["Location"] == f"/plans/{run.id}"
    assert as_organiser.get(f"/plans/{number}").status_code == 404
    assert kept.status_code == 409


def test_the_api_tries_adopts_and_drops_alike(
    client: FlaskClient,
    session: Session,
    api_token: Callable[[Account], dict[str, str]],
) -> None:
    forum = _tight_forum(session)
    run = solved_run(session, forum)
    headers = api_token(make_account(session, role=Role.ORGANISER))
    wanted = _wanted(forum) | {"kind": "more_visits"}

    started = client.post(f"/api/v1/plan-runs/{run.id}/what-if", json=wanted, headers=headers)
    copy = started.json or {}
    adopted = client.post(f"/api/v1/plan-runs/{copy['id']}/adopt", headers=headers)
    dropped = client.delete(f"/api/v1/plan-runs/{copy['id']}", headers=headers)
    shares = client.get(f"/api/v1/plan-runs/{run.id}/schools", headers=headers).json or []

    assert (started.status_code, adopted.status_code, dropped.status_code) == (202, 200, 204)
    session.refresh(forum.visit_offers[0])
    assert forum.visit_offers[0].maximum_visits == 2
    assert [share["met"] for share in shares] == sorted(share["met"] for share in shares)


def test_a_planner_may_try_but_a_school_may_not(session: Session, sign_in: SignIn) -> None:
    run = solved_run(session, _tight_forum(session))
    school = sign_in(make_account(session, role=Role.SCHOOL))

    assert school.post(f"/plans/{run.id}/what-if", data={}).status_code == 403
