"""The sheets of an edition: itself, its places, programme and tours."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.clock import wall_clock
from app.forums import actions, models, schemas
from app.forums.models import Forum, ForumPlace, Tour
from app.imports.targets.base import Target, the

_FORUM = tuple(schemas.ForumIn().fields)
_PLACE = ("key", "name", "address", "city", "country", "latitude", "longitude", "precision")
_TOUR = (
    "key",
    "name",
    "mode",
    "seats",
    "break_minutes",
    "cost_fixed_euros",
    "cost_per_km_euros",
    "departure_note",
    "driver_phone",
)
_TOUR_TIMES = ("earliest_at", "latest_at", "break_earliest_at", "break_latest_at")

FORUMS = Target[Forum](
    name="forums",
    schema=schemas.ForumIn,
    identity=("key",),
    rows=lambda session, _forum: session.scalars(select(Forum)),
    entered=lambda row: {name: getattr(row, name) for name in _FORUM},
    faults=lambda session, _forum, wanted: actions.forum_faults(session, wanted),
    write=lambda session, _forum, wanted: actions.set_forum(session, wanted),
    examples=(
        {
            "key": "forum-example",
            "name": "Example forum (fictional)",
            "zone": "Europe/Warsaw",
            "starts_on": "2027-03-25",
            "ends_on": "2027-03-26",
            "is_fictional": "yes",
        },
    ),
)

PLACES = Target[ForumPlace](
    name="places",
    schema=schemas.PlaceIn,
    identity=("key",),
    needs_forum=True,
    rows=lambda session, forum: session.scalars(
        select(ForumPlace).where(ForumPlace.forum_id == the(forum).id)
    ),
    entered=lambda row: {name: getattr(row, name) for name in _PLACE},
    faults=lambda session, forum, wanted: actions.place_faults(session, the(forum), wanted),
    write=lambda session, forum, wanted: actions.set_place(session, the(forum), wanted),
    near=("address", "city", "country"),
    examples=(
        {"key": "venue", "name": "Venue", "city": "Poznań", "country": "PL"},
        {
            "key": "station",
            "name": "Main station",
            "city": "Poznań",
            "country": "PL",
            "latitude": "52.4014",
            "longitude": "16.9117",
            "precision": "building",
        },
    ),
)


def _entered_session(row: models.Session) -> dict[str, Any]:
    return {
        "key": row.key,
        "title": row.title,
        "place": row.place.key,
        "starts_at": wall_clock(row.starts_at, row.zone),
        "ends_at": wall_clock(row.ends_at, row.zone),
        "is_for_all": row.is_for_all,
        "attendees": sorted(one.participant.key for one in row.attendees),
    }


SESSIONS = Target[models.Session](
    name="sessions",
    schema=schemas.SessionIn,
    identity=("key",),
    needs_forum=True,
    rows=lambda session, forum: session.scalars(
        select(models.Session)
        .where(models.Session.forum_id == the(forum).id)
        .options(
            selectinload(models.Session.place),
            selectinload(models.Session.attendees).selectinload(
                models.SessionAttendee.participant
            ),
        )
    ),
    entered=_entered_session,
    faults=lambda session, forum, wanted: actions.session_faults(session, the(forum), wanted),
    write=lambda session, forum, wanted: actions.set_session(session, the(forum), wanted),
    examples=(
        {
            "key": "opening",
            "title": "Opening",
            "place": "venue",
            "starts_at": "2027-03-25 09:00",
            "ends_at": "2027-03-25 12:30",
            "is_for_all": "yes",
        },
    ),
)


def _entered_tour(row: Tour) -> dict[str, Any]:
    times = {name: getattr(row, name) for name in _TOUR_TIMES}
    return (
        {name: getattr(row, name) for name in _TOUR}
        | {name: value and wall_clock(value, row.zone) for name, value in times.items()}
        | {"start": row.start.key, "end": row.end.key}
    )


TOURS = Target[Tour](
    name="tours",
    schema=schemas.TourIn,
    identity=("key",),
    needs_forum=True,
    rows=lambda session, forum: session.scalars(
        select(Tour)
        .where(Tour.forum_id == the(forum).id)
        .options(selectinload(Tour.start), selectinload(Tour.end))
    ),
    entered=_entered_tour,
    faults=lambda session, forum, wanted: actions.tour_faults(session, the(forum), wanted),
    write=lambda session, forum, wanted: actions.set_tour(session, the(forum), wanted),
    examples=(
        {
            "key": "coach-1",
            "name": "Tuesday, coach 1",
            "mode": "road",
            "seats": "16",
            "start": "station",
            "end": "station",
            "earliest_at": "2027-03-23 08:00",
            "latest_at": "2027-03-23 18:30",
            "break_earliest_at": "2027-03-23 11:30",
            "break_latest_at": "2027-03-23 14:00",
            "break_minutes": "45",
            "cost_fixed_euros": "250",
            "cost_per_km_euros": "1.4",
        },
    ),
)
