"""The sheets of the directory: organisations and what belongs to them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.forums.models import Forum
from app.imports.targets.base import Entered, Target
from app.organisations import actions, schemas
from app.organisations.models import (
    Charter,
    CircleMembership,
    ContactRole,
    Organisation,
    Programme,
    Site,
)
from app.web.faults import Faults

_ADDRESS = ("address", "postcode", "city", "country")


def _point(site: Site | None) -> dict[str, Any]:
    names = (*_ADDRESS, "latitude", "longitude", "precision")
    return {name: getattr(site, name) for name in names} if site else {}


def _organisations(session: Session, _forum: Forum | None) -> Iterable[Organisation]:
    return session.scalars(
        select(Organisation).options(
            selectinload(Organisation.sites),
            selectinload(Organisation.sectors),
            selectinload(Organisation.languages),
        )
    )


def _entered_organisation(row: Organisation) -> dict[str, Any]:
    nowhere = dict.fromkeys(("address", "postcode"), "") | {
        "latitude": None,
        "longitude": None,
        "precision": None,
    }
    return {
        **nowhere,
        **_point(row.main_site),
        "city": row.city,
        "country": row.country,
        "key": row.key,
        "name": row.name,
        "kind": row.kind,
        "oid": row.oid or "",
        "sectors": sorted(row.sector_values),
        "languages": _skills(row),
        "website": row.website,
        "about": row.about,
        "source": row.source,
        "is_fictional": row.is_fictional,
        "requests_per_season": row.requests_per_season,
    }


def _skills(row: Organisation) -> list[dict[str, Any]]:
    return [
        {"language": skill.language, "level": skill.level}
        for skill in sorted(row.languages, key=lambda skill: skill.language)
    ]


ORGANISATIONS = Target[Organisation](
    name="organisations",
    schema=schemas.OrganisationIn,
    identity=("key",),
    rows=_organisations,
    entered=_entered_organisation,
    faults=lambda session, _forum, wanted: actions.organisation_faults(session, wanted),
    write=lambda session, _forum, wanted: actions.set_organisation(session, wanted),
    unique=("oid",),
    near=_ADDRESS,
    is_pinned=lambda row: bool(row.main_site and row.main_site.is_set_by_hand),
    examples=(
        {
            "key": "school-example",
            "name": "Example school (fictional)",
            "kind": "school",
            "country": "FR",
            "city": "Roanne",
            "sectors": "transport_logistics; international_trade",
            "languages": "en:B1; fr:C2; es",
            "website": "https://example.org",
            "is_fictional": "yes",
        },
        {
            "key": "company-example",
            "name": "Example company (fictional)",
            "kind": "company",
            "country": "PL",
            "city": "Legnica",
            "address": "ul. Przykładowa 1",
            "latitude": "51.2046",
            "longitude": "16.1613",
            "precision": "street",
            "sectors": "transport_logistics",
            "is_fictional": "yes",
        },
    ),
)


def _sites(session: Session, _forum: Forum | None) -> Iterable[Site]:
    return session.scalars(
        select(Site)
        .where(Site.name != "", Site.is_main.is_(False))
        .options(selectinload(Site.organisation))
    )


SITES = Target[Site](
    name="sites",
    schema=schemas.SiteIn,
    identity=("organisation", "name"),
    rows=_sites,
    entered=lambda row: {**_point(row), "organisation": row.organisation.key, "name": row.name},
    faults=lambda session, _forum, wanted: actions.site_faults(session, wanted),
    write=lambda session, _forum, wanted: actions.set_site(session, wanted),
    near=_ADDRESS,
    is_pinned=lambda row: row.is_set_by_hand,
    examples=(
        {
            "organisation": "school-example",
            "name": "Workshop",
            "country": "FR",
            "city": "Méru",
            "postcode": "60110",
        },
    ),
)


def _belongs(session: Session, _forum: Forum | None, wanted: Entered) -> Faults:
    return actions.belongs_faults(session, wanted)


def _of_organisation(row: Charter | ContactRole, names: tuple[str, ...]) -> dict[str, Any]:
    return {"organisation": row.organisation.key} | {name: getattr(row, name) for name in names}


CHARTERS = Target[Charter](
    name="charters",
    schema=schemas.CharterIn,
    identity=("organisation", "kind"),
    rows=lambda session, _forum: session.scalars(
        select(Charter).options(selectinload(Charter.organisation))
    ),
    entered=lambda row: _of_organisation(row, ("kind", "reference", "signed_on", "expires_on")),
    faults=_belongs,
    write=lambda session, _forum, wanted: actions.set_charter(session, wanted),
    examples=(
        {
            "organisation": "company-example",
            "kind": "host_company_charter",
            "reference": "HC-1",
            "signed_on": "2025-09-01",
            "expires_on": "2028-08-31",
        },
    ),
)

CONTACTS = Target[ContactRole](
    name="contacts",
    schema=schemas.ContactIn,
    identity=("organisation", "role"),
    rows=lambda session, _forum: session.scalars(
        select(ContactRole).options(selectinload(ContactRole.organisation))
    ),
    entered=lambda row: _of_organisation(
        row, ("role", "holder", "email", "phone", "since_on", "handover_note")
    ),
    faults=_belongs,
    write=lambda session, _forum, wanted: actions.set_contact(session, wanted),
    names_people=True,
    examples=(
        {
            "organisation": "school-example",
            "role": "Mobility officer",
            "holder": "Sam Sample",
            "email": "mobility@example.org",
            "phone": "+33 1 99 00 00 00",
            "since_on": "2025-09-01",
        },
    ),
)


def _entered_programme(row: Programme) -> dict[str, Any]:
    names = sorted(row.names, key=lambda name: (name.valid_from or 0, name.language, name.name))
    return {
        "organisation": row.organisation.key,
        "names": [
            {
                "name": name.name,
                "language": name.language,
                "valid_from": name.valid_from,
                "valid_until": name.valid_until,
            }
            for name in names
        ],
    } | {
        name: getattr(row, name)
        for name in ("key", "sector", "eqf_level", "field_of_education", "profile")
    }


PROGRAMMES = Target[Programme](
    name="programmes",
    schema=schemas.ProgrammeIn,
    identity=("organisation", "key"),
    rows=lambda session, _forum: session.scalars(
        select(Programme).options(
            selectinload(Programme.organisation), selectinload(Programme.names)
        )
    ),
    entered=_entered_programme,
    faults=_belongs,
    write=lambda session, _forum, wanted: actions.set_programme(session, wanted),
    examples=(
        {
            "organisation": "school-example",
            "key": "logistics",
            "sector": "transport_logistics",
            "eqf_level": "4",
            "field_of_education": "1041",
            "profile": "warehouse-technician",
            "names": "Bac pro Logistique (fr, -2024); Métiers de la logistique (fr, 2025-)",
        },
    ),
)

CIRCLES = Target[CircleMembership](
    name="circles",
    schema=schemas.CircleIn,
    identity=("centre", "company"),
    rows=lambda session, _forum: session.scalars(
        select(CircleMembership).options(
            selectinload(CircleMembership.centre), selectinload(CircleMembership.company)
        )
    ),
    entered=lambda row: {
        "centre": row.centre.key,
        "company": row.company.key,
        "since_on": row.since_on,
    },
    faults=lambda session, _forum, wanted: actions.circle_faults(session, wanted),
    write=lambda session, _forum, wanted: actions.set_circle(session, wanted),
    examples=(
        {"centre": "school-example", "company": "company-example", "since_on": "2025-09-01"},
    ),
)
