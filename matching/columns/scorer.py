"""The scores of many offers for one need, as `scoring.score_value` gives them.

Sums are made in the order of the plain tables, from which the criteria and their applicability
are taken; so each score equals the plain one to the last bit.
"""

import numpy as np

from matching.columns.coding import Floats
from matching.columns.coverage import Values
from matching.columns.selection import Query, Selection
from matching.columns.values import HOST_ASKS, HOST_VALUES, SENDER_VALUES
from matching.criteria import Criterion
from matching.sides import HOST_CRITERIA, SENDER_CRITERIA
from matching.weights import Weights

ROUNDING = 1e-12
"""More than all rounding errors of a score together."""


class Scorer:
    """What one need makes of offers, prepared once and asked block by block."""

    def __init__(self, query: Query, weights: Weights) -> None:
        self._sender = [
            (weights.sender[criterion], SENDER_VALUES[criterion](query), criterion)
            for criterion, (counts, _) in SENDER_CRITERIA.items()
            if counts(query.need) and weights.sender[criterion]
        ]
        shared = {criterion: values for _, values, criterion in self._sender}
        self._host: list[tuple[float, Values, Values | None, Criterion]] = [
            (
                weights.host[one],
                shared.get(one) or HOST_VALUES[one](query),
                HOST_ASKS[one](query),
                one,
            )
            for one in HOST_CRITERIA
            if weights.host[one]
        ]

    def scores(self, some: Selection) -> Floats:
        """Return the score of each offer."""
        return harmonic_means(*self.views(some))

    def views(self, some: Selection) -> tuple[Floats, Floats]:
        """Return what each offer is worth to the sender, and what the need is to its host."""
        a, covered = self._for_sender(some)
        return a, self._for_host(some, covered)

    def scores_above(self, some: Selection, least: float) -> tuple[Selection, Floats]:
        """Return the offers that score at least so much, with their scores.

        The host's view is only asked where it could lift the pair that high: with a host that is
        fully content the harmonic mean is 2a / (a + 1).
        """
        a, covered = self._for_sender(some)
        hopeful = 2 * a / (a + 1) >= least - ROUNDING
        some, a = some.kept(hopeful), a.compress(hopeful)
        covered = None if covered is None else covered.compress(hopeful)
        scores = harmonic_means(a, self._for_host(some, covered))
        enough = scores >= least
        return some.kept(enough), scores.compress(enough)

    def _for_sender(self, some: Selection) -> tuple[Floats, Floats | None]:
        """Return the sender's view, and the coverage of occupations, which the host shares."""
        met, total, covered = np.zeros(len(some.rows)), 0.0, None
        for weight, values, criterion in self._sender:
            found = values(some)
            met += weight * found
            total += weight
            if criterion is Criterion.OCCUPATION:
                covered = found
        return (met / total if total else np.ones(len(some.rows))), covered

    def _for_host(self, some: Selection, covered: Floats | None) -> Floats:
        met, total = np.zeros(len(some.rows)), np.zeros(len(some.rows))
        for weight, values, asks, criterion in self._host:
            known = covered if criterion is Criterion.OCCUPATION else None
            found = weight * (values(some) if known is None else known)
            if asks is None:
                met += found
                total += weight
            else:
                asked = asks(some)
                met += found * asked
                total += weight * asked
        means = np.ones(len(some.rows))
        np.divide(met, total, out=means, where=total > 0)
        return means


def harmonic_means(a: Floats, b: Floats) -> Floats:
    means, both = np.zeros(len(a)), a + b
    np.divide(2 * a * b, both, out=means, where=both > 0)
    return means
