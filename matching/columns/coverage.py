"""Coverage of concepts for many offers at once, as `criteria.coverage` adds it up."""

from collections.abc import Callable

import numpy as np

from matching import criteria
from matching.columns.coding import Floats, Rows
from matching.columns.selection import Query, Selection
from matching.columns.store import Posting
from matching.criteria import UNKNOWN

Values = Callable[[Selection], Floats]


def wanted_coverage(query: Query) -> Values:
    """Return who says how much of the need's concepts some offers give."""
    need, concepts = query.need, query.columns.concepts
    postings = concepts.postings
    wanted = [
        (
            need.concepts[concept],
            [
                (share, postings[other])
                for other, share in {**query.likeness.get(concept, {}), concept: 1.0}.items()
                if other in postings
            ],
        )
        for concept in sorted(need.concepts)
    ]
    total = 0.0
    for weight, _ in wanted:
        total += weight

    def covered(some: Selection) -> Floats:
        if not total:
            return np.full(len(some.rows), UNKNOWN)
        found = np.zeros(len(some.rows))
        for weight, alike in wanted:
            found += np.minimum(weight, _best(alike, some.rows))
        found /= total
        found[~concepts.some.take(some.rows)] = UNKNOWN
        return found

    return covered


def asked_coverage(query: Query) -> Values:
    """Return who says how much of the concepts that hosts ask for the need gives."""
    asked, given = query.columns.asked_concepts, query.need.concepts
    best = [
        (criteria.best_given(concept, given, query.likeness), posting)
        for concept, posting in asked.postings.items()
        if concept in given or not given.keys().isdisjoint(query.likeness.get(concept, ()))
    ]

    def covered(some: Selection) -> Floats:
        found = np.zeros(len(some.rows))
        for weight, posting in best:
            at, weights = _among(some.rows, posting)
            found[at] += np.minimum(weights, weight)
        totals = asked.totals.take(some.rows)
        shares = np.full(len(some.rows), UNKNOWN)
        if given:
            np.divide(found, totals, out=shares, where=totals > 0)
        return shares

    return covered


def _best(alike: list[tuple[float, Posting]], rows: Rows) -> Floats:
    """Return the best weight that each offer has of some concepts, times their shares."""
    best = np.zeros(len(rows))
    for share, posting in alike:
        at, weights = _among(rows, posting)
        best[at] = np.maximum(best[at], weights * share)
    return best


def _among(rows: Rows, posting: Posting) -> tuple[Rows, Floats]:
    """Return where in some rows the offers of a posting are, and their weights."""
    offers, weights = posting
    if not len(rows):
        return rows, weights[:0]
    first, last = np.searchsorted(offers, (rows[0], rows[-1] + 1))
    offers, weights = offers[first:last], weights[first:last]
    at = np.searchsorted(rows, offers)
    met = rows.take(at) == offers
    return at.compress(met), weights.compress(met)
