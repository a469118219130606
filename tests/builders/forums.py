"""A forum edition with its places, hosts, people and tours; all fictional."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session as DbSession

from app import clock
from app.forums.models import (
    Forum,
    ForumPlace,
    Mode,
    OpenSpan,
    Participant,
    Session,
    Tour,
    VisitOffer,
    Wish,
    WishKind,
)
from app.organisations.models import Organisation, OrganisationKind
from tests.builders.organisations import make_organisation

_numbers = count(1)

ZONE = "Europe/Helsinki"
DAY = date(2027, 11, 16)
"""The first visit day of the forum that `make_forum` makes."""


def at(time: str, *, day: date = DAY, zone: str = ZONE) -> datetime:
    """Return the moment of a local time such as 09:30 on a day of the forum."""
    hour, minute = time.split(":")
    local = datetime(day.year, day.month, day.day, int(hour), int(minute))  # noqa: DTZ001 -- a wall clock
    return clock.moment(local, zone)


def make_forum(session: DbSession, *, key: str | None = None, zone: str = ZONE) -> Forum:
    number = next(_numbers)
    forum = Forum(
        key=key or f"forum-{number}",
        name=f"Forum {number}",
        zone=zone,
        starts_on=date(2027, 11, 18),
        ends_on=date(2027, 11, 19),
        is_fictional=True,
    )
    forum.places = [
        ForumPlace(
            key="venue",
            name="Forum venue",
            city="Kerava",
            country="FI",
            latitude=60.40338,
            longitude=25.105,
        )
    ]
    session.add(forum)
    session.commit()
    return forum


def make_visit_offer(
    session: DbSession,
    forum: Forum,
    *,
    host: Organisation | None = None,
    spans: tuple[tuple[datetime, datetime], ...] | None = None,
    minimum_group: int = 1,
    maximum_group: int = 10,
    maximum_visits: int = 1,
    minutes: int = 90,
) -> VisitOffer:
    host = host or make_organisation(
        session,
        kind=OrganisationKind.COMPANY,
        country="FI",
        city="Helsinki",
        latitude=60.16952,
        longitude=24.93545,
    )
    offer = VisitOffer(
        forum_id=forum.id,
        organisation_id=host.id,
        site_id=host.sites[0].id,
        key=f"offer-{next(_numbers)}",
        minutes=minutes,
        minimum_group=minimum_group,
        maximum_group=maximum_group,
        maximum_visits=maximum_visits,
        languages=["en"],
        shown="A warehouse with its training corner",
        ask_for="The shift manager",
        phone="+358 10 000",
    )
    offer.open_spans = [
        OpenSpan(starts_at=start, ends_at=end, zone=forum.zone)
        for start, end in spans or ((at("08:00"), at("17:00")),)
    ]
    session.add(offer)
    session.commit()
    return offer


def make_participant(
    session: DbSession,
    forum: Forum,
    *,
    school: Organisation | None = None,
    name: str | None = None,
    must: tuple[VisitOffer, ...] = (),
    want: tuple[VisitOffer, ...] = (),
    avoid: tuple[VisitOffer, ...] = (),
    email: str = "",
    locale: str = "en",
) -> Participant:
    number = next(_numbers)
    school = school or make_organisation(session)
    participant = Participant(
        forum_id=forum.id,
        organisation_id=school.id,
        key=f"person-{number}",
        name=name or f"Person {number}",
        email=email,
        locale=locale,
        languages=["en"],
        sectors=["transport_logistics"],
        arrives_at=at("06:00"),
        departs_at=at("20:00") + timedelta(days=3),
        zone=forum.zone,
        minimum_visits=0,
    )
    wishes = {WishKind.MUST: must, WishKind.WANT: want, WishKind.AVOID: avoid}
    participant.wishes = [
        Wish(visit_offer_id=offer.id, kind=kind, value=0 if kind is WishKind.AVOID else 70)
        for kind, offers in wishes.items()
        for offer in offers
    ]
    session.add(participant)
    session.commit()
    return participant


def make_tour(
    session: DbSession,
    forum: Forum,
    *,
    earliest: datetime | None = None,
    latest: datetime | None = None,
    seats: int = 12,
    mode: Mode = Mode.ROAD,
) -> Tour:
    number = next(_numbers)
    tour = Tour(
        forum_id=forum.id,
        key=f"tour-{number}",
        name=f"Coach {number}",
        mode=mode,
        seats=seats,
        start_id=forum.places[0].id,
        end_id=forum.places[0].id,
        earliest_at=earliest or at("07:30"),
        latest_at=latest or at("18:00"),
        zone=forum.zone,
    )
    session.add(tour)
    session.commit()
    return tour


def make_session(
    session: DbSession, forum: Forum, *, starts_at: datetime | None = None, title: str = "Opening"
) -> Session:
    starts_at = starts_at or datetime(2027, 11, 18, 7, 0, tzinfo=UTC)
    row = Session(
        forum_id=forum.id,
        place_id=forum.places[0].id,
        key=f"session-{next(_numbers)}",
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        zone=forum.zone,
    )
    session.add(row)
    session.commit()
    return row
