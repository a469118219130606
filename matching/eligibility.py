"""The rules of both sides. An offer with an obstacle is never suggested.

The order of `Obstacle` is the published order: first what the sending organisation requires,
then what the host requires. A fact that is not known never is an obstacle, with one exception:
an accreditation that is required has to be recorded, because it has to be shown.
"""

from collections.abc import Callable
from enum import StrEnum

from matching.pair import Pair
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
    STAY_TOO_SHORT = "stay_too_short"
    GROUP_TOO_SMALL = "group_too_small"
    GROUP_TOO_LARGE = "group_too_large"
    SENDER_NOT_ACCREDITED = "sender_not_accredited"

    @property
    def side(self) -> Side:
        """Whose rule it is."""
        return Side.HOST if self in HOST_RULES else Side.SENDER


def obstacles(need: Need, offer: Offer) -> list[Obstacle]:
    """Return every reason why this offer cannot serve this need, in the published order."""
    return failed_rules(Pair(need, offer))


def failed_rules(pair: Pair) -> list[Obstacle]:
    """Return every obstacle of a pair, in the published order."""
    return [obstacle for obstacle, stands in RULES.items() if stands(pair)]


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


def shares_no_language(ours: tuple[LanguageLevel, ...], theirs: tuple[LanguageLevel, ...]) -> bool:
    """Whether both sides name languages, and none in common."""
    spoken = {one.language for one in theirs}
    return bool(ours) and bool(theirs) and all(one.language not in spoken for one in ours)


def speaks_below_asked(
    spoken: tuple[LanguageLevel, ...], asked: tuple[LanguageLevel, ...]
) -> bool:
    """Whether languages are asked for and known, and none of them is spoken well enough."""
    if not asked or not spoken:
        return False
    return not any(speaks_well_enough(spoken, one) for one in asked)


def _too_few_places(pair: Pair) -> bool:
    """With no stay in common, the places that the host states decide."""
    if pair.offer.places is None:
        return False
    has_stay = pair.availability.longest_run >= pair.need.weeks
    free = pair.availability.places or 0 if has_stay else pair.offer.places
    return free < pair.need.learners


def _too_far(pair: Pair) -> bool:
    limit = pair.need.max_kilometres
    return limit is not None and pair.kilometres is not None and pair.kilometres > limit


def _journey_too_long(pair: Pair) -> bool:
    minutes, limit = pair.need.minutes.get(pair.offer.key), pair.need.max_minutes
    return minutes is not None and limit is not None and minutes > limit


RULES: dict[Obstacle, Callable[[Pair], bool]] = {
    Obstacle.OTHER_KIND: lambda pair: pair.need.kind not in pair.offer.kinds,
    Obstacle.NOT_ABROAD: lambda pair: pair.need.abroad and pair.need.country == pair.offer.country,
    Obstacle.OTHER_COUNTRY: lambda pair: (
        bool(pair.need.countries) and pair.offer.country not in pair.need.countries
    ),
    Obstacle.OTHER_SECTOR: lambda pair: (
        pair.need.sector is not None
        and bool(pair.offer.sectors)
        and pair.need.sector not in pair.offer.sectors
    ),
    Obstacle.NO_SHARED_LANGUAGE: lambda pair: shares_no_language(
        pair.need.languages, pair.offer.languages.get(pair.need.kind, ())
    ),
    Obstacle.NO_COMMON_PERIOD: lambda pair: pair.availability.longest_run < pair.need.weeks,
    Obstacle.TOO_FEW_PLACES: _too_few_places,
    Obstacle.NO_HOST_FAMILY: lambda pair: (
        pair.need.host_family is Wanted.MUST and pair.offer.host_family is False
    ),
    Obstacle.NOT_ACCREDITED: lambda pair: bool(
        missing_schemes(pair.need.required, pair.offer.accreditations, pair.need.window)
    ),
    Obstacle.TOO_FAR: _too_far,
    Obstacle.JOURNEY_TOO_LONG: _journey_too_long,
    Obstacle.MINORS_NOT_TAKEN: lambda pair: (
        pair.need.minors is True and pair.offer.takes_minors is False
    ),
    Obstacle.LANGUAGE_BELOW_ASKED: lambda pair: speaks_below_asked(
        pair.need.languages, pair.offer.asks.languages
    ),
    Obstacle.EQF_NOT_TAKEN: lambda pair: (
        pair.need.eqf is not None
        and bool(pair.offer.asks.eqf_levels)
        and pair.need.eqf not in pair.offer.asks.eqf_levels
    ),
    Obstacle.STAY_TOO_SHORT: lambda pair: pair.need.weeks < pair.offer.asks.shortest_stay,
    Obstacle.GROUP_TOO_SMALL: lambda pair: pair.need.learners < pair.offer.asks.smallest_group,
    Obstacle.GROUP_TOO_LARGE: lambda pair: pair.need.learners > pair.offer.asks.largest_group,
    Obstacle.SENDER_NOT_ACCREDITED: lambda pair: bool(
        missing_schemes(pair.offer.asks.accreditations, pair.need.accreditations, pair.need.window)
    ),
}
"""Each rule: whether its obstacle stands between a need and an offer."""

HOST_RULES = frozenset(list(Obstacle)[list(Obstacle).index(Obstacle.MINORS_NOT_TAKEN) :])
"""From the first rule of the host on, all are the host's."""
