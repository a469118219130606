"""The rules of both sides. An offer with an obstacle is never suggested.

The order of `Obstacle` is the published order: first what the sending organisation requires,
then what the host requires. A fact that is not known never is an obstacle, with one exception:
an accreditation that is required has to be recorded, because it has to be shown.
"""

from collections.abc import Callable
from enum import StrEnum

from matching.availability import availability
from matching.distances import kilometres
from matching.profiles import Accreditation, LanguageLevel, Need, Offer, Period, Wanted


class Side(StrEnum):
    """Whose rule, or whose view."""

    SENDER = "sender"
    HOST = "host"


class Obstacle(StrEnum):
    """Why an offer cannot serve a need, in the published order."""

    OTHER_KIND = "other_kind"
    NOT_ABROAD = "not_abroad"
    OTHER_COUNTRY = "other_country"
    OTHER_SECTOR = "other_sector"
    NO_SHARED_LANGUAGE = "no_shared_language"
    NO_COMMON_PERIOD = "no_common_period"
    TOO_FEW_PLACES = "too_few_places"
    NO_HOST_FAMILY = "no_host_family"
    NOT_ACCREDITED = "not_accredited"
    TOO_FAR = "too_far"
    JOURNEY_TOO_LONG = "journey_too_long"
    MINORS_NOT_TAKEN = "minors_not_taken"
    LANGUAGE_BELOW_ASKED = "language_below_asked"
    EQF_NOT_TAKEN = "eqf_not_taken"
    GROUP_TOO_SMALL = "group_too_small"
    GROUP_TOO_LARGE = "group_too_large"
    SENDER_NOT_ACCREDITED = "sender_not_accredited"

    @property
    def side(self) -> Side:
        """Whose rule it is."""
        return Side.HOST if self in HOST_RULES else Side.SENDER


def obstacles(need: Need, offer: Offer) -> list[Obstacle]:
    """Return every reason why this offer cannot serve this need, in the published order."""
    return [obstacle for obstacle, stands in RULES.items() if stands(need, offer)]


def first_obstacles(need: Need, offer: Offer) -> dict[Side, Obstacle]:
    """Return the first failed rule of each side that has one."""
    first: dict[Side, Obstacle] = {}
    for obstacle in obstacles(need, offer):
        first.setdefault(obstacle.side, obstacle)
    return first


def missing_schemes(
    required: frozenset[str], held: tuple[Accreditation, ...], during: Period
) -> frozenset[str]:
    """Return the required schemes that are not held on every day of the period."""
    return required - {one.scheme for one in held if one.valid.covers(during)}


def speaks_well_enough(spoken: tuple[LanguageLevel, ...], asked: LanguageLevel) -> bool:
    """Whether the asked language is spoken at the asked level; a level not known will do."""
    return any(
        one.language == asked.language
        and (one.level is None or asked.level is None or one.level >= asked.level)
        for one in spoken
    )


def _no_shared_language(need: Need, offer: Offer) -> bool:
    ours = {one.language for one in need.languages}
    theirs = {one.language for one in offer.languages.get(need.kind, ())}
    return bool(ours) and bool(theirs) and ours.isdisjoint(theirs)


def _no_common_period(need: Need, offer: Offer) -> bool:
    return availability(need, offer).longest_run < need.weeks


def _too_few_places(need: Need, offer: Offer) -> bool:
    """With no stay in common, the places that the host states decide."""
    if offer.places is None:
        return False
    found = availability(need, offer)
    free = offer.places if found.longest_run < need.weeks else found.places or 0
    return free < need.learners


def _too_far(need: Need, offer: Offer) -> bool:
    if need.max_kilometres is None or need.place is None or offer.place is None:
        return False
    return kilometres(need.place, offer.place) > need.max_kilometres


def _journey_too_long(need: Need, offer: Offer) -> bool:
    minutes = need.minutes.get(offer.key)
    return None not in (minutes, need.max_minutes) and (minutes or 0) > (need.max_minutes or 0)


def _language_below_asked(need: Need, offer: Offer) -> bool:
    if not offer.asks.languages or not need.languages:
        return False
    return not any(speaks_well_enough(need.languages, asked) for asked in offer.asks.languages)


RULES: dict[Obstacle, Callable[[Need, Offer], bool]] = {
    Obstacle.OTHER_KIND: lambda need, offer: need.kind not in offer.kinds,
    Obstacle.NOT_ABROAD: lambda need, offer: need.abroad and need.country == offer.country,
    Obstacle.OTHER_COUNTRY: lambda need, offer: (
        bool(need.countries) and offer.country not in need.countries
    ),
    Obstacle.OTHER_SECTOR: lambda need, offer: (
        need.sector is not None and bool(offer.sectors) and need.sector not in offer.sectors
    ),
    Obstacle.NO_SHARED_LANGUAGE: _no_shared_language,
    Obstacle.NO_COMMON_PERIOD: _no_common_period,
    Obstacle.TOO_FEW_PLACES: _too_few_places,
    Obstacle.NO_HOST_FAMILY: lambda need, offer: (
        need.host_family is Wanted.MUST and offer.host_family is False
    ),
    Obstacle.NOT_ACCREDITED: lambda need, offer: bool(
        missing_schemes(need.required, offer.accreditations, need.window)
    ),
    Obstacle.TOO_FAR: _too_far,
    Obstacle.JOURNEY_TOO_LONG: _journey_too_long,
    Obstacle.MINORS_NOT_TAKEN: lambda need, offer: (
        need.minors is True and offer.takes_minors is False
    ),
    Obstacle.LANGUAGE_BELOW_ASKED: _language_below_asked,
    Obstacle.EQF_NOT_TAKEN: lambda need, offer: (
        need.eqf is not None
        and bool(offer.asks.eqf_levels)
        and need.eqf not in offer.asks.eqf_levels
    ),
    Obstacle.GROUP_TOO_SMALL: lambda need, offer: need.learners < offer.asks.smallest_group,
    Obstacle.GROUP_TOO_LARGE: lambda need, offer: need.learners > offer.asks.largest_group,
    Obstacle.SENDER_NOT_ACCREDITED: lambda need, offer: bool(
        missing_schemes(offer.asks.accreditations, need.accreditations, need.window)
    ),
}
"""Each rule: whether its obstacle stands between a need and an offer."""

HOST_RULES = frozenset(list(Obstacle)[list(Obstacle).index(Obstacle.MINORS_NOT_TAKEN) :])
"""From the first rule of the host on, all are the host's."""
