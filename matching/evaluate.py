"""How good rankings are on judged cases, by the usual measures of search engines.

Reciprocal rank: 1 / position of the first relevant answer. Recall at k: the share of the relevant
answers among the first k. Normalised discounted cumulative gain at k (Järvelin and Kekäläinen,
2002): the sum of grade / log2(1 + position) over the first k, over that sum for the best order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

K = 10
"""Positions that people look at."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One case: the answers as ranked, and the grades of those that are relevant (above 0)."""

    ranking: Sequence[str]
    grades: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Means over the judged cases that have any relevant answer."""

    cases: int
    reciprocal_rank: float
    gain: float
    recall: float


def figures(judged: Sequence[Judged], k: int = K) -> Figures:
    """Return the means over the cases (raises ValueError when none has a relevant answer)."""
    cases = [case for case in judged if any(grade > 0 for grade in case.grades.values())]
    if not cases:
        raise ValueError("no case has a relevant answer")
    count = len(cases)
    return Figures(
        cases=count,
        reciprocal_rank=sum(reciprocal_rank(case) for case in cases) / count,
        gain=sum(gain(case, k) for case in cases) / count,
        recall=sum(recall(case, k) for case in cases) / count,
    )


def reciprocal_rank(case: Judged) -> float:
    """Return 1 over the position of the first relevant answer, 0 when there is none."""
    for position, answer in enumerate(case.ranking, start=1):
        if case.grades.get(answer, 0) > 0:
            return 1 / position
    return 0.0


def recall(case: Judged, k: int = K) -> float:
    """Return the share of the relevant answers among the first k."""
    relevant = {answer for answer, grade in case.grades.items() if grade > 0}
    return len(relevant.intersection(case.ranking[:k])) / len(relevant)


def gain(case: Judged, k: int = K) -> float:
    """Return the normalised discounted cumulative gain at k."""
    found = [case.grades.get(answer, 0.0) for answer in case.ranking[:k]]
    best = sorted(case.grades.values(), reverse=True)[:k]
    return _discounted(found) / _discounted(best)


def _discounted(grades: Sequence[float]) -> float:
    return sum(grade / log2(1 + position) for position, grade in enumerate(grades, start=1))
