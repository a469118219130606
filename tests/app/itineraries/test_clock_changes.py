"""Around both changes of the clock, page, API, calendar and print name the same instant.

The offsets are written down by hand; nothing here asks the library that the service asks.
"""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pypdf
import pytest
import vobject
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.forums.models import Forum, Participant
from app.itineraries import links
from app.plans import publishing
from app.plans.calendar_items import renew_items
from app.plans.models import PlanVersion
from tests.builders.accounts import make_account
from tests.builders.forums import make_forum, make_participant

ZONES = {
    "Europe/Paris": 1,
    "Europe/Helsinki": 2,
    "Europe/Lisbon": 0,
    "Europe/Dublin": 0,
    "Europe/Bucharest": 2,
    "Atlantic/Canary": 0,
}
"""Zone → hours ahead of UTC in winter; one more in summer."""
BACK, FORTH = date(2026, 10, 25), date(2027, 3, 28)
"""The Sundays on which, at one o'clock UTC, the clock goes back and forth."""
DAYS = [date(2026, 10, 24) + timedelta(days=n) for n in range(8)] + [
    date(2027, 3, 23) + timedelta(days=n) for n in range(9)
]
STARTS = [datetime.combine(day, time(9, 30)) for day in DAYS]


def instant_of(local: datetime, zone: str) -> datetime:
    """Return the UTC instant by the table above."""
    is_winter = BACK <= local.date() < FORTH
    return (local - timedelta(hours=ZONES[zone] + (0 if is_winter else 1))).replace(tzinfo=UTC)


def written(local: datetime) -> str:
    return local.strftime("%Y-%m-%dT%H:%M")


def a_visit_a_day(forum: Forum, person: Participant) -> PlanVersion:
    """A published version in which a participant visits one host on each of the days."""
    problem: dict[str, Any] = {
        "timezone": forum.zone,
        "places": [{"id": "f1", "name": "Hall", "lat": 48.0, "lon": 2.0}],
        "sessions": [],
        "hosts": [{"id": f"v{n}", "place": "f1"} for n in range(1, len(STARTS) + 1)],
        "tours": [{"id": f"t{n}", "start": "f1", "end": "f1"} for n in range(1, len(STARTS) + 1)],
    }
    rides = [
        {
            "tour": f"t{n}",
            "depart": written(start),
            "return": written(start + timedelta(hours=2)),
            "participants": [f"p{person.id}"],
            "stops": [
                {
                    "host": f"v{n}",
                    "arrive": written(start),
                    "start": written(start),
                    "end": written(start + timedelta(hours=2)),
                }
            ],
        }
        for n, start in enumerate(STARTS, start=1)
    ]
    facts: dict[str, Any] = {
        "places": {"f1": {"name": "Hall", "address": "1 Dock Street", "is_exact": True}},
        "hosts": {
            f"v{n}": {"name": f"Host {n:02}", "organisation": None, "meeting_point": ""}
            for n in range(1, len(STARTS) + 1)
        },
        "tours": {f"t{n}": {"name": "", "mode": "road"} for n in range(1, len(STARTS) + 1)},
        "sessions": {},
    }
    version = PlanVersion(
        forum_id=forum.id,
        number=1,
        note="",
        problem=problem,
        plan={"tours": rides},
        facts=facts,
        published_at=clock.now(),
        published_by="test",
    )
    version.digest = publishing.digest_of(version)
    return version


@pytest.mark.parametrize("zone", ZONES)
def test_every_door_names_the_instant_of_the_table(
    app: APIFlask, session: Session, zone: str, api_token: Callable[[Account], dict[str, str]]
) -> None:
    forum = make_forum(session, zone=zone)
    person = make_participant(session, forum)
    version = a_visit_a_day(forum, person)
    session.add(version)
    session.flush()
    renew_items(session, version)
    secret = links.give_link(session, "test", person.id)
    headers = api_token(make_account(session, role=Role.ORGANISER))
    expected = [instant_of(start, zone) for start in STARTS]
    client = app.test_client()
    client.get(f"/i/{secret}")

    page = client.get("/me").text
    assert [
        datetime.fromisoformat(text)
        for text in re.findall(r'item-visit" data-starts="([^"]+)"', page)
    ] == expected
    assert page.count(">09:30</time>") == len(STARTS)

    answer = client.get(f"/api/v1/participants/{person.id}/itinerary", headers=headers).json
    assert answer is not None
    assert [datetime.fromisoformat(item["starts_at"]) for item in answer["items"]] == expected

    body = client.get("/me/itinerary.ics").text
    assert calendar_starts(body) == expected

    printed = printed_text(client)
    assert printed.count("09:30–11:30") == len(STARTS)
    assert zone in printed


def events_of(body: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def calendar_starts(body: str) -> list[datetime]:
    """Return the instants in a calendar, on which two parsers must agree."""
    one = [event.start for event in events_of(body)]
    other = [event.dtstart.value for event in vobject.readOne(body).contents["vevent"]]
    assert sorted(one) == sorted(other)
    return sorted(moment.astimezone(UTC) for moment in one)


def printed_text(client: FlaskClient) -> str:
    reader = pypdf.PdfReader(io.BytesIO(client.get("/me/itinerary.pdf").data))
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("zone", ZONES)
def test_a_skipped_time_is_refused_and_a_repeated_one_is_asked_about(zone: str) -> None:
    ahead = ZONES[zone]
    skipped = datetime.combine(FORTH, time(1 + ahead, 30))
    repeated = datetime.combine(BACK, time(1 + ahead, 30))

    with pytest.raises(clock.NoSuchTime):
        clock.moment(skipped, zone)
    with pytest.raises(clock.TwoSuchTimes):
        clock.moment(repeated, zone)
    first, second = (clock.moment(repeated, zone, later=later) for later in (False, True))
    assert second - first == timedelta(hours=1)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
