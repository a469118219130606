"""The small changes by which a pair that misses one rule could match, with their sizes.

Size is counted in steps: a week moved, opened or given up, a learner or a place more or less, a
CEFR or EQF level, 50 kilometres or 30 minutes begun, an accreditation, a box ticked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from matching.profiles import Need, Offer


class ChangeCode(StrEnum):
    """What could be changed, in the order in which equals are tried: the sender's first."""

    MOVE_WINDOW = "move_window"
    FEWER_WEEKS = "fewer_weeks"
    MORE_WEEKS = "more_weeks"
    FEWER_LEARNERS = "fewer_learners"
    MORE_LEARNERS = "more_learners"
    STAY_IN_COUNTRY = "stay_in_country"
    ADD_COUNTRY = "add_country"
    FAMILY_AS_WISH = "family_as_wish"
    RAISE_LANGUAGE = "raise_language"
    WIDEN_DISTANCE = "widen_distance"
    WIDEN_JOURNEY = "widen_journey"
    SENDER_OBTAINS = "sender_obtains"
    HOST_OFFERS_KIND = "host_offers_kind"
    HOST_ADDS_SECTOR = "host_adds_sector"
    HOST_OPENS_WEEKS = "host_opens_weeks"
    HOST_ADDS_PLACES = "host_adds_places"
    HOST_OBTAINS = "host_obtains"
    HOST_TAKES_MINORS = "host_takes_minors"
    HOST_TAKES_EQF = "host_takes_eqf"
    HOST_SHORTER_STAY = "host_shorter_stay"
    HOST_SMALLER_GROUP = "host_smaller_group"
    HOST_LARGER_GROUP = "host_larger_group"


Pair = tuple[Need, Offer]
Says = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its code, its size in steps, what it says, and the pair as it would be."""

    code: ChangeCode
    size: int
    parameters: Mapping[str, str | int]
    apply: Callable[[Need, Offer], Pair] = field(compare=False, repr=False)


def of_need(code: ChangeCode, size: int, says: Says, change: Callable[[Need], Need]) -> Change:
    return Change(code, size, says, lambda need, offer: (change(need), offer))


def of_offer(code: ChangeCode, size: int, says: Says, change: Callable[[Offer], Offer]) -> Change:
    return Change(code, size, says, lambda need, offer: (need, change(offer)))
