"""Both sides answer the same five questions; a yes becomes a task of somebody by a day."""

from datetime import timedelta

import pytest
import time_machine
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Role
from app.forums.models import VisitOffer
from app.itineraries import host_links, links, sides
from app.itineraries.models import HostNote, VisitNote
from app.itineraries.values import Heard
from app.messages.models import Message
from app.partnerships.models import Partnership
from app.plans.queries import ItineraryItem
from tests.app.itineraries.conftest import Scene
from tests.app.itineraries.test_pages import first_visit
from tests.builders.accounts import make_account
from tests.conftest import SignIn

YES = {"would_take_learners": "yes", "places": "2", "when": "March", "profile": "warehouse"}


@pytest.fixture
def visit(session: Session, scene: Scene) -> ItineraryItem:
    return first_visit(session, scene)


@pytest.fixture
def host_client(
    app: APIFlask, session: Session, scene: Scene, visit: ItineraryItem
) -> FlaskClient:
    """A browser that opened the host's private link after the visit."""
    offer = session.get_one(VisitOffer, visit.visit_offer_id)
    secret = host_links.give_link(session, "test", scene.forum, offer.organisation_id)
    client = app.test_client()
    with time_machine.travel(visit.ends_at):
        assert client.get(f"/h/{secret}").status_code == 303
    return client


def address(scene: Scene, visit: ItineraryItem) -> str:
    return f"/host/visits/{visit.visit_offer_id}/schools/{scene.participant.organisation_id}"


def test_a_host_answers_by_its_link_and_a_yes_becomes_a_task_with_owner_and_date(
    host_client: FlaskClient, session: Session, scene: Scene, visit: ItineraryItem
) -> None:
    owner = make_account(session, role=Role.SCHOOL, organisation=scene.participant.organisation)
    with time_machine.travel(visit.ends_at, tick=False):
        listed = host_client.get("/host").text
        answer = host_client.post(address(scene, visit), data=YES)

    assert scene.participant.organisation.name in listed
    assert answer.status_code == 303
    partnership = session.scalars(select(Partnership)).one()
    assert session.scalars(select(HostNote)).one().partnership_id == partnership.id
    assert partnership.next_step
    assert partnership.next_step_on == (visit.ends_at + timedelta(days=14)).date()
    assert partnership.owner_id == owner.id


def test_both_answers_stand_side_by_side_and_one_sided_ones_are_marked(
    app: APIFlask, host_client: FlaskClient, session: Session, scene: Scene, visit: ItineraryItem
) -> None:
    def heard() -> Heard:
        place = (visit.visit_offer_id, scene.participant.organisation_id)
        pairs = sides.pairs_of(session, scene.forum.id)
        return next(one.heard for one in pairs if (one.offer.id, one.school.id) == place)

    before = heard()
    staff = app.test_client()
    with time_machine.travel(visit.ends_at):
        host_client.post(address(scene, visit), data=YES)
        one_sided = heard()
        staff.get(f"/i/{scene.secret}")
        staff.post(f"/me/visits/{visit.visit_offer_id}/note", data=YES | {"when": "in autumn"})
    both = heard()

    assert [before, one_sided, both] == [Heard.NEITHER, Heard.HOST_ONLY, Heard.BOTH]
    assert len(session.scalars(select(Partnership)).all()) == 1, "one lead for both sides"


def test_organisers_read_both_sides_on_one_page(
    host_client: FlaskClient, as_organiser: FlaskClient, scene: Scene, visit: ItineraryItem
) -> None:
    with time_machine.travel(visit.ends_at):
        host_client.post(address(scene, visit), data=YES | {"note": "Two bright visitors"})

    page = as_organiser.get(f"/forums/{scene.forum.id}/visit-notes").text

    assert "Two bright visitors" in page
    assert "one-sided: the school has not answered" in page


def test_a_host_writes_of_its_own_visitors_only(
    host_client: FlaskClient, session: Session, scene: Scene, visit: ItineraryItem
) -> None:
    others = session.scalars(
        select(VisitOffer.id).where(VisitOffer.organisation_id != visit.organisation_id)
    ).all()
    school = scene.participant.organisation_id
    with time_machine.travel(visit.ends_at):
        found = [
            host_client.post(f"/host/visits/{number}/schools/{school}", data=YES).status_code
            for number in others
        ]
        found.append(host_client.get("/organisations").status_code)

    assert others
    assert found == [404] * len(others) + [303], "other hosts are not found, other pages not open"


def test_a_revoked_host_link_says_so_and_nothing_else(
    host_client: FlaskClient, session: Session, scene: Scene, visit: ItineraryItem
) -> None:
    offer = session.get_one(VisitOffer, visit.visit_offer_id)
    host_links.give_link(session, "test", scene.forum, offer.organisation_id)

    with time_machine.travel(visit.ends_at):
        answer = host_client.get("/host")

    assert answer.status_code == 410
    assert offer.organisation.name not in answer.text


def test_hosts_are_asked_where_an_address_is_known(
    as_organiser: FlaskClient, session: Session, scene: Scene, visit: ItineraryItem
) -> None:
    host = session.get_one(VisitOffer, visit.visit_offer_id).organisation
    email = make_account(session, role=Role.HOST, organisation=host).email

    as_organiser.post(f"/forums/{scene.forum.id}/visit-notes/ask")

    told = session.scalars(select(Message).where(Message.kind == "host_report")).all()
    assert [message.recipient for message in told] == [email]
    assert "/h/" in told[0].body


def test_a_host_with_an_account_needs_no_link(
    session: Session, sign_in: SignIn, scene: Scene, visit: ItineraryItem
) -> None:
    host = session.get_one(VisitOffer, visit.visit_offer_id).organisation
    with time_machine.travel(visit.ends_at):
        client = sign_in(make_account(session, role=Role.HOST, organisation=host))
        answer = client.post(address(scene, visit), data=YES)

    assert answer.status_code == 303
    assert session.scalars(select(HostNote)).one().places == 2


def test_what_was_recorded_later_stands_whatever_arrives_last(
    app: APIFlask, session: Session, scene: Scene, visit: ItineraryItem
) -> None:
    secret = links.give_link(session, "test", scene.participant.id)
    written = {
        "first": (visit.ends_at + timedelta(minutes=1), "written in the coach"),
        "second": (visit.ends_at + timedelta(minutes=9), "written at the hotel"),
    }
    client = app.test_client()
    with time_machine.travel(visit.ends_at + timedelta(hours=1)):
        client.get(f"/i/{secret}")
        for name in ("second", "first", "first"):
            moment, text = written[name]
            recorded_at = moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
            client.post(
                f"/me/visits/{visit.visit_offer_id}/note",
                data=YES | {"note": text, "recorded_at": recorded_at},
            )

    note = session.scalars(select(VisitNote)).one()
    assert note.note == "written at the hotel"
