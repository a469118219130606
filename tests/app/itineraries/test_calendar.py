"""Calendars: read back by two independent parsers; stable, growing, cancelling, in zones."""

from typing import Any

import icalendar
import vobject
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.itineraries import links
from tests.app.itineraries.conftest import Scene
from tests.app.itineraries.test_pages import first_visit, without_first_visit


def events_of(body: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def test_two_parsers_read_the_same_moments(
    as_staff: FlaskClient, session: Session, scene: Scene
) -> None:
    visit = first_visit(session, scene)

    body = as_staff.get("/me/itinerary.ics").text

    first = {str(event["uid"]): event.start for event in events_of(body)}
    second = {
        event.uid.value: event.dtstart.value for event in vobject.readOne(body).contents["vevent"]
    }
    assert first[visit.uid] == second[visit.uid] == visit.starts_at
    assert "TZID=Europe/Helsinki" in body
    assert "BEGIN:VTIMEZONE" in body


def test_an_entry_keeps_its_identifier_and_is_cancelled_not_lost(
    app: APIFlask, client: FlaskClient, session: Session, scene: Scene
) -> None:
    secret = links.give_calendar(session, scene.participant.id)
    before = events_of(client.get(f"/c/{secret}.ics").text)
    with app.test_request_context():
        without_first_visit(session, scene.version)

    after = events_of(client.get(f"/c/{secret}.ics").text)

    assert [event["uid"] for event in before] == [event["uid"] for event in after]
    assert {str(event["status"]) for event in before} == {"CONFIRMED"}
    assert {str(event["status"]) for event in after} == {"CANCELLED"}
    grown = zip(before, after, strict=True)
    assert all(int(new["sequence"]) == int(old["sequence"]) + 1 for old, new in grown)


def test_an_unchanged_feed_is_not_sent_again(
    client: FlaskClient, session: Session, scene: Scene
) -> None:
    secret = links.give_calendar(session, scene.participant.id)
    first = client.get(f"/c/{secret}.ics")

    second = client.get(f"/c/{secret}.ics", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, second.status_code) == (200, 304)


def test_the_feed_carries_no_telephone_number_and_no_companion(
    client: FlaskClient, session: Session, scene: Scene
) -> None:
    visit = first_visit(session, scene)
    secret = links.give_calendar(session, scene.participant.id)

    body = client.get(f"/c/{secret}.ics").text.replace("\r\n ", "")

    assert visit.phone
    assert visit.companions
    assert visit.phone not in body
    assert not any(one.name in body for one in visit.companions)
