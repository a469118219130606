"""Changing needs and offers: `…_faults` says what stands in the way, `set_…` writes, `put_…` both.

Callers commit.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit import actions as audit
from app.organisations import places
from app.organisations.actions import note_organisation
from app.organisations.keys import organisation_by_key, programme_by_key, site_by_name
from app.organisations.models import Organisation
from app.partnerships.models import (
    Need,
    NeedLanguage,
    Offer,
    OfferLanguage,
    OfferPeriod,
)
from app.web.faults import Faults
from matching.place_finder import PlaceError

Wanted = Mapping[str, Any]
"""Values as a schema has read them."""

_NEED = (
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
    "countries",
    "town",
    "radius_km",
    "coded_needs",
    "state",
)
_OFFER = (
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
    "wanted_countries",
    "state",
)


def need_by_key(session: Session, key: str) -> Need | None:
    return session.scalar(select(Need).where(Need.key == key))


def offer_by_key(session: Session, key: str) -> Offer | None:
    return session.scalar(select(Offer).where(Offer.key == key))


def need_faults(session: Session, wanted: Wanted) -> Faults:
    """Return what stands in the way of a need; tolerates missing values."""
    faults = Faults()
    organisation = note_organisation(session, faults, wanted)
    programme = wanted.get("programme")
    if organisation and programme and programme_by_key(session, organisation, programme) is None:
        faults.add(
            "programme",
            _(
                "%(name)s has no programme with the key %(key)s.",
                name=organisation.name,
                key=programme,
            ),
        )
    faults.once("languages", (skill["language"] for skill in wanted.get("languages", ())))
    faults.once("countries", wanted.get("countries", ()))
    _note_owner(faults, need_by_key(session, wanted.get("key", "")), organisation)
    _note_town(session, faults, wanted)
    return faults


def _note_owner(faults: Faults, row: Need | Offer | None, owner: Organisation | None) -> None:
    if row is not None and owner is not None and row.organisation_id != owner.id:
        faults.add("key", _("This key belongs to %(name)s already.", name=row.organisation.name))


def _note_town(session: Session, faults: Faults, wanted: Wanted) -> None:
    if not wanted.get("town") or places.stated_point(wanted) is not None:
        return
    row = need_by_key(session, wanted.get("key", ""))
    if row is not None and _keeps_its_point(row, wanted):
        return
    for country in wanted.get("countries") or [""]:
        places.note_ambiguity(faults, {"city": wanted["town"], "country": country}, field="town")


def _keeps_its_point(row: Need, wanted: Wanted) -> bool:
    return row.latitude is not None and row.town == wanted["town"]


def set_need(session: Session, wanted: Wanted) -> Need:
    """Create or change a need, known by its key."""
    organisation = organisation_by_key(session, wanted["organisation"])
    assert organisation is not None, "faults are asked first"
    row = need_by_key(session, wanted["key"])
    if row is None:
        row = Need(key=wanted["key"], organisation=organisation, languages=[])
        session.add(row)
    _settle_town(row, wanted)
    for name in _NEED:
        setattr(row, name, wanted[name])
    named = wanted["programme"]
    row.programme = programme_by_key(session, organisation, named) if named else None
    skills = {skill["language"]: skill["level"] for skill in wanted["languages"]}
    if {skill.language: skill.level for skill in row.languages} != skills:
        if row.languages:
            row.languages.clear()
            session.flush()
        row.languages = [
            NeedLanguage(language=language, level=level) for language, level in skills.items()
        ]
    return row


def _settle_town(row: Need, wanted: Wanted) -> None:
    point = places.stated_point(wanted)
    if point is None and row.key and _keeps_its_point(row, wanted):
        return
    for country in wanted["countries"] or [""]:
        try:
            point = point or places.find_point({"city": wanted["town"], "country": country})
        except PlaceError:
            continue
    row.latitude = point.latitude if point else None
    row.longitude = point.longitude if point else None


def put_need(session: Session, actor: str, wanted: Wanted) -> Need:
    """Create or change a need. Raises Invalid."""
    need_faults(session, wanted).refuse()
    row = set_need(session, wanted)
    session.flush()
    audit.record(session, actor, "need.put", f"need:{row.id}")
    return row


def offer_faults(session: Session, wanted: Wanted) -> Faults:
    """Return what stands in the way of an offer; tolerates missing values."""
    faults = Faults()
    organisation = note_organisation(session, faults, wanted)
    note_organisation(session, faults, wanted, "centre")
    site = wanted.get("site")
    if organisation and site and site_by_name(organisation, site) is None:
        faults.add(
            "site",
            _("%(name)s has no site called %(site)s.", name=organisation.name, site=site),
        )
    faults.once("languages", (skill["language"] for skill in wanted.get("languages", ())))
    _note_owner(faults, offer_by_key(session, wanted.get("key", "")), organisation)
    return faults


def set_offer(session: Session, wanted: Wanted) -> Offer:
    """Create or change an offer with its periods, known by its key."""
    organisation = organisation_by_key(session, wanted["organisation"])
    assert organisation is not None, "faults are asked first"
    row = offer_by_key(session, wanted["key"])
    if row is None:
        row = Offer(key=wanted["key"], organisation=organisation, languages=[], periods=[])
        session.add(row)
    for name in _OFFER:
        setattr(row, name, wanted[name])
    row.centre = organisation_by_key(session, wanted["centre"]) if wanted["centre"] else None
    row.site = site_by_name(organisation, wanted["site"]) if wanted["site"] else None
    skills = {skill["language"]: skill["level"] for skill in wanted["languages"]}
    if {skill.language: skill.level for skill in row.languages} != skills:
        if row.languages:
            row.languages.clear()
            session.flush()
        row.languages = [
            OfferLanguage(language=language, level=level) for language, level in skills.items()
        ]
    row.periods = [OfferPeriod(**period) for period in wanted["periods"]]
    return row


def put_offer(session: Session, actor: str, wanted: Wanted) -> Offer:
    """Create or change an offer. Raises Invalid."""
    offer_faults(session, wanted).refuse()
    row = set_offer(session, wanted)
    session.flush()
    audit.record(session, actor, "offer.put", f"offer:{row.id}")
    return row
