"""Reading one participant's week: day cards, what is next, what changed since they last looked."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask_babel import gettext as _
from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import NotFound
from app.forums.models import Forum, Participant, VisitOffer
from app.itineraries.models import Attendance, VisitNote
from app.plans import queries as plans
from app.plans.models import PlanVersion, PublishedItem, Reading
from app.plans.queries import ItineraryItem
from app.plans.timetable import ItemKind

SHORTEST_GAP = 10
"""Free minutes between two items that are worth a line."""


@dataclass(frozen=True, slots=True)
class Card:
    """An item of the day, with the free minutes before it.

    `departs` marks the first leg of a tour; `is_reached` what the leg before leads to.
    """

    item: ItineraryItem
    free_before: int
    departs: bool = False
    is_reached: bool = False

    @property
    def minutes(self) -> int:
        return minutes_between(self.item.starts_at, self.item.ends_at)


@dataclass(frozen=True, slots=True)
class DayCards:
    day: date
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A visit that was added, taken out or moved; None where there is no old or new time."""

    title: str
    zone: str
    old: datetime | None
    new: datetime | None


@dataclass(frozen=True, slots=True)
class Week:
    """Everything that the page of one participant shows."""

    participant: Participant
    version: PlanVersion | None
    days: tuple[DayCards, ...]
    now: ItineraryItem | None
    next: ItineraryItem | None
    changes: tuple[Change, ...]
    presence: dict[int, bool]
    noted: frozenset[int]


def week_of(session: Session, participant: Participant, at: datetime) -> Week:
    """Return a participant's week as it stands at a moment."""
    version = plans.version_in_force(session, participant.forum_id)
    items = plans.items_in(session, version, participant.id) if version else []
    presence = session.execute(
        select(Attendance.visit_offer_id, Attendance.was_present).where(
            Attendance.participant_id == participant.id
        )
    )
    noted = session.scalars(
        select(VisitNote.visit_offer_id).where(VisitNote.participant_id == participant.id)
    )
    return Week(
        participant=participant,
        version=version,
        days=tuple(_days(items)),
        now=next((item for item in items if item.starts_at <= at < item.ends_at), None),
        next=next((item for item in items if at < item.starts_at), None),
        changes=tuple(_changes(session, participant, version, items)),
        presence=dict(presence.all()),
        noted=frozenset(noted),
    )


def _days(items: list[ItineraryItem]) -> list[DayCards]:
    found = []
    for day, group in groupby(items, key=lambda item: local_day(item.starts_at, item.zone)):
        cards: list[Card] = []
        for item in group:
            busy_until = max((card.item.ends_at for card in cards), default=item.starts_at)
            free = minutes_between(busy_until, item.starts_at)
            ways = [card.item for card in cards if card.item.kind is ItemKind.LEG]
            cards.append(
                Card(
                    item=item,
                    free_before=free if free >= SHORTEST_GAP else 0,
                    departs=item.kind is ItemKind.LEG
                    and all(way.tour_key != item.tour_key for way in ways),
                    is_reached=bool(ways) and ways[-1].place == item.place,
                )
            )
        found.append(DayCards(day, tuple(cards)))
    return found


def local_day(moment: datetime, zone: str) -> date:
    return clock.wall_clock(moment, zone).date()


def minutes_between(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)


def _changes(
    session: Session,
    participant: Participant,
    version: PlanVersion | None,
    items: list[ItineraryItem],
) -> list[Change]:
    """Compare with the version that the participant last acknowledged, or first opened."""
    seen = _last_seen(session, participant.id)
    if version is None or seen is None or seen.id == version.id:
        return []
    old = {item.uid: item for item in plans.items_in(session, seen, participant.id) if item.uid}
    new = {item.uid: item for item in items if item.uid}
    return sorted(
        (
            Change(
                title=(new.get(uid) or old[uid]).title,
                zone=participant.forum.zone,
                old=old[uid].starts_at if uid in old else None,
                new=new[uid].starts_at if uid in new else None,
            )
            for uid in old.keys() | new.keys()
            if uid not in old or uid not in new or old[uid].starts_at != new[uid].starts_at
        ),
        key=lambda change: (change.new or change.old or participant.arrives_at, change.title),
    )


def _last_seen(session: Session, participant_id: int) -> PlanVersion | None:
    """Return the newest acknowledged version; before the first one, the first that was opened."""
    is_acknowledged = Reading.acknowledged_at.is_not(None)
    newest_of_those = case((is_acknowledged, -PlanVersion.number), else_=PlanVersion.number)
    return session.scalar(
        select(PlanVersion)
        .options(plans.WITHOUT_PLANS)
        .join(Reading, Reading.plan_version_id == PlanVersion.id)
        .where(Reading.participant_id == participant_id)
        .order_by(newest_of_those)
        .limit(1)
    )


def calendar_items(session: Session, participant_id: int) -> list[PublishedItem]:
    """Return every visit ever published to a participant, cancelled ones included."""
    return list(
        session.scalars(
            select(PublishedItem)
            .where(PublishedItem.participant_id == participant_id)
            .order_by(PublishedItem.id)
        )
    )


def planned_visit(
    session: Session, participant_id: int, visit_offer_id: int
) -> ItineraryItem | None:
    """Return a participant's published visit of a host, or None."""
    return next(
        (
            item
            for item in plans.itinerary_of(session, participant_id)
            if item.kind is ItemKind.VISIT and item.visit_offer_id == visit_offer_id
        ),
        None,
    )


def host_offer(session: Session, visit_offer_id: int, own: int | None) -> VisitOffer:
    """Return a visit offer of the asker's house. Raises NotFound, also for somebody else's."""
    found = session.get(VisitOffer, visit_offer_id)
    if found is None or (own is not None and found.organisation_id != own):
        raise NotFound(_("There is no such visit."))
    return found


def hosting_forums(session: Session, organisation_id: int) -> list[Forum]:
    """Return the editions for which an organisation offers visits, the latest first."""
    return list(
        session.scalars(
            select(Forum)
            .where(
                Forum.id.in_(
                    select(VisitOffer.forum_id).where(
                        VisitOffer.organisation_id == organisation_id
                    )
                )
            )
            .order_by(Forum.starts_on.desc())
        )
    )
