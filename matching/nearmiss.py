"""What would make an offer match that misses by one rule: the smallest change, checked."""

from dataclasses import dataclass

from matching.changes import Change, ChangeCode
from matching.eligibility import Obstacle, obstacles
from matching.profiles import Need, Offer
from matching.repairs import REPAIRS


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The one obstacle of a pair and the smallest change that takes it away."""

    obstacle: Obstacle
    change: Change

    @property
    def size(self) -> int:
        return self.change.size


def near_miss(need: Need, offer: Offer) -> NearMiss | None:
    """Return the smallest change for a pair that fails exactly one rule, else None.

    Changes are tried by size, then in the order of `ChangeCode`; the first after which both
    sides' rules all hold is the answer, so what is promised has been checked.
    """
    found = obstacles(need, offer)
    if len(found) != 1:
        return None
    order = list(ChangeCode)
    changes = [change for repair in REPAIRS[found[0]] for change in repair(need, offer)]
    for change in sorted(changes, key=lambda one: (one.size, order.index(one.code))):
        if not obstacles(*change.apply(need, offer)):
            return NearMiss(found[0], change)
    return None
