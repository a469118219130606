"""Reading plans: runs, versions, and a person's itinerary from the published version."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload, load_only

from app.errors import NotFound
from app.forums.models import Forum, Participant, VisitOffer
from app.plans import ids, timetable
from app.plans.contacts import Companion, Contacts
from app.plans.contents import Content, content_of
from app.plans.models import Pin, PlanRun, PlanVersion, Reading
from app.plans.timetable import ItemKind, Stretch

WITHOUT_PLANS = load_only(
    PlanVersion.id,
    PlanVersion.forum_id,
    PlanVersion.plan_run_id,
    PlanVersion.restored_from_id,
    PlanVersion.number,
    PlanVersion.note,
    PlanVersion.digest,
    PlanVersion.published_at,
    PlanVersion.published_by,
)
"""How versions are read where what they hold is not needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItineraryItem:
    """One thing in a person's week, with what they need to know on the way.

    Moments are UTC; `zone` is the forum's. `latitude` and `longitude` are degrees. A leg's
    `place` is where it leads. `uid` is set for visits and stays the same in all versions.
    """

    kind: ItemKind
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    place: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    is_exact: bool = True
    came_from: str = ""
    mode: str = ""
    tour_key: str = ""
    tour_name: str = ""
    departure_note: str = ""
    driver_phone: str = ""
    visit_offer_id: int | None = None
    organisation_id: int | None = None
    languages: tuple[str, ...] = ()
    shown: str = ""
    site_rules: str = ""
    dress: str = ""
    meeting_point: str = ""
    ask_for: str = ""
    phone: str = ""
    companions: tuple[Companion, ...] = ()
    uid: str = ""


def current_version(session: Session, forum_id: int) -> PlanVersion | None:
    """Return the newest published version of a forum."""
    return session.scalar(
        select(PlanVersion)
        .where(PlanVersion.forum_id == forum_id)
        .order_by(PlanVersion.number.desc())
        .limit(1)
    )


def version_in_force(session: Session, forum_id: int) -> PlanVersion | None:
    """Return the newest published version of a forum without what it holds."""
    return session.scalar(
        select(PlanVersion)
        .where(PlanVersion.forum_id == forum_id)
        .options(WITHOUT_PLANS)
        .order_by(PlanVersion.number.desc())
        .limit(1)
    )


def itinerary_of(session: Session, participant_id: int) -> list[ItineraryItem]:
    """Return what the published version holds for a participant, in order of time.

    Empty when nobody of that number exists or nothing is published. What is shown of hosts
    and tours is what was published; names and telephone numbers are those of today, so that
    a person who was erased is gone from every itinerary.
    """
    participant = session.get(Participant, participant_id)
    version = version_in_force(session, participant.forum_id) if participant else None
    return [] if version is None else items_in(session, version, participant_id)


def items_in(session: Session, version: PlanVersion, participant_id: int) -> list[ItineraryItem]:
    """Return what one version holds for a participant, in order of time."""
    content = content_of(session, version)
    me = ids.of_participant(participant_id)
    stretches = timetable.of_person(content.problem, content.plan, me)
    contacts = Contacts(session, session.get_one(Forum, version.forum_id), stretches)
    return [_item(stretch, content, contacts, participant_id) for stretch in stretches]


def _item(
    stretch: Stretch, content: Content, contacts: Contacts, participant_id: int
) -> ItineraryItem:
    facts, point = content.facts, content.points[stretch.place]
    place = facts["places"][stretch.place]
    tour = facts["tours"].get(stretch.tour, {})
    host = facts["hosts"].get(stretch.host, {})
    offer_id = ids.number_in(stretch.host) if stretch.host else None
    ask_for, phone = contacts.hosts.get(offer_id or 0, ("", ""))
    return ItineraryItem(
        kind=stretch.kind,
        starts_at=stretch.starts_at,
        ends_at=stretch.ends_at,
        zone=content.problem["timezone"],
        title=_title(stretch, facts, place),
        place=place["name"],
        address=place["address"],
        latitude=point["lat"],
        longitude=point["lon"],
        is_exact=place["is_exact"],
        came_from=facts["places"][stretch.came_from]["name"] if stretch.came_from else "",
        mode=tour.get("mode", ""),
        tour_key=tour.get("key", ""),
        tour_name=tour.get("name", ""),
        departure_note=tour.get("departure_note", ""),
        driver_phone=contacts.drivers.get(ids.number_in(stretch.tour), "") if stretch.tour else "",
        visit_offer_id=offer_id,
        organisation_id=host.get("organisation"),
        languages=tuple(host.get("languages", ())),
        shown=host.get("shown", ""),
        site_rules=host.get("site_rules", ""),
        dress=host.get("dress", ""),
        meeting_point=host.get("meeting_point", ""),
        ask_for=ask_for,
        phone=phone,
        companions=contacts.companions(stretch, participant_id),
        uid=visit_uid(offer_id, participant_id) if offer_id else "",
    )


def _title(stretch: Stretch, facts: dict[str, Any], place: dict[str, Any]) -> str:
    if stretch.session:
        return str(facts["sessions"][stretch.session]["title"])
    if stretch.host:
        return str(facts["hosts"][stretch.host]["name"])
    return str(place["name"])


def visit_uid(visit_offer_id: int, participant_id: int) -> str:
    """Return the identifier of a visit in calendars; nobody visits the same host twice."""
    return f"visit-{visit_offer_id}-{participant_id}@netinvet"


def version_by_number(session: Session, forum_id: int, number: int) -> PlanVersion:
    """Return a version of a forum. Raises NotFound."""
    version = session.scalar(
        select(PlanVersion).where(PlanVersion.forum_id == forum_id, PlanVersion.number == number)
    )
    if version is None:
        raise NotFound(_("There is no such version."))
    return version


def versions_of(session: Session, forum_id: int) -> list[PlanVersion]:
    """Return all versions of a forum without their plans, newest first."""
    return list(
        session.scalars(
            select(PlanVersion)
            .where(PlanVersion.forum_id == forum_id)
            .options(WITHOUT_PLANS)
            .order_by(PlanVersion.number.desc())
        )
    )


def runs_of(session: Session, forum_id: int, *, most: int = 50) -> list[PlanRun]:
    """Return the newest runs of a forum without their problems and plans, newest first."""
    return list(
        session.scalars(
            select(PlanRun)
            .where(PlanRun.forum_id == forum_id)
            .options(defer(PlanRun.problem), defer(PlanRun.plan), defer(PlanRun.alternatives))
            .order_by(PlanRun.id.desc())
            .limit(most)
        )
    )


def drafts_of(session: Session, run_id: int) -> list[PlanRun]:
    """Return what was tried out from a plan: copies and drafts, oldest first."""
    return list(
        session.scalars(
            select(PlanRun)
            .where(PlanRun.parent_id == run_id)
            .options(defer(PlanRun.problem), defer(PlanRun.plan), defer(PlanRun.alternatives))
            .order_by(PlanRun.id)
        )
    )


def alternatives_of(run: PlanRun) -> list[dict[str, Any]]:
    """Return the answers that a run found, with which of them its plan is."""
    chosen = (run.plan or {}).get("tours")
    return [
        {
            "people_changed": one["people_changed"],
            "worth": one["worth"],
            "is_chosen": one["plan"]["tours"] == chosen,
        }
        for one in run.alternatives or ()
    ]


def pins_of(session: Session, forum_id: int) -> list[Pin]:
    """Return the pins of a forum with what they name."""
    return list(
        session.scalars(
            select(Pin)
            .where(Pin.forum_id == forum_id)
            .options(
                joinedload(Pin.tour),
                joinedload(Pin.participant),
                joinedload(Pin.visit_offer).joinedload(VisitOffer.organisation),
            )
            .order_by(Pin.id)
        )
    )


def readers_of(session: Session, version: PlanVersion) -> list[tuple[Participant, Reading | None]]:
    """Return everybody with whether they opened a version, those who did not first."""
    rows = session.execute(
        select(Participant, Reading)
        .outerjoin(
            Reading,
            (Reading.participant_id == Participant.id) & (Reading.plan_version_id == version.id),
        )
        .where(Participant.forum_id == version.forum_id, Participant.withdrawn_at.is_(None))
        .options(joinedload(Participant.organisation))
        .order_by(Reading.opened_at.is_not(None), Participant.name)
    )
    return [(participant, reading) for participant, reading in rows]
