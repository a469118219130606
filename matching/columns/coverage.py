"""Coverage of concepts for many offers at once, as `criteria.coverage` adds it up."""

from collections.abc import Callable

import numpy as np

from matching import criteria
from matching.columns.coding import Floats
from matching.columns.selection import Query, Selection
from matching.criteria import UNKNOWN

Values = Callable[[Selection], Floats]


def wanted_coverage(query: Query) -> Values:
    """Return who says how much of the need's concepts some offers give."""
    wanted = [
        (query.need.concepts[concept], _best_given(query, concept))
        for concept in sorted(query.need.concepts)
    ]
    total = 0.0
    for weight, _ in wanted:
        total += weight

    def covered(some: Selection) -> Floats:
        if not total:
            return np.full(len(some.rows), UNKNOWN)
        found = np.zeros(len(some.rows))
        for weight, best in wanted:
            found += np.minimum(weight, best.take(some.rows))
        found /= total
        found[~query.columns.concepts.some.take(some.rows)] = UNKNOWN
        return found

    return covered


def asked_coverage(query: Query) -> Values:
    """Return who says how much of the concepts that hosts ask for the need gives."""
    asked, given = query.columns.asked_concepts, query.need.concepts
    found = np.zeros(query.columns.count)
    for concept, (rows, weights) in asked.postings.items():
        if concept in given or not given.keys().isdisjoint(query.likeness.get(concept, ())):
            best = criteria.best_given(concept, given, query.likeness)
            found[rows] += np.minimum(weights, best)

    def covered(some: Selection) -> Floats:
        totals = asked.totals.take(some.rows)
        shares = np.full(len(some.rows), UNKNOWN)
        if given:
            np.divide(found.take(some.rows), totals, out=shares, where=totals > 0)
        return shares

    return covered


def _best_given(query: Query, concept: str) -> Floats:
    """Return for every offer its best weight for a concept, times how alike the concepts are."""
    postings = query.columns.concepts.postings
    best = np.zeros(query.columns.count)
    for other, share in {**query.likeness.get(concept, {}), concept: 1.0}.items():
        if other in postings:
            rows, weights = postings[other]
            best[rows] = np.maximum(best[rows], weights * share)
    return best
