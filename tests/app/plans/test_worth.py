"""Each wish that the planner takes for granted is seen with the need behind it."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.partnerships.entries import veto
from app.plans import worth
from tests.builders.accounts import make_account
from tests.builders.forums import make_forum, make_participant, make_visit_offer
from tests.builders.partnerships import make_host, make_need, make_offer


def test_a_visit_nobody_wished_for_shows_the_need_and_offer_behind_it(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum, need, host = make_forum(session), make_need(session), make_host(session)
    offer = make_offer(session, host)
    visit, other = make_visit_offer(session, forum, host=host), make_visit_offer(session, forum)
    make_participant(session, forum, school=need.organisation, name="Silent")
    make_participant(session, forum, school=need.organisation, name="Telling", want=(other,))

    silent, telling = worth.of_forum(session, forum.id)

    assert {one.visit.id: (one.need, one.offer) for one in silent.visits} == {
        visit.id: (need, offer),
        other.id: (None, None),
    }
    assert [(one.visit.id, one.need) for one in telling.visits] == [(other.id, None)]
    page = as_organiser.get(f"/forums/{forum.id}/worth").text
    assert "because of the need" in page
    assert need.title in page
    assert offer.title in page


def test_a_visit_that_a_no_thanks_forbids_is_not_shown(session: Session) -> None:
    forum, need, host = make_forum(session), make_need(session), make_host(session)
    make_offer(session, host)
    make_visit_offer(session, forum, host=host)
    make_participant(session, forum, school=need.organisation)
    veto(session, "account:1", host.id, need.organisation)
    session.commit()

    [one] = worth.of_forum(session, forum.id)

    assert list(one.visits) == []


def test_the_api_names_the_need_by_its_number(
    client: FlaskClient, session: Session, api_token: Callable[[Account], dict[str, str]]
) -> None:
    forum, need, host = make_forum(session), make_need(session), make_host(session)
    offer = make_offer(session, host)
    make_visit_offer(session, forum, host=host)
    make_participant(session, forum, school=need.organisation)
    headers = api_token(make_account(session, role=Role.ORGANISER))

    found = client.get(f"/api/v1/forums/{forum.id}/worth", headers=headers).json

    assert found is not None
    [visit] = found[0]["visits"]
    assert (visit["need_id"], visit["offer_id"], visit["wish"]) == (need.id, offer.id, None)
