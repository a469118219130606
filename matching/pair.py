"""A need and an offer looked at together: what rules, criteria and reasons ask more than once."""

from collections.abc import Mapping
from functools import cached_property

from matching.availability import Availability, availability
from matching.distances import kilometres
from matching.profiles import Need, Offer

Likeness = Mapping[str, Mapping[str, float]]
"""How alike concepts are, 0..1: concept → other concept → share; what is missing is not alike."""


class Pair:
    """One need with one offer; what takes long is worked out once, and only when asked for."""

    def __init__(self, need: Need, offer: Offer, likeness: Likeness | None = None) -> None:
        self.need = need
        self.offer = offer
        self.likeness = likeness or {}

    @cached_property
    def availability(self) -> Availability:
        return availability(self.need, self.offer)

    @cached_property
    def kilometres(self) -> int | None:
        """Whole kilometres between the two, None when a place is not known."""
        if self.need.place is None or self.offer.place is None:
            return None
        return kilometres(self.need.place, self.offer.place)
