"""The sheets of needs and offers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.imports.targets.base import Target
from app.partnerships import actions, schemas
from app.partnerships.models import Need, NeedLanguage, Offer, OfferLanguage

_NEED = (
    "key",
    "title",
    "description",
    "language",
    "sector",
    "eqf_level",
    "kind",
    "learners",
    "accompanying",
    "has_minors",
    "needs_host_family",
    "starts_on",
    "ends_on",
    "days",
    "town",
    "latitude",
    "longitude",
    "radius_km",
    "state",
)
_OFFER = (
    "key",
    "title",
    "description",
    "language",
    "sector",
    "kind",
    "eqf_from",
    "eqf_to",
    "minimum_group",
    "minimum_days",
    "accepts_minors",
    "has_host_family",
    "state",
)


def _skills(rows: Sequence[NeedLanguage | OfferLanguage]) -> list[dict[str, Any]]:
    return [
        {"language": skill.language, "level": skill.level}
        for skill in sorted(rows, key=lambda skill: skill.language)
    ]


def _entered_need(row: Need) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _NEED} | {
        "organisation": row.organisation.key,
        "programme": row.programme.key if row.programme else "",
        "countries": sorted(row.countries),
        "coded_needs": sorted(row.coded_needs),
        "languages": _skills(row.languages),
    }


NEEDS = Target[Need](
    name="needs",
    schema=schemas.NeedIn,
    identity=("key",),
    rows=lambda session, _forum: session.scalars(
        select(Need).options(
            selectinload(Need.organisation),
            selectinload(Need.programme),
            selectinload(Need.languages),
        )
    ),
    entered=_entered_need,
    faults=lambda session, _forum, wanted: actions.need_faults(session, wanted),
    write=lambda session, _forum, wanted: actions.set_need(session, wanted),
    near=("town", "countries"),
    examples=(
        {
            "key": "need-example",
            "organisation": "school-example",
            "programme": "logistics",
            "title": "Two learners in a warehouse",
            "language": "en",
            "sector": "transport_logistics",
            "eqf_level": "4",
            "learners": "2",
            "accompanying": "2",
            "has_minors": "yes",
            "needs_host_family": "yes",
            "starts_on": "2027-03-01",
            "ends_on": "2027-03-28",
            "days": "28",
            "countries": "PL; DE",
            "town": "Legnica",
            "radius_km": "80",
            "languages": "en:B1; fr",
        },
    ),
)


def _entered_offer(row: Offer) -> dict[str, Any]:
    periods = sorted(row.periods, key=lambda one: (one.starts_on, one.ends_on, one.places))
    return {name: getattr(row, name) for name in _OFFER} | {
        "organisation": row.organisation.key,
        "centre": row.centre.key if row.centre else "",
        "site": row.site.name if row.site else "",
        "wanted_countries": sorted(row.wanted_countries),
        "languages": _skills(row.languages),
        "periods": [
            {"starts_on": one.starts_on, "ends_on": one.ends_on, "places": one.places}
            for one in periods
        ],
    }


OFFERS = Target[Offer](
    name="offers",
    schema=schemas.OfferIn,
    identity=("key",),
    rows=lambda session, _forum: session.scalars(
        select(Offer).options(
            selectinload(Offer.organisation),
            selectinload(Offer.centre),
            selectinload(Offer.site),
            selectinload(Offer.periods),
            selectinload(Offer.languages),
        )
    ),
    entered=_entered_offer,
    faults=lambda session, _forum, wanted: actions.offer_faults(session, wanted),
    write=lambda session, _forum, wanted: actions.set_offer(session, wanted),
    examples=(
        {
            "key": "offer-example",
            "organisation": "company-example",
            "centre": "school-example",
            "title": "Warehouse, two places",
            "language": "en",
            "sector": "transport_logistics",
            "eqf_from": "4",
            "eqf_to": "5",
            "minimum_days": "14",
            "accepts_minors": "yes",
            "has_host_family": "no",
            "languages": "en:A2; pl:A2",
            "periods": "2027-01-11/2027-06-25: 2; 2027-04-01/2027-04-09: 0",
        },
    ),
)
