"""What came of an earlier edition: visits, partnerships, placements and mobilities. Invented.

The rows stand in `chains.csv` of the demo's sheets, one a mobility; what lies in the future on
the day of the demonstration has not happened yet.
"""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.demo.groups import fill_group
from app.forums.keys import forum_by_key, row_by_key
from app.forums.models import Forum, Participant, VisitOffer
from app.grants import actions as grants
from app.grants.models import GrantAgreement
from app.grants.rules import Heading
from app.itineraries.models import Attendance, VisitNote
from app.mobilities.entering import mobility_by_key
from app.mobilities.models import Mobility
from app.partnerships import stages
from app.partnerships.actions import need_by_key, offer_by_key
from app.partnerships.models import (
    Need,
    Offer,
    Partnership,
    PartnershipEvent,
    Placement,
    PlacementState,
    Stage,
)

T = TypeVar("T")

EARLIER = "wroclaw-2025"
"""The edition whose visits the mobilities come from."""
CONTACT = timedelta(days=21)
"""How long before the two sides agreed on what they look for they first wrote."""
AWARDED = {
    Heading.TRAVEL: Decimal(9_000),
    Heading.INDIVIDUAL_SUPPORT: Decimal(60_000),
    Heading.ORGANISATIONAL_SUPPORT: Decimal(8_000),
    Heading.OTHER: Decimal(1_000),
    Heading.INCLUSION_SUPPORT: Decimal(500),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One row of `chains.csv`, with the rows that its keys stand for."""

    mobility: Mobility
    participant: Participant
    visit_offer: VisitOffer
    need: Need
    offer: Offer
    visited_at: datetime
    aligned_on: date
    agreed_on: date


def tell_history(session: Session, folder: Path) -> None:
    """Write everything that came of the earlier edition, once."""
    forum = forum_by_key(session, EARLIER)
    assert forum is not None, "the demo's sheets hold this edition"
    with (folder / "chains.csv").open(encoding="utf-8", newline="") as file:
        links = [_link(session, forum, row) for row in csv.DictReader(file)]
    today = clock.now().date()
    for link in links:
        if link.mobility.placement_id is None:
            _attend(session, link)
            _place(session, link, _partner(session, link, today))
            fill_group(session, link.mobility, link.offer, today)
    for consortium in ("aft-vet", "aft-he"):
        _award(session, consortium)


def _link(session: Session, forum: Forum, row: dict[str, str]) -> Link:
    return Link(
        mobility=_known(mobility_by_key(session, row["mobility"])),
        participant=_known(row_by_key(session, Participant, forum, row["participant"])),
        visit_offer=_known(row_by_key(session, VisitOffer, forum, row["visit_offer"])),
        need=_known(need_by_key(session, row["need"])),
        offer=_known(offer_by_key(session, row["offer"])),
        visited_at=clock.moment(datetime.fromisoformat(row["visited_at"]), forum.zone),
        aligned_on=date.fromisoformat(row["aligned_on"]),
        agreed_on=date.fromisoformat(row["agreed_on"]),
    )


def _known(row: T | None) -> T:
    assert row is not None, "the demo's sheets hold every row that chains.csv names"
    return row


def _attend(session: Session, link: Link) -> None:
    known = {"participant_id": link.participant.id, "visit_offer_id": link.visit_offer.id}
    if session.scalar(select(Attendance.id).filter_by(**known)) is None:
        ends_at = link.visited_at + timedelta(minutes=link.visit_offer.minutes)
        times = {"planned_starts_at": link.visited_at, "planned_ends_at": ends_at}
        checked = {"was_present": True, "checked_in_at": link.visited_at, "recorded_by": "demo"}
        session.add(Attendance(**known, **times, **checked))
        answers = {"would_take_learners": "yes", "note": "Invented for the demonstration."}
        session.add(VisitNote(**known, **answers, written_at=ends_at + timedelta(hours=5)))


def _partner(session: Session, link: Link, today: date) -> Partnership:
    sending, host = link.need.organisation, stages.host_of(link.offer)
    row = session.scalar(select(Partnership).filter_by(sending_id=sending.id, host_id=host.id))
    if row is None:
        row = Partnership(
            sending=sending,
            host=host,
            need=link.need,
            offer=link.offer,
            created_at=_noon(link.aligned_on - CONTACT),
            events=[_event(Stage.CONTACT, link.aligned_on - CONTACT)],
        )
        session.add(row)
        for stage, day in (
            (Stage.ALIGNED, link.aligned_on),
            (Stage.VISITED, link.visited_at.date()),
            (Stage.AGREED, link.agreed_on),
        ):
            row.events.append(_event(stage, day))
    started = link.mobility.starts_on
    if started <= today and row.events[-1].stage is Stage.AGREED:
        row.events.append(_event(Stage.FIRST_MOBILITY, started))
    row.stage = row.events[-1].stage
    session.flush()
    return row


def _event(stage: Stage, day: date) -> PartnershipEvent:
    return PartnershipEvent(happened_at=_noon(day), stage=stage, by="Demo")


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _place(session: Session, link: Link, partnership: Partnership) -> None:
    mobility = link.mobility
    mobility.placement = Placement(
        need=link.need,
        offer=link.offer,
        partnership=partnership,
        state=PlacementState.ACCEPTED,
        learners=mobility.persons,
        starts_on=mobility.starts_on,
        ends_on=mobility.ends_on,
        requested_at=_noon(link.agreed_on - timedelta(days=9)),
        decided_at=_noon(link.agreed_on),
    )
    mobility.partnership = partnership
    session.flush()


def _award(session: Session, consortium: str) -> None:
    """Give a consortium an invented agreement of call 2026, once."""
    reference = f"FICTIONAL-2026-{consortium}"
    if session.scalar(select(GrantAgreement.id).filter_by(reference=reference)) is not None:
        return
    wanted = {"consortium": consortium, "call_year": 2026, "reference": reference}
    due = {"report_due_on": date(2027, 10, 30)}
    row = grants.set_agreement(session, "demo", None, wanted | due)
    budget = {f"{heading.value}_awarded": euros for heading, euros in AWARDED.items()}
    spent = {f"{heading.value}_spent": Decimal(0) for heading in Heading}
    grants.set_budget(session, "demo", row, budget | spent)
