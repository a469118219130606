"""Masking: no count of learners below five is shown, nor can one be worked out by subtraction.

Pure. Zero is shown as zero: it tells of nobody. Beside a small count the next smaller cell is
masked as well, until what is masked together is at least `LEAST` and holds at least two cells.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST = 5
K = TypeVar("K", bound=Hashable)


def masked(counts: Mapping[K, int]) -> dict[K, int | None]:
    """Return counts as they may be shown next to their sum; None is masked.

    The sum itself is shown by `total`, which masks it where it is small.
    """
    hidden = {key for key, count in counts.items() if 0 < count < LEAST}
    shown = sorted(
        (key for key, count in counts.items() if count >= LEAST),
        key=lambda key: (counts[key], str(key)),
    )
    while hidden and shown and (len(hidden) == 1 or _sum(counts, hidden) < LEAST):
        hidden.add(shown.pop(0))
    return {key: None if key in hidden else count for key, count in counts.items()}


def _sum(counts: Mapping[K, int], keys: set[K]) -> int:
    return sum(counts[key] for key in keys)


def total(counts: Mapping[K, int]) -> int | None:
    """Return the sum of counts, or None where it, or a masked cell, would be told by it."""
    whole = sum(counts.values())
    if 0 < whole < LEAST:
        return None
    hidden = {key for key, shown in masked(counts).items() if shown is None}
    if hidden and (len(hidden) == 1 or _sum(counts, hidden) < LEAST):
        return None
    return whole
