"""Masking: no count of learners below five is shown, nor can one be worked out by subtraction.

Pure. Learners are counted in cells. A cell below `LEAST` is never told, and every sum that is
shown is one of told cells alone: whatever is taken from whatever, no masked cell comes out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True, slots=True)
class Told:
    """What may be said of some cells: the sum of those that are told, and whether one is not."""

    count: int
    hides: bool


def told(cells: Iterable[int]) -> Told:
    """Return what may be said of these cells together. Nobody is zero, and hides nobody."""
    found = tuple(cells)
    return Told(
        sum(count for count in found if count >= LEAST),
        any(0 < count < LEAST for count in found),
    )
