"""The two towns of a mobility, with their points or the sentence why there is none."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.organisations import places
from app.organisations.models import Organisation
from app.web.faults import Faults
from matching.gazetteer import AmbiguousPlace

Wanted = Mapping[str, Any]
"""Values as a schema has read them."""


def both(faults: Faults, wanted: Wanted, sending: Organisation | None) -> dict[str, Any]:
    """Return both towns with their points; the school's own site where no origin is given."""
    site = sending.main_site if sending else None
    values: dict[str, Any] = {
        "origin_city": wanted["origin_city"] or (sending.city if sending else ""),
        "origin_country": wanted["origin_country"] or (sending.country if sending else ""),
    }
    if not wanted["origin_city"] and site and site.has_point:
        values |= {"origin_latitude": site.latitude, "origin_longitude": site.longitude}
    else:
        asked = {"city": values["origin_city"], "country": values["origin_country"]}
        point = find(faults, asked, "origin_city")
        values |= {
            "origin_latitude": point.latitude if point else None,
            "origin_longitude": point.longitude if point else None,
        }
    point = find(faults, wanted, "city")
    return values | {
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
    }


def find(faults: Faults, wanted: Wanted, field: str) -> places.Point | None:
    """Return a stated or found point, and note a town that is unknown or ambiguous."""
    stated = places.stated_point(wanted)
    if stated is not None:
        return stated
    try:
        found = places.find_point(wanted)
    except AmbiguousPlace:
        places.note_ambiguity(faults, wanted, field=field)
        return None
    if found is None:
        town = f"{wanted.get('city')}, {wanted.get('country')}"
        sentence = _("The place “%(place)s” was not found: give its point.", place=town)
        faults.add(field, sentence)
    return found
