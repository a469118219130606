"""The sheets of who shows what to visitors, and of who visits with which wishes."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.clock import wall_clock
from app.forums import schemas, visiting
from app.forums.models import Participant, VisitOffer, Wish, WishKind
from app.imports.targets.base import Target, the
from app.organisations.models import Sector

_OFFER = (
    "key",
    "minutes",
    "minimum_group",
    "maximum_group",
    "maximum_visits",
    "shown",
    "site_rules",
    "dress",
    "ask_for",
    "phone",
    "meeting_point",
    "names_due_days",
)
_PERSON = (
    "key",
    "name",
    "email",
    "phone",
    "locale",
    "minimum_visits",
    "lodging",
    "access_needs",
    "diet",
    "shares_name",
    "shares_phone",
)


def _entered_offer(row: VisitOffer) -> dict[str, Any]:
    spans = sorted(row.open_spans, key=lambda span: span.starts_at)
    return {name: getattr(row, name) for name in _OFFER} | {
        "organisation": row.organisation.key,
        "site": row.site.name if row.site else "",
        "languages": sorted(row.languages),
        "open_spans": [
            {
                "starts_at": wall_clock(span.starts_at, span.zone),
                "ends_at": wall_clock(span.ends_at, span.zone),
            }
            for span in spans
        ],
    }


VISIT_OFFERS = Target[VisitOffer](
    name="visit-offers",
    schema=schemas.VisitOfferIn,
    identity=("key",),
    needs_forum=True,
    rows=lambda session, forum: session.scalars(
        select(VisitOffer)
        .where(VisitOffer.forum_id == the(forum).id)
        .options(
            selectinload(VisitOffer.organisation),
            selectinload(VisitOffer.site),
            selectinload(VisitOffer.open_spans),
        )
    ),
    entered=_entered_offer,
    faults=lambda session, forum, wanted: visiting.visit_offer_faults(session, the(forum), wanted),
    write=lambda session, forum, wanted: visiting.set_visit_offer(session, the(forum), wanted),
    names_people=True,
    examples=(
        {
            "key": "host-example",
            "organisation": "company-example",
            "minutes": "90",
            "minimum_group": "2",
            "maximum_group": "12",
            "maximum_visits": "2",
            "open_spans": "2027-03-23 09:00-12:30; 2027-03-24 13:30-17:00",
            "languages": "en; pl",
            "shown": "Warehouse and dispatch office",
            "site_rules": "Closed shoes. No photographs.",
            "ask_for": "Reception",
            "names_due_days": "5",
        },
    ),
)


def _hosts(row: Participant, kind: WishKind) -> list[Wish]:
    found = [wish for wish in row.wishes if wish.kind is kind]
    return sorted(found, key=lambda wish: wish.visit_offer.key)


def _entered_participant(row: Participant) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _PERSON} | {
        "organisation": row.organisation.key,
        "languages": sorted(row.languages),
        "sectors": sorted(Sector(sector) for sector in row.sectors),
        "arrives_at": wall_clock(row.arrives_at, row.zone),
        "departs_at": wall_clock(row.departs_at, row.zone),
        "must": [wish.visit_offer.key for wish in _hosts(row, WishKind.MUST)],
        "want": [
            {"host": wish.visit_offer.key, "value": wish.value}
            for wish in _hosts(row, WishKind.WANT)
        ],
        "avoid": [wish.visit_offer.key for wish in _hosts(row, WishKind.AVOID)],
    }


PARTICIPANTS = Target[Participant](
    name="participants",
    schema=schemas.ParticipantIn,
    identity=("key",),
    needs_forum=True,
    rows=lambda session, forum: session.scalars(
        select(Participant)
        .where(Participant.forum_id == the(forum).id)
        .options(
            selectinload(Participant.organisation),
            selectinload(Participant.wishes).selectinload(Wish.visit_offer),
        )
    ),
    entered=_entered_participant,
    faults=lambda session, forum, wanted: visiting.participant_faults(session, the(forum), wanted),
    write=lambda session, forum, wanted: visiting.set_participant(session, the(forum), wanted),
    names_people=True,
    examples=(
        {
            "key": "p-01",
            "organisation": "school-example",
            "name": "Sam Sample",
            "email": "sam.sample@example.org",
            "locale": "fr",
            "languages": "en; fr",
            "sectors": "transport_logistics",
            "arrives_at": "2027-03-22 18:00",
            "departs_at": "2027-03-26 16:00",
            "must": "host-example",
            "lodging": "Hotel near the station",
        },
    ),
)
