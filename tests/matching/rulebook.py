"""A second reading of the rules, day by day and in the words of the brochure, to check the first.

It shares the profiles with the product and nothing else.
"""

from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt

from matching.profiles import Accreditation, Need, Offer, Period, Place, Wanted

EARTH_RADIUS = 6371.009


def failed_rules(need: Need, offer: Offer) -> tuple[list[str], list[str]]:
    """Return the names of the sender's and of the host's rules that fail."""
    sender = [name for name, fails in _sender_rules(need, offer) if fails]
    host = [name for name, fails in _host_rules(need, offer) if fails]
    return sender, host


def _sender_rules(need: Need, offer: Offer) -> list[tuple[str, bool]]:
    spoken = [one.language for one in need.languages]
    at_host = [one.language for one in offer.languages.get(need.kind, ())]
    minutes = need.minutes.get(offer.key)
    best = _best_stay(need, offer)
    return [
        ("other_kind", not any(kind == need.kind for kind in offer.kinds)),
        ("not_abroad", need.abroad and offer.country == need.country),
        ("other_country", len(need.countries) > 0 and offer.country not in need.countries),
        (
            "other_sector",
            None not in (need.sector, *(offer.sectors or [None]))
            and need.sector not in offer.sectors,
        ),
        (
            "no_shared_language",
            len(spoken) * len(at_host) > 0 and not any(one in at_host for one in spoken),
        ),
        ("no_common_period", best is None),
        (
            "too_few_places",
            offer.places is not None and need.learners > (offer.places if best is None else best),
        ),
        ("no_host_family", need.host_family == Wanted.MUST and offer.host_family is False),
        ("not_accredited", not _all_held(need.required, offer.accreditations, need.window)),
        (
            "too_far",
            None not in (need.place, offer.place, need.max_kilometres)
            and _haversine(need.place, offer.place) > (need.max_kilometres or 0),
        ),
        (
            "journey_too_long",
            minutes is not None and need.max_minutes is not None and minutes > need.max_minutes,
        ),
    ]


def _host_rules(need: Need, offer: Offer) -> list[tuple[str, bool]]:
    asks = offer.asks
    levels = {one.language: one.level for one in need.languages}
    enough = [
        one
        for one in asks.languages
        if one.language in levels and (levels[one.language] or 9) >= (one.level or 0)
    ]
    return [
        ("minors_not_taken", bool(need.minors) and offer.takes_minors is False),
        ("language_below_asked", bool(asks.languages) and bool(levels) and not enough),
        (
            "eqf_not_taken",
            need.eqf is not None and need.eqf not in (asks.eqf_levels or {need.eqf}),
        ),
        ("stay_too_short", need.weeks < asks.shortest_stay),
        ("group_too_small", need.learners < asks.smallest_group),
        ("group_too_large", need.learners > asks.largest_group),
        (
            "sender_not_accredited",
            not _all_held(asks.accreditations, need.accreditations, need.window),
        ),
    ]


def _best_stay(need: Need, offer: Offer) -> int | None:
    """Try every Monday: return the most places free all through a stay, None when none fits."""
    rooms = []
    day = need.window.first
    while day + timedelta(weeks=need.weeks, days=-3) <= need.window.last:
        if day.weekday() == 0:
            mondays = [day + timedelta(weeks=number) for number in range(need.weeks)]
            if all(_is_open(offer, monday) for monday in mondays):
                rooms.append(min(_free(offer, monday) for monday in mondays))
        day += timedelta(days=1)
    return max(rooms, default=None)


def _is_open(offer: Offer, monday: date) -> bool:
    friday = monday + timedelta(days=4)
    return any(one.first <= monday and friday <= one.last for one in offer.periods)


def _free(offer: Offer, monday: date) -> int:
    number = (monday - date(1, 1, 1)).days // 7
    return max(0, (offer.places or 0) - offer.booked.get(number, 0))


def _all_held(schemes: frozenset[str], held: tuple[Accreditation, ...], window: Period) -> bool:
    return all(
        any(
            one.scheme == scheme
            and one.valid.first <= window.first
            and window.last <= one.valid.last
            for one in held
        )
        for scheme in schemes
    )


def _haversine(here: Place | None, there: Place | None) -> int:
    if here is None or there is None:
        return 0
    north = radians(there.latitude - here.latitude) / 2
    east = radians(there.longitude - here.longitude) / 2
    chord = (
        sin(north) ** 2
        + cos(radians(here.latitude)) * cos(radians(there.latitude)) * sin(east) ** 2
    )
    return round(2 * EARTH_RADIUS * asin(sqrt(chord)))
