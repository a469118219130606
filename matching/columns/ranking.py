"""The best of the offers, best first, equals by their lots."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from matching.columns.coding import Floats, Rows
from matching.columns.scorer import Scorer
from matching.columns.selection import Selection
from matching.ties import LAST_SHIFT, STEPS, hashed

Lots = NDArray[np.uint64]


def best(found: Iterable[Selection], scorer: Scorer, lots: Lots, limit: int) -> Rows:
    """Return at most `limit` offers by score, equals by `ties.lot`; `lots` are hashed keys."""
    rows, scores, key = np.empty(0, np.intp), np.empty(0), ""
    for selection in found:
        key = selection.need.key
        if len(rows) < limit:
            more, theirs = selection, scorer.scores(selection)
        else:
            more, theirs = scorer.scores_above(selection, float(scores.min()))
        rows, scores = np.concatenate((rows, more.rows)), np.concatenate((scores, theirs))
        if len(rows) > limit > 0:
            enough = scores >= np.partition(scores, len(scores) - limit)[len(scores) - limit]
            rows, scores = rows.compress(enough), scores.compress(enough)
    return rows[first(rows, scores, lots, key, limit)]


def first(rows: Rows, scores: Floats, lots: Lots, key: str, limit: int) -> Rows:
    """Return where the best so many of the rows are, best first, equals by `ties.lot`."""
    at = np.arange(len(rows))
    if len(rows) > limit > 0:
        at = np.flatnonzero(scores >= np.partition(scores, len(rows) - limit)[len(rows) - limit])
    order = np.lexsort((stirred(lots.take(rows[at]) ^ np.uint64(hashed(key))), -scores[at]))
    return at[order[:limit]]


def stirred(numbers: Lots) -> Lots:
    """Return the numbers with their bits mixed, each as `ties.stirred` does."""
    for shift, factor in STEPS:
        numbers = (numbers ^ (numbers >> np.uint64(shift))) * np.uint64(factor)
    return numbers ^ (numbers >> np.uint64(LAST_SHIFT))
