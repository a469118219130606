"""What a version tells people of places, hosts, tours and sessions, beside the times."""

from typing import Any

from app.forums.models import Forum, VisitOffer
from app.organisations.models import Precision
from app.plans import ids
from app.plans.bridge import site_of

Record = dict[str, Any]


def facts_of(forum: Forum) -> Record:
    """Return what people are told about places, hosts, tours and sessions: names of no persons.

    Kept with a published version, so that it says what was published then.
    """
    places = {
        ids.of_forum_place(place.id): {
            "name": place.name,
            "address": ", ".join(filter(None, (place.address, place.city))),
            "is_exact": place.precision is not Precision.TOWN,
        }
        for place in forum.places
    }
    for offer in forum.visit_offers:
        site = site_of(offer)
        if site is not None:
            parts = (site.address, " ".join(filter(None, (site.postcode, site.city))))
            places[ids.of_site(site.id)] = {
                "name": site.name or offer.organisation.name,
                "address": ", ".join(filter(None, parts)),
                "is_exact": site.precision not in (None, Precision.TOWN),
            }
    return {
        "places": places,
        "hosts": {
            ids.of_visit_offer(offer.id): _host_facts(offer) for offer in forum.visit_offers
        },
        "tours": {
            ids.of_tour(tour.id): {
                "key": tour.key,
                "name": tour.name,
                "mode": tour.mode.value,
                "departure_note": tour.departure_note,
            }
            for tour in forum.tours
        },
        "sessions": {ids.of_session(row.id): {"title": row.title} for row in forum.sessions},
    }


def _host_facts(offer: VisitOffer) -> Record:
    return {
        "organisation": offer.organisation_id,
        "key": offer.key,
        "name": offer.organisation.name,
        "languages": list(offer.languages),
        "shown": offer.shown,
        "site_rules": offer.site_rules,
        "dress": offer.dress,
        "meeting_point": offer.meeting_point,
    }
