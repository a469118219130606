"""The directory's way to the gazetteer: a search around a town."""

from flask_babel import gettext as _
from sqlalchemy.orm import Session

import matching.gazetteer
import matching.place_names
from app.errors import Invalid
from app.organisations import queries
from app.organisations.search import Found, Point, Wanted, search
from app.partnerships import availability
from app.partnerships import queries as partnership_queries


def found(session: Session, wanted: Wanted) -> Found:
    """Return what a search finds. Raises Invalid for a town that cannot be found."""
    centre = town(wanted["near"]) if wanted["near"] else None
    first = wanted["free_from"] or wanted["free_until"]
    last = wanted["free_until"] or wanted["free_from"]
    if first and last and last < first:
        raise _refusal("free_until", _("This is before the start."))
    free = None
    if first and last:
        offers = partnership_queries.open_offers(session)
        free = availability.free_by_organisation(offers, first, last)
    return search(queries.entries(session, free), wanted, centre)


def town(query: str) -> Point:
    """Return where "Roanne" or "Roanne, FR" lies.

    Raises Invalid at the field `near` for a town that is unknown or may be any of several.
    """
    try:
        name, country = matching.place_names.parts_of(query)
        place = matching.gazetteer.gazetteer().town(name, country)
    except matching.gazetteer.AmbiguousPlace as several:
        names = "; ".join(candidate.label for candidate in several.candidates[:5])
        sentence = _("Which one is meant? Please add the country: %(names)s.", names=names)
        raise _refusal("near", sentence) from several
    if place is None:
        raise _refusal("near", _("No town of this name is known."))
    return Point(place.latitude, place.longitude)


def _refusal(field: str, sentence: str) -> Invalid:
    return Invalid(_("Some values cannot be right."), fields={field: [sentence]})
