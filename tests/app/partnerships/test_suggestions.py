"""Suggestions from rows: reasons that add up, obstacles, near misses, vetoes that never leak."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import matching.changes
import matching.eligibility
import matching.sides
from app import clock
from app.accounts.models import Account, Role
from app.organisations.models import CircleMembership, OrganisationKind
from app.partnerships import bridge, entries, wording
from app.partnerships.models import Placement, PlacementState
from tests.builders.accounts import make_account
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import FIRST, YEAR, make_host, make_need, make_offer

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def request_context(app: APIFlask) -> Iterator[None]:
    with app.test_request_context():
        yield


def test_a_need_finds_an_offer_in_another_language(session: Session) -> None:
    need = make_need(session)
    right = make_offer(session)
    make_offer(session, title="kucharz", description="przygotowanie posiłków", language="pl")

    answer = bridge.answer_for(session, need)

    assert answer.suggested[0].offer == right
    assert answer.suggested[0].reasons[0].code.endswith("occupation")


def test_reasons_add_up_to_the_score(session: Session) -> None:
    need = make_need(session, needs_host_family=True)
    for _number in range(3):
        make_offer(session)

    for one in bridge.answer_for(session, need).suggested:
        assert len(one.reasons) <= 6
        assert sum(reason.points for reason in one.reasons) == pytest.approx(one.score, abs=1e-9)


def test_every_offer_is_suggested_or_its_obstacle_counted(session: Session) -> None:
    need = make_need(session)
    make_offer(session)
    make_offer(session, accepts_minors=False)
    make_offer(session, make_host(session, has_charter=False))

    answer = bridge.answer_for(session, need)

    assert len(answer.suggested) == 1
    assert dict(answer.obstacles) == {"minors_not_taken": 1, "not_accredited": 1}
    assert {miss.change for miss in answer.near_misses} == {"host_takes_minors", "host_obtains"}


def test_an_eligible_newcomer_is_seen_although_it_ranks_low(session: Session) -> None:
    need, host = make_need(session), make_host(session)
    for _number in range(25):
        make_offer(session, host)
    poor = make_offer(session, host, title="recepcja", description="obsługa gości")
    seen = False
    for days in range(60):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            shown = bridge.answer_for(session, need).suggested
        assert len(shown) == 20
        assert [one.has_seat for one in shown].count(True) == 2
        seen = seen or poor in [one.offer for one in shown if one.has_seat]

    assert seen


def test_a_changed_offer_is_seen_at_once(session: Session) -> None:
    need, offer = make_need(session), make_offer(session)
    assert len(bridge.answer_for(session, need).suggested) == 1

    offer.accepts_minors = False
    session.commit()

    assert bridge.answer_for(session, need).suggested == []


def test_booked_places_are_not_suggested_again(session: Session) -> None:
    need, offer = make_need(session), make_offer(session, places=2)
    session.add(
        Placement(
            need=make_need(session),
            offer=offer,
            state=PlacementState.ACCEPTED,
            learners=1,
            starts_on=FIRST,
            ends_on=FIRST + timedelta(days=90),
            requested_at=clock.now(),
        )
    )
    session.commit()

    answer = bridge.answer_for(session, need)

    assert dict(answer.obstacles) == {"too_few_places": 1}


def test_a_closure_splits_the_open_weeks(session: Session) -> None:
    middle = date(YEAR, 4, 12)
    make_offer(session, closed=(middle, middle + timedelta(days=6)))
    fits, too_long = make_need(session, days=28), make_need(session, days=70)

    assert len(bridge.answer_for(session, fits).suggested) == 1
    assert dict(bridge.answer_for(session, too_long).obstacles) == {"no_common_period": 1}


def test_companies_stand_beneath_their_centre(session: Session) -> None:
    need, centre = make_need(session), make_host(session)
    company = make_host(session, kind=OrganisationKind.COMPANY)
    session.add(CircleMembership(centre=centre, company=company))
    make_offer(session, company, centre=centre)
    make_offer(session, make_host(session, kind=OrganisationKind.COMPANY))

    answer = bridge.answer_for(session, need)

    shown = {
        circle.centre.key if circle.centre else None: len(circle.companies)
        for circle in answer.circles
    }
    assert shown == {centre.key: 1, None: 1}


def test_a_no_thanks_hides_the_pair_from_both_and_says_so_to_nobody(
    session: Session, sign_in: SignIn
) -> None:
    school = make_organisation(session)
    need, offer = make_need(session, school), make_offer(session)
    client = sign_in(make_account(session, role=Role.SCHOOL, organisation=school))
    assert offer.title in client.get(f"/needs/{need.id}").text

    entries.veto(session, "account:0", offer.organisation_id, school)
    session.commit()
    page = client.get(f"/needs/{need.id}").text

    assert offer.title not in page
    assert "0 suggestions" in page
    assert "Every open offer is suggested." in page


def test_every_code_of_the_matcher_has_its_sentence(request_context: None) -> None:
    senders = {f"sender.{code}" for code in matching.sides.SENDER_CRITERIA}
    hosts = {f"host.{code}" for code in matching.sides.HOST_CRITERIA}
    assert set(wording.REASONS) == senders | hosts | {"rest"}
    assert set(wording.CRITERIA) == senders | hosts
    assert set(wording.OBSTACLES) == {code.value for code in matching.eligibility.Obstacle}
    assert set(wording.CHANGES) == {code.value for code in matching.changes.ChangeCode}
    assert all(wording.obstacle(code, {}) for code in wording.OBSTACLES)


def test_the_page_of_a_need_shows_reasons_and_what_would_help(
    session: Session, sign_in: SignIn
) -> None:
    school = make_organisation(session)
    need = make_need(session, school)
    make_offer(session)
    make_offer(session, accepts_minors=False)
    client = sign_in(make_account(session, role=Role.SCHOOL, organisation=school))

    page = client.get(f"/needs/{need.id}").text

    assert "1 suggestion" in page
    assert "same work:" in page
    assert "The host would take minors" in page
    assert "<strong>1</strong> the host takes no minors" in page


def test_the_page_of_a_need_takes_as_many_statements_for_three_offers_as_for_one(
    session: Session, sign_in: SignIn, statements: list[str]
) -> None:
    school = make_organisation(session)
    need = make_need(session, school)
    make_offer(session)
    client = sign_in(make_account(session, role=Role.SCHOOL, organisation=school))
    client.get(f"/needs/{need.id}")
    statements.clear()
    client.get(f"/needs/{need.id}")
    for_one = len(statements)
    make_offer(session)
    make_offer(session)
    client.get(f"/needs/{need.id}")
    statements.clear()

    page = client.get(f"/needs/{need.id}").text

    assert "3 suggestions" in page
    assert len(statements) == for_one
