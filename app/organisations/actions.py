"""Changing the directory.

`…_faults` says what stands in the way, `set_…` writes, `put_…` is both with a line in the trail.
Callers commit.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.audit import actions as audit
from app.organisations import places
from app.organisations.keys import (
    organisation_by_key,
    programme_by_key,
    remember,
    site_by_name,
)
from app.organisations.models import (
    Charter,
    CircleMembership,
    ContactRole,
    LanguageSkill,
    Organisation,
    OrganisationKind,
    OrganisationSector,
    Programme,
    ProgrammeName,
    Site,
)
from app.web.faults import Faults

Wanted = Mapping[str, Any]
"""Values as a schema has read them."""

_PLAIN = ("name", "kind", "country", "city", "website", "about", "source", "is_fictional")


def organisation_faults(session: Session, wanted: Wanted) -> Faults:
    """Return what stands in the way of an organisation; tolerates missing values."""
    faults = Faults()
    faults.once("languages", (skill["language"] for skill in wanted.get("languages", ())))
    faults.once("sectors", (sector.value for sector in wanted.get("sectors", ())))
    existing = organisation_by_key(session, wanted.get("key", ""))
    oid = wanted.get("oid")
    if oid:
        owner = session.scalar(select(Organisation.key).where(Organisation.oid == oid))
        if owner is not None and (existing is None or existing.key != owner):
            faults.add("oid", _("%(key)s has this OID already.", key=owner))
    _note_place(faults, existing.main_site if existing else None, wanted)
    return faults


def _note_place(faults: Faults, site: Site | None, wanted: Wanted) -> None:
    if places.stated_point(wanted) is None and not places.keeps_its_point(site, wanted):
        places.note_ambiguity(faults, wanted)


def set_organisation(session: Session, wanted: Wanted) -> Organisation:
    """Create or change an organisation and its main site, known by its key."""
    row = organisation_by_key(session, wanted["key"])
    if row is None:
        row = Organisation(key=wanted["key"], sectors=[], languages=[], sites=[])
        session.add(row)
        remember(session, row)
    for name in (*_PLAIN, "requests_per_season"):
        setattr(row, name, wanted[name])
    row.oid = wanted["oid"] or None
    site = row.main_site
    if site is None:
        site = Site(is_main=True, is_set_by_hand=False, country=wanted["country"])
        row.sites.append(site)
    places.settle(site, wanted)
    _renew_skills(session, row, wanted)
    flag_modified(row, "name")
    return row


def _renew_skills(session: Session, row: Organisation, wanted: Wanted) -> None:
    if set(row.sector_values) != set(wanted["sectors"]):
        if row.sectors:
            row.sectors.clear()
            session.flush()
        row.sectors = [OrganisationSector(sector=sector) for sector in wanted["sectors"]]
    skills = {skill["language"]: skill["level"] for skill in wanted["languages"]}
    if {skill.language: skill.level for skill in row.languages} != skills:
        if row.languages:
            row.languages.clear()
            session.flush()
        row.languages = [
            LanguageSkill(language=language, level=level) for language, level in skills.items()
        ]


def put_organisation(session: Session, actor: str, wanted: Wanted) -> Organisation:
    """Create or change an organisation. Raises Invalid."""
    organisation_faults(session, wanted).refuse()
    row = set_organisation(session, wanted)
    session.flush()
    audit.record(session, actor, "organisation.put", f"organisation:{row.id}")
    return row


def note_organisation(
    session: Session, faults: Faults, wanted: Wanted, field: str = "organisation"
) -> Organisation | None:
    """Return the organisation that a field names; note it where there is none."""
    key = wanted.get(field)
    if not key:
        return None
    row = organisation_by_key(session, key)
    if row is None:
        faults.add(field, _("There is no organisation with the key %(key)s.", key=key))
    return row


def _the_organisation(
    session: Session, wanted: Wanted, field: str = "organisation"
) -> Organisation:
    row = organisation_by_key(session, wanted[field])
    assert row is not None, "faults are asked first"
    return row


def site_faults(session: Session, wanted: Wanted) -> Faults:
    faults = Faults()
    organisation = note_organisation(session, faults, wanted)
    site = site_by_name(organisation, wanted.get("name", "")) if organisation else None
    _note_place(faults, site, wanted)
    return faults


def set_site(session: Session, wanted: Wanted) -> Site:
    """Create or change a further site, known by its name."""
    organisation = _the_organisation(session, wanted)
    site = site_by_name(organisation, wanted["name"])
    if site is None:
        site = Site(name=wanted["name"], is_main=False, is_set_by_hand=False)
        organisation.sites.append(site)
    places.settle(site, wanted)
    flag_modified(organisation, "name")
    session.flush()
    return site


def belongs_faults(session: Session, wanted: Wanted) -> Faults:
    """Return what stands in the way of a charter or contact: only a wrong organisation can."""
    faults = Faults()
    note_organisation(session, faults, wanted)
    return faults


def set_charter(session: Session, wanted: Wanted) -> Charter:
    organisation = _the_organisation(session, wanted)
    row = next((one for one in organisation.charters if one.kind is wanted["kind"]), None)
    if row is None:
        row = Charter(kind=wanted["kind"])
        organisation.charters.append(row)
    for name in ("reference", "signed_on", "expires_on"):
        setattr(row, name, wanted[name])
    flag_modified(organisation, "name")
    session.flush()
    return row


def set_contact(session: Session, wanted: Wanted) -> ContactRole:
    organisation = _the_organisation(session, wanted)
    row = next((one for one in organisation.contacts if one.role == wanted["role"]), None)
    if row is None:
        row = ContactRole(role=wanted["role"])
        organisation.contacts.append(row)
    for name in ("holder", "email", "phone", "since_on", "handover_note"):
        setattr(row, name, wanted[name])
    flag_modified(organisation, "name")
    session.flush()
    return row


def set_programme(session: Session, wanted: Wanted) -> Programme:
    """Create or change a programme with its names, known by its key at its organisation."""
    organisation = _the_organisation(session, wanted)
    row = programme_by_key(session, organisation, wanted["key"])
    if row is None:
        row = Programme(key=wanted["key"], names=[])
        organisation.programmes.append(row)
    for name in ("sector", "eqf_level", "field_of_education", "profile"):
        setattr(row, name, wanted[name])
    row.names = [ProgrammeName(**name) for name in wanted["names"]]
    flag_modified(row, "key")
    session.flush()
    return row


def circle_faults(session: Session, wanted: Wanted) -> Faults:
    faults = Faults()
    centre = note_organisation(session, faults, wanted, "centre")
    company = note_organisation(session, faults, wanted, "company")
    if centre and centre.kind is OrganisationKind.COMPANY:
        faults.add("centre", _("A company has no circle: please name a school or centre."))
    if company and company.kind is not OrganisationKind.COMPANY:
        faults.add("company", _("Only companies belong to a circle."))
    return faults


def set_circle(session: Session, wanted: Wanted) -> CircleMembership:
    centre = _the_organisation(session, wanted, "centre")
    company = _the_organisation(session, wanted, "company")
    row = session.scalar(
        select(CircleMembership).where(
            CircleMembership.centre_id == centre.id, CircleMembership.company_id == company.id
        )
    )
    if row is None:
        row = CircleMembership(centre=centre, company=company)
        session.add(row)
    row.since_on = wanted["since_on"]
    session.flush()
    return row
