"""What wants attention today is listed with its rows, for whoever may act on it."""

from collections.abc import Callable
from datetime import date, timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.consortia import membership
from app.messages import actions as messages
from app.messages.models import MessageState
from app.mobilities.models import Step, StepKind
from app.organisations.models import Charter, CharterKind
from app.partnerships.models import Partnership, Placement, PlacementState, Stage
from app.plans.models import PlanRun, RunState
from app.today.matters import MatterKind, matters
from tests.builders.accounts import make_account
from tests.builders.consortia import make_consortium
from tests.builders.forums import make_forum
from tests.builders.mobilities import make_mobility
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import make_need, make_offer

Token = Callable[[Account], dict[str, str]]
SignIn = Callable[[Account], FlaskClient]
TODAY = date(2027, 2, 1)
"""A month before the usual mobility of the builders, months before the usual forum."""
YESTERDAY = TODAY - timedelta(days=1)


def found(session: Session, kind: MatterKind) -> list[str]:
    session.commit()
    return [
        item.text
        for matter in matters(session, TODAY)
        if matter.kind is kind
        for item in matter.items
    ]


def test_a_day_without_work_says_so(session: Session, as_organiser: FlaskClient) -> None:
    assert matters(session, TODAY) == []
    assert "Nothing: everybody has answered" in as_organiser.get("/today").text


def test_a_failed_search_is_listed_until_another_follows(session: Session) -> None:
    forum = make_forum(session)
    usual = {
        "forum": forum,
        "seconds": 5,
        "problem": {},
        "inputs_digest": "",
        "created_at": clock.now(),
    }
    session.add(PlanRun(**usual, state=RunState.FAILED))

    before = found(session, MatterKind.FAILED_RUNS)
    session.add(PlanRun(**usual, state=RunState.FINISHED))

    assert before == [forum.name]
    assert found(session, MatterKind.FAILED_RUNS) == []


def test_a_step_overdue_before_departure_is_listed_until_it_is_done(session: Session) -> None:
    row = make_mobility(session)
    step = Step(kind=StepKind.TRAVEL_BOOKED, due_on=YESTERDAY)
    row.steps = [step, Step(kind=StepKind.PREPARATION, due_on=TODAY)]

    before = found(session, MatterKind.DEPARTURE_STEPS)
    step.done_on = TODAY

    assert before == [f"{row.sending.name} → Legnica"]
    assert found(session, MatterKind.DEPARTURE_STEPS) == []


def test_a_request_is_listed_after_ten_days_without_an_answer(session: Session) -> None:
    need, offer = make_need(session), make_offer(session)
    row = Placement(
        need=need,
        offer=offer,
        learners=2,
        starts_on=need.starts_on,
        ends_on=need.ends_on,
        requested_at=clock.now() - timedelta(days=9),
        expires_at=clock.now() + timedelta(days=5),
    )
    session.add(row)

    fresh = found(session, MatterKind.UNANSWERED_REQUESTS)
    row.requested_at -= timedelta(days=2)
    old = found(session, MatterKind.UNANSWERED_REQUESTS)
    row.state = PlacementState.ACCEPTED

    assert (fresh, old) == ([], [f"{need.title} → {offer.title}"])
    assert found(session, MatterKind.UNANSWERED_REQUESTS) == []


def test_a_partnership_is_listed_once_its_next_step_is_past_unless_it_sleeps(
    session: Session,
) -> None:
    sending, host = make_organisation(session), make_organisation(session)
    row = Partnership(sending=sending, host=host, next_step_on=TODAY, created_at=clock.now())
    session.add(row)

    due_today = found(session, MatterKind.OVERDUE_STEPS)
    row.next_step_on = YESTERDAY
    overdue = found(session, MatterKind.OVERDUE_STEPS)
    row.stage = Stage.DORMANT

    assert (due_today, overdue) == ([], [f"{sending.name} → {host.name}"])
    assert found(session, MatterKind.OVERDUE_STEPS) == []


def test_a_school_that_asks_to_join_is_listed(session: Session) -> None:
    consortium, school = make_consortium(session), make_organisation(session)

    membership.ask_to_join(session, "account:1", consortium.id, school.id, "Four learners a year")

    assert found(session, MatterKind.JOIN_REQUESTS) == [f"{school.name} → {consortium.name}"]


def test_charters_are_listed_sixty_days_ahead_and_entries_after_a_year(session: Session) -> None:
    near, far, stale = (make_organisation(session) for _ in range(3))
    near.confirmed_at = far.confirmed_at = clock.now()
    stale.confirmed_at = clock.now() - timedelta(days=366)
    for row, days in ((near, 60), (far, 61)):
        row.charters = [
            Charter(
                kind=CharterKind.TRAINING_CENTRE_CHARTER, expires_on=TODAY + timedelta(days=days)
            )
        ]

    assert found(session, MatterKind.EXPIRING_CHARTERS) == [near.name]
    assert found(session, MatterKind.STALE_ENTRIES) == [stale.name]


def test_lost_mails_are_shown_only_to_those_who_may_decide_about_them(
    session: Session, client: FlaskClient, sign_in: SignIn, api_token: Token
) -> None:
    row = messages.write(
        session, to="a@example.org", subject="Your week", body="", kind="x", dedupe_key="x"
    )
    row.state = MessageState.UNSURE
    organiser, planner = (
        make_account(session, role=role) for role in (Role.ORGANISER, Role.PLANNER)
    )

    pages = [sign_in(one).get("/today").text for one in (organiser, planner)]
    answers = [
        client.get("/api/v1/today", headers=api_token(one)).get_json()
        for one in (organiser, planner)
    ]

    assert ["Your week" in page for page in pages] == [True, False]
    assert [[one["kind"] for one in answer] for answer in answers] == [["lost_mails"], []]


def test_the_page_begins_an_organisers_day(session: Session, as_organiser: FlaskClient) -> None:
    forum = make_forum(session)
    session.commit()

    answer = as_organiser.get("/", follow_redirects=True)

    assert answer.request.path == "/today"
    assert forum.name in answer.text
