"""The week on the phone: what is next, what changed, presence and the two-minute note."""

import io
from datetime import timedelta

import pypdf
import time_machine
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.itineraries import links
from app.itineraries.models import Attendance, VisitNote
from app.partnerships.models import Partnership, Stage
from app.plans import publishing, queries
from app.plans.models import PlanVersion, Reading
from app.plans.timetable import ItemKind
from tests.app.itineraries.conftest import Scene

LARGEST_PAGE = 150_000


def first_visit(session: Session, scene: Scene) -> queries.ItineraryItem:
    items = queries.itinerary_of(session, scene.participant.id)
    return next(item for item in items if item.kind is ItemKind.VISIT)


def test_the_week_shows_every_visit_with_whom_to_ask_for(
    as_staff: FlaskClient, session: Session, scene: Scene
) -> None:
    visit = first_visit(session, scene)

    page = as_staff.get("/me").text

    assert visit.title in page
    assert "Ask for The shift manager" in page
    assert "version 1" in page
    assert "Europe/Helsinki" in page


def test_the_page_and_what_it_loads_stay_small(as_staff: FlaskClient) -> None:
    files = ("vendor/pico.min.css", "app.css", "me.css", "me.js", "icon.svg")

    weight = len(as_staff.get("/me").data)
    for name in files:
        with as_staff.get(f"/static/{name}") as answer:
            weight += len(answer.data)

    assert weight < LARGEST_PAGE


def test_shortly_before_a_visit_the_page_says_when_to_leave(
    app: APIFlask, session: Session, scene: Scene
) -> None:
    visit = first_visit(session, scene)
    leg = next(
        item
        for item in queries.itinerary_of(session, scene.participant.id)
        if item.kind is ItemKind.LEG and item.ends_at <= visit.starts_at
    )
    session.commit()
    client = app.test_client()
    with time_machine.travel(leg.starts_at - timedelta(minutes=12), tick=False):
        client.get(f"/i/{scene.secret}")
        page = client.get("/me").text

    assert "Leave in 12 min" in page


def test_presence_is_noted_and_corrected(
    as_staff: FlaskClient, session: Session, scene: Scene
) -> None:
    visit = first_visit(session, scene)
    address = f"/me/visits/{visit.visit_offer_id}/attendance"

    as_staff.post(address, data={"was_present": "yes"})
    as_staff.post(address, data={"was_present": "no"})

    rows = session.scalars(select(Attendance)).all()
    assert [(row.was_present, row.planned_starts_at) for row in rows] == [(False, visit.starts_at)]


def test_a_visit_of_somebody_else_is_not_found(as_staff: FlaskClient) -> None:
    answer = as_staff.post("/me/visits/2000000000/attendance", data={"was_present": "yes"})

    assert answer.status_code == 404


def test_a_note_becomes_a_lead_of_both_organisations(
    app: APIFlask, session: Session, scene: Scene
) -> None:
    visit = first_visit(session, scene)
    session.commit()
    client = app.test_client()
    typed = {"would_take_learners": "yes", "places": "2", "when": "March", "note": "Warm welcome"}
    with time_machine.travel(visit.ends_at):
        client.get(f"/i/{scene.secret}")
        answer = client.post(f"/me/visits/{visit.visit_offer_id}/note", data=typed)

    assert answer.status_code == 303
    lead = session.scalars(select(Partnership)).one()
    note = session.scalars(select(VisitNote)).one()
    assert (lead.sending_id, lead.host_id) == (
        scene.participant.organisation_id,
        visit.organisation_id,
    )
    assert (lead.stage, note.partnership_id, note.places) == (Stage.VISITED, lead.id, 2)


def test_a_note_before_the_visit_is_refused_and_a_wrong_one_keeps_what_was_typed(
    app: APIFlask, session: Session, scene: Scene
) -> None:
    visit = first_visit(session, scene)
    session.commit()
    client = app.test_client()
    address = f"/me/visits/{visit.visit_offer_id}/note"
    with time_machine.travel(visit.starts_at - timedelta(hours=1)):
        client.get(f"/i/{scene.secret}")
        early = client.post(address, data={"would_take_learners": "yes"})
    with time_machine.travel(visit.ends_at):
        wrong = client.post(address, data={"places": "many", "note": "Warm welcome"})

    assert (early.status_code, wrong.status_code) == (422, 422)
    assert "Warm welcome" in wrong.text
    assert session.scalars(select(VisitNote)).all() == []


def without_first_visit(session: Session, version: PlanVersion) -> PlanVersion:
    """Publish the same plan without its rides, as when every host withdrew."""
    plan = version.plan | {"tours": []}
    changed = PlanVersion(
        forum_id=version.forum_id,
        note="The host has withdrawn",
        problem=version.problem,
        plan=plan,
        facts=version.facts,
    )
    everybody = [one["id"] for one in version.problem["participants"]]
    publishing._issue(  # noqa: SLF001 -- a version without a run of its own
        session, "test", version.forum, changed, "plan_version.publish", everybody
    )
    session.commit()
    return changed


def test_a_change_is_shown_until_it_is_understood(
    app: APIFlask, as_staff: FlaskClient, session: Session, scene: Scene
) -> None:
    as_staff.get("/me")
    with app.test_request_context():
        without_first_visit(session, scene.version)

    changed = as_staff.get("/me").text
    as_staff.post("/me/seen")
    after = as_staff.get("/me").text

    assert "Your plan has changed" in changed
    assert "The host has withdrawn" in changed
    assert "cancelled" in changed
    assert "Your plan has changed" not in after


def test_opening_the_page_is_noted_once(
    as_staff: FlaskClient, session: Session, scene: Scene
) -> None:
    as_staff.get("/me")
    as_staff.get("/me")

    readings = session.scalars(select(Reading)).all()
    assert [(row.participant_id, row.plan_version_id) for row in readings] == [
        (scene.participant.id, scene.version.id)
    ]


def test_the_printed_week_is_one_page(as_staff: FlaskClient) -> None:
    answer = as_staff.get("/me/itinerary.pdf")

    assert answer.content_type == "application/pdf"
    assert len(pypdf.PdfReader(io.BytesIO(answer.data)).pages) == 1


def test_numbers_are_shown_to_the_group_as_far_as_shared_and_vanish_a_month_later(
    app: APIFlask, session: Session, scene: Scene
) -> None:
    visit = first_visit(session, scene)
    shares, keeps = scene.forum.participants[1:3]
    shares.phone, shares.shares_phone = "+358 1111", True
    keeps.phone, keeps.shares_phone = "+358 2222", False
    session.commit()
    address = f"/me/visits/{visit.visit_offer_id}"
    seen = []
    for days in (0, 29, 35):
        client = app.test_client()
        with time_machine.travel(visit.ends_at + timedelta(days=days)):
            secret = links.give_link(session, "test", scene.participant.id)
            client.get(f"/i/{secret}")
            seen.append(client.get(address).text)

    assert ["+358 1111" in page for page in seen] == [True, True, False]
    assert ["tel:" in page for page in seen] == [True, True, False]
    assert not any("+358 2222" in page for page in seen)
    assert all(keeps.name in page for page in seen)


def test_a_name_that_is_not_shared_is_shown_to_nobody_on_the_road(
    as_staff: FlaskClient, session: Session, scene: Scene
) -> None:
    visit = first_visit(session, scene)
    shows, hides = scene.forum.participants[1:3]
    hides.shares_name = False
    session.commit()

    page = as_staff.get(f"/me/visits/{visit.visit_offer_id}").text

    assert (shows.name in page, hides.name in page) == (True, False)
    assert hides.organisation.name in page
