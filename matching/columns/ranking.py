"""The best of the offers, best first, equals by their lots."""

import numpy as np
from numpy.typing import NDArray

from matching.columns.coding import Floats, Rows
from matching.ties import LAST_SHIFT, STEPS, hashed

Lots = NDArray[np.uint64]


def ranked(need_key: str, rows: Rows, scores: Floats, lots: Lots, limit: int) -> Rows:
    """Return at most `limit` of the rows by score, equals by `ties.lot`.

    `scores` are those of the rows, `lots` the hashed keys of all offers.
    """
    if limit < 1:
        return rows[:0]
    if len(rows) > limit:
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        best = scores >= least
        rows, scores = rows[best], scores[best]
    order = np.lexsort((stirred(lots.take(rows) ^ np.uint64(hashed(need_key))), -scores))
    return rows[order[:limit]]


def stirred(numbers: Lots) -> Lots:
    """Return the numbers with their bits mixed, each as `ties.stirred` does."""
    for shift, factor in STEPS:
        numbers = (numbers ^ (numbers >> np.uint64(shift))) * np.uint64(factor)
    return numbers ^ (numbers >> np.uint64(LAST_SHIFT))
