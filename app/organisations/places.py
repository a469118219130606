"""Where towns and addresses are: found by name, asked where a name is ambiguous.

A point set by hand is never replaced; a stated point is never looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from app.organisations.models import Precision, Site
from app.settings import Settings
from app.web.faults import Faults
from matching.gazetteer import AmbiguousPlace, Town, gazetteer
from matching.place_finder import PlaceError, place_finder

MOST_CANDIDATES = 6
"""How many towns of one name a sentence lists."""


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees north and east (WGS 84), and how exactly that is known."""

    latitude: float
    longitude: float
    precision: Precision


def stated_point(wanted: Mapping[str, Any]) -> Point | None:
    """Return the point that was given; without a stated precision it counts as the town's."""
    latitude, longitude = wanted.get("latitude"), wanted.get("longitude")
    if latitude is None or longitude is None:
        return None
    return Point(latitude, longitude, wanted.get("precision") or Precision.TOWN)


def find_point(wanted: Mapping[str, Any]) -> Point | None:
    """Return the point of an address or town, None where nothing is found.

    Raises:
        AmbiguousPlace: several towns may be meant.

    """
    city, country = wanted.get("city") or "", wanted.get("country") or ""
    if not city:
        return None
    settings: Settings = current_app.config["SETTINGS"]
    if settings.nominatim_domain:
        street = f"{wanted.get('address') or ''}|{wanted.get('postcode') or ''}"
        asked = _ask(settings.nominatim_domain, settings.base_url, street, city, country)
        if asked is not None:
            return asked
    town = _town(city, country)
    return Point(town.latitude, town.longitude, Precision.TOWN) if town else None


@lru_cache(maxsize=5000)
def _town(city: str, country: str) -> Town | None:
    return gazetteer().town(city, country)


@lru_cache(maxsize=5000)
def _ask(domain: str, base_url: str, street: str, city: str, country: str) -> Point | None:
    """Ask the operator's Nominatim server; None where it does not know or does not answer."""
    address, postcode = street.split("|", 1)
    query = {"street": address, "postalcode": postcode, "city": city, "country": country}
    try:
        finder = place_finder(domain, user_agent=f"netinvet ({base_url})")
        found = finder.geocode({name: value for name, value in query.items() if value})
    except PlaceError:
        return None
    if found is None:
        return None
    kind = found.raw.get("addresstype", "")
    exactness = {"building": Precision.BUILDING, "place": Precision.BUILDING}
    precision = exactness.get(kind, Precision.STREET if kind == "road" else Precision.TOWN)
    return Point(found.latitude, found.longitude, precision)


def note_ambiguity(faults: Faults, wanted: Mapping[str, Any], *, field: str = "city") -> None:
    """Note a town whose name several towns bear, listing them and how to say which."""
    try:
        find_point(wanted)
    except AmbiguousPlace as several:
        listed = "; ".join(
            f"{town.label} ({town.latitude:.3f}, {town.longitude:.3f})"
            for town in several.candidates[:MOST_CANDIDATES]
        )
        faults.add(
            field,
            _(
                "Several towns have this name: %(towns)s. Please give latitude and longitude "
                "of the one that is meant.",
                towns=listed,
            ),
        )


def keeps_its_point(site: Site | None, wanted: Mapping[str, Any]) -> bool:
    """Say whether a site's stored point stays: set by hand, or nothing new is known."""
    if site is None or not site.has_point:
        return False
    if site.is_set_by_hand:
        return True
    is_same = all(
        getattr(site, name) == wanted.get(name)
        for name in ("address", "postcode", "city", "country")
    )
    return is_same and stated_point(wanted) is None


def settle(site: Site, wanted: Mapping[str, Any]) -> None:
    """Write a site's address, and its point by the rules of this module."""
    keeps = keeps_its_point(site, wanted)
    for name in ("address", "postcode", "city", "country"):
        setattr(site, name, wanted[name])
    if keeps:
        return
    point = stated_point(wanted) or find_point(wanted)
    site.latitude = point.latitude if point else None
    site.longitude = point.longitude if point else None
    site.precision = point.precision if point else None
