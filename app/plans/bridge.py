"""Rows of a forum as the planner's problem.

Problems and plans are kept as the planner's JSON. They name rows by ids such as `p12` and hold
no names; wall-clock times are those of the forum's zone.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import selectinload

from app.errors import NotFound
from app.forums.models import (
    Forum,
    Participant,
    Session,
    Tour,
    VisitOffer,
    WishKind,
)
from app.organisations.models import Organisation, Precision, Site
from app.plans import ids, travel_modes, values
from app.plans.models import Pin
from app.plans.timetable import local_text

Record = dict[str, Any]


def forum_with_all(session: DbSession, forum_id: int) -> Forum:
    """Return a forum with everything that a plan depends on, in a fixed number of statements.

    Raises NotFound.
    """
    forum = session.scalar(
        select(Forum)
        .where(Forum.id == forum_id)
        .options(
            selectinload(Forum.places),
            selectinload(Forum.sessions).selectinload(Session.attendees),
            selectinload(Forum.tours),
            selectinload(Forum.participants).selectinload(Participant.wishes),
            selectinload(Forum.participants).joinedload(Participant.organisation),
            selectinload(Forum.visit_offers).selectinload(VisitOffer.open_spans),
            selectinload(Forum.visit_offers).joinedload(VisitOffer.site),
            selectinload(Forum.visit_offers)
            .joinedload(VisitOffer.organisation)
            .options(selectinload(Organisation.sites), selectinload(Organisation.sectors)),
        )
        .execution_options(populate_existing=True)
    )
    if forum is None:
        raise NotFound("")
    return forum


def hosts_of(forum: Forum) -> list[VisitOffer]:
    """Return the offers that stand."""
    return [offer for offer in forum.visit_offers if offer.withdrawn_at is None]


def people_of(forum: Forum) -> list[Participant]:
    """Return the participants who still come."""
    return [person for person in forum.participants if person.withdrawn_at is None]


def tours_of(forum: Forum) -> list[Tour]:
    """Return the tours that run."""
    return [tour for tour in forum.tours if tour.cancelled_at is None]


def site_of(offer: VisitOffer) -> Site | None:
    """Return where visitors of an offer go."""
    return offer.site or offer.organisation.main_site


def can_be_found(forum: Forum, offer: VisitOffer) -> bool:
    """Say whether an offer has a point that this forum accepts."""
    site = site_of(offer)
    if site is None or not site.has_point:
        return False
    return forum.accepts_town_points or site.precision is not Precision.TOWN


def problem_of(session: DbSession, forum: Forum) -> Record:
    """Return the problem of a forum as rows state it now, with its pins."""
    hosts = [offer for offer in hosts_of(forum) if can_be_found(forum, offer)]
    people, tours = people_of(forum), tours_of(forum)
    present = {person.id for person in people}
    worth, vetoes = values.matched(session, forum, hosts), values.vetoes(session)
    return {
        "format": "netinvet-forum/1",
        "name": forum.key,
        "timezone": forum.zone,
        "places": _places(forum, hosts),
        "travel": travel_modes.records(),
        "sessions": [_session(forum, row, present) for row in forum.sessions],
        "hosts": [_host(forum, offer) for offer in hosts],
        "participants": [
            _participant(forum, person, hosts, worth, _vetoed(person, hosts, vetoes))
            for person in people
        ],
        "tours": [_tour(forum, tour) for tour in tours],
        "weights": {
            "must": forum.weight_must,
            "missing_visit": forum.weight_missing_visit,
            "cost_per_euro": forum.cost_per_euro,
            "change_per_person": forum.weight_change,
        },
        "pins": _pins(session, forum, hosts, people, tours),
    }


def digest_of(record: Record) -> str:
    """Return the SHA-256 of a record's canonical JSON, in hexadecimal."""
    text = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _places(forum: Forum, hosts: Iterable[VisitOffer]) -> list[Record]:
    found = {
        ids.of_forum_place(place.id): (place.latitude, place.longitude) for place in forum.places
    }
    for offer in hosts:
        site = site_of(offer)
        assert site is not None
        assert site.latitude is not None
        assert site.longitude is not None
        found[ids.of_site(site.id)] = (site.latitude, site.longitude)
    return [
        {"id": place, "name": place, "lat": lat, "lon": lon} for place, (lat, lon) in found.items()
    ]


def _session(forum: Forum, row: Session, present: set[int]) -> Record:
    record = {
        "id": ids.of_session(row.id),
        "title": ids.of_session(row.id),
        "start": local_text(row.starts_at, forum.zone),
        "end": local_text(row.ends_at, forum.zone),
        "place": ids.of_forum_place(row.place_id),
    }
    if row.is_for_all:
        return record
    attending = {attendee.participant_id for attendee in row.attendees} & present
    return record | {"attend": [ids.of_participant(number) for number in sorted(attending)]}


def _host(forum: Forum, offer: VisitOffer) -> Record:
    site = site_of(offer)
    assert site is not None
    return {
        "id": ids.of_visit_offer(offer.id),
        "name": ids.of_visit_offer(offer.id),
        "place": ids.of_site(site.id),
        "kind": offer.organisation.kind.value,
        "sectors": [sector.value for sector in offer.organisation.sector_values],
        "languages": list(offer.languages),
        "open": [
            [local_text(span.starts_at, forum.zone), local_text(span.ends_at, forum.zone)]
            for span in offer.open_spans
        ],
        "duration_min": offer.minutes,
        "min_group": offer.minimum_group,
        "max_group": offer.maximum_group,
        "max_visits": offer.maximum_visits,
    }


def _vetoed(
    person: Participant, hosts: Iterable[VisitOffer], vetoes: Collection[frozenset[int]]
) -> set[int]:
    """Return the visit offers of hosts that the person's school must not meet, or they it."""
    return {
        offer.id
        for offer in hosts
        if frozenset((person.organisation_id, offer.organisation_id)) in vetoes
    }


def _participant(
    forum: Forum,
    person: Participant,
    hosts: list[VisitOffer],
    worth: values.Worth,
    vetoed: set[int],
) -> Record:
    standing = {offer.id for offer in hosts} - vetoed
    wishes = [wish for wish in person.wishes if wish.visit_offer_id in standing]
    unwanted = sorted(ids.of_visit_offer(number) for number in vetoed)

    def hosts_wished(kind: WishKind) -> list[str]:
        return [ids.of_visit_offer(wish.visit_offer_id) for wish in wishes if wish.kind is kind]

    return {
        "id": ids.of_participant(person.id),
        "name": ids.of_participant(person.id),
        "school": ids.of_organisation(person.organisation_id),
        "country": person.organisation.country,
        "languages": list(person.languages),
        "available": [
            [local_text(person.arrives_at, forum.zone), local_text(person.departs_at, forum.zone)]
        ],
        "value": {
            ids.of_visit_offer(number): value
            for number, value in sorted(values.of(person, hosts, worth).items())
            if value and number in standing
        },
        "must": hosts_wished(WishKind.MUST),
        "avoid": hosts_wished(WishKind.AVOID) + unwanted,
        "min_visits": person.minimum_visits,
    }


def _tour(forum: Forum, tour: Tour) -> Record:
    record: Record = {
        "id": ids.of_tour(tour.id),
        "mode": tour.mode.value,
        "seats": tour.seats,
        "start": ids.of_forum_place(tour.start_id),
        "end": ids.of_forum_place(tour.end_id),
        "earliest": local_text(tour.earliest_at, forum.zone),
        "latest": local_text(tour.latest_at, forum.zone),
        "cost_fixed": tour.cost_fixed_euros,
        "cost_per_km": tour.cost_per_km_euros,
    }
    if tour.break_earliest_at and tour.break_latest_at and tour.break_minutes:
        record["break"] = {
            "earliest": local_text(tour.break_earliest_at, forum.zone),
            "latest": local_text(tour.break_latest_at, forum.zone),
            "duration_min": tour.break_minutes,
        }
    return record


def _pins(
    session: DbSession,
    forum: Forum,
    hosts: list[VisitOffer],
    people: list[Participant],
    tours: list[Tour],
) -> list[Record]:
    """Return the pins whose rows all still stand."""
    standing: tuple[set[int | None], ...] = tuple(
        {row.id for row in rows} for rows in (tours, hosts, people)
    )
    records = []
    for pin in session.scalars(select(Pin).where(Pin.forum_id == forum.id).order_by(Pin.id)):
        tour_known = pin.tour_id in standing[0]
        host_known = pin.visit_offer_id in standing[1] | {None}
        person_known = pin.participant_id in standing[2] | {None}
        if not (tour_known and host_known and person_known):
            continue
        record: Record = {"tour": ids.of_tour(pin.tour_id)}
        if pin.visit_offer_id is not None:
            record["host"] = ids.of_visit_offer(pin.visit_offer_id)
        if pin.participant_id is not None:
            record["participant"] = ids.of_participant(pin.participant_id)
        if pin.starts_at is not None:
            record["start"] = local_text(pin.starts_at, forum.zone)
        records.append(record)
    return records
