"""Itineraries as iCalendar: stable identifiers, growing sequence, cancellations, zones by name."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from app.forums.models import Participant
from app.itineraries import zones
from app.plans.models import PublishedItem

REFRESH = timedelta(minutes=30)
"""How often calendar programs are asked to look again."""


def calendar_of(
    participant: Participant, items: list[PublishedItem], published_at: datetime
) -> bytes:
    """Return the calendar of everything ever published to a participant.

    Visits that were taken out stay in it as cancelled, so that programs remove them.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//NETINVET//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", participant.forum.name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    events = [_event(item, published_at) for item in items]
    for zone in sorted({item.content["zone"] for item in items}):
        moments = [datetime.fromisoformat(item.content["starts_at"]) for item in items]
        calendar.add_component(zones.component(zone, min(moments), max(moments)))
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def _event(item: PublishedItem, published_at: datetime) -> Event:
    content = item.content
    zone = ZoneInfo(content["zone"])
    event = Event()
    event.add("uid", item.uid)
    event.add("sequence", item.sequence)
    event.add("dtstamp", published_at.astimezone(UTC))
    event.add("last-modified", item.changed_at.astimezone(UTC))
    event.add("dtstart", datetime.fromisoformat(content["starts_at"]).astimezone(zone))
    event.add("dtend", datetime.fromisoformat(content["ends_at"]).astimezone(zone))
    event.add("summary", content["title"])
    event.add("location", content["place"])
    if content.get("latitude") is not None:
        event.add("geo", (content["latitude"], content["longitude"]))
    event.add("status", "CANCELLED" if item.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event
