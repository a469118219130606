"""Changing an edition, its places, programme and tours.

`…_faults` says what stands in the way, `set_…` writes. Local times become moments in the
edition's zone. Callers commit.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app import clock
from app.audit import actions as audit
from app.forums import models
from app.forums.keys import forum_by_key, note_times, row_by_key
from app.forums.models import Forum, ForumPlace, Participant, SessionAttendee, Tour
from app.organisations import places
from app.web.faults import Faults

Wanted = Mapping[str, Any]
"""Values as a schema has read them."""

_TOUR = (
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


def set_forum(session: Session, wanted: Wanted) -> Forum:
    """Create or change an edition, known by its key."""
    row = forum_by_key(session, wanted["key"]) or Forum()
    for name, value in wanted.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return row


def put_forum(session: Session, actor: str, wanted: Wanted) -> Forum:
    """Create or change an edition, with a line in the trail."""
    row = set_forum(session, wanted)
    audit.record(session, actor, "forum.put", f"forum:{row.id}")
    return row


def forum_faults(session: Session, wanted: Wanted) -> Faults:
    """Return what stands in the way: the zone holds still once times have been entered."""
    faults = Faults()
    row = forum_by_key(session, wanted.get("key", ""))
    zone = wanted.get("zone")
    if row is not None and zone and zone != row.zone and _has_times(row):
        faults.add("zone", _("Times have been entered in %(zone)s already.", zone=row.zone))
    return faults


def _has_times(forum: Forum) -> bool:
    return bool(forum.sessions or forum.tours or forum.participants or forum.visit_offers)


def place_faults(session: Session, forum: Forum, wanted: Wanted) -> Faults:
    """Return what stands in the way of a place: it has a point, or a town that is found."""
    faults = Faults()
    row = row_by_key(session, ForumPlace, forum, wanted.get("key", ""))
    if places.stated_point(wanted) is not None or _keeps_its_point(row, wanted):
        return faults
    places.note_ambiguity(faults, wanted)
    if not faults and "city" in wanted and places.find_point(wanted) is None:
        faults.add("city", _("This town is not known. Please give latitude and longitude."))
    return faults


def _keeps_its_point(row: ForumPlace | None, wanted: Wanted) -> bool:
    return row is not None and all(
        getattr(row, name) == wanted.get(name) for name in ("address", "city", "country")
    )


def set_place(session: Session, forum: Forum, wanted: Wanted) -> ForumPlace:
    """Create or change a place of an edition."""
    row = row_by_key(session, ForumPlace, forum, wanted["key"])
    point = places.stated_point(wanted)
    if point is None and not _keeps_its_point(row, wanted):
        point = places.find_point(wanted)
    if row is None:
        row = ForumPlace(key=wanted["key"])
        forum.places.append(row)
    for name in ("name", "address", "city", "country"):
        setattr(row, name, wanted[name])
    if point is not None:
        row.latitude, row.longitude = point.latitude, point.longitude
        row.precision = point.precision
    session.flush()
    return row


def session_faults(session: Session, forum: Forum, wanted: Wanted) -> Faults:
    faults = Faults()
    _note_place(session, faults, forum, wanted, "place")
    attendees = wanted.get("attendees", ())
    faults.once("attendees", attendees)
    for key in attendees:
        if row_by_key(session, Participant, forum, key) is None:
            faults.add("attendees", _("There is no participant with the key %(key)s.", key=key))
    if wanted.get("is_for_all") and attendees:
        faults.add("attendees", _("A session for all names nobody."))
    note_times(faults, forum, starts_at=wanted.get("starts_at"), ends_at=wanted.get("ends_at"))
    return faults


def _note_place(
    session: Session, faults: Faults, forum: Forum, wanted: Wanted, field: str
) -> None:
    key = wanted.get(field)
    if key and row_by_key(session, ForumPlace, forum, key) is None:
        faults.add(field, _("This edition has no place with the key %(key)s.", key=key))


def _place(session: Session, forum: Forum, key: str) -> ForumPlace:
    place = row_by_key(session, ForumPlace, forum, key)
    assert place is not None, "faults are asked first"
    return place


def set_session(session: Session, forum: Forum, wanted: Wanted) -> models.Session:
    """Create or change an item of the programme."""
    row = row_by_key(session, models.Session, forum, wanted["key"])
    place = _place(session, forum, wanted["place"])
    if row is None:
        row = models.Session(key=wanted["key"], attendees=[], zone=forum.zone)
        forum.sessions.append(row)
    row.place = place
    row.title, row.is_for_all = wanted["title"], wanted["is_for_all"]
    row.starts_at = clock.moment(wanted["starts_at"], forum.zone)
    row.ends_at = clock.moment(wanted["ends_at"], forum.zone)
    people = session.scalars(
        select(Participant.id).where(
            Participant.forum_id == forum.id, Participant.key.in_(wanted["attendees"])
        )
    ).all()
    if {one.participant_id for one in row.attendees} != set(people):
        row.attendees.clear()
        session.flush()
        row.attendees = [SessionAttendee(participant_id=person) for person in people]
    flag_modified(row, "key")
    session.flush()
    return row


def tour_faults(session: Session, forum: Forum, wanted: Wanted) -> Faults:
    faults = Faults()
    _note_place(session, faults, forum, wanted, "start")
    _note_place(session, faults, forum, wanted, "end")
    note_times(faults, forum, **{name: wanted.get(name) for name in _TOUR_TIMES})
    return faults


def set_tour(session: Session, forum: Forum, wanted: Wanted) -> Tour:
    """Create or change a tour."""
    row = row_by_key(session, Tour, forum, wanted["key"])
    start = _place(session, forum, wanted["start"])
    end = _place(session, forum, wanted["end"])
    if row is None:
        row = Tour(key=wanted["key"], zone=forum.zone)
        forum.tours.append(row)
    row.start, row.end = start, end
    for name in _TOUR:
        setattr(row, name, wanted[name])
    for name in _TOUR_TIMES:
        local = wanted[name]
        setattr(row, name, None if local is None else clock.moment(local, forum.zone))
    session.flush()
    return row
