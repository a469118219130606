"""Scores every concept for a text in one language, from several sides.

For each concept: how near its nearest label is, and its preferred one, since several concepts may
share an alternative; how near all its labels are, taken together; the same with the labels of what
it belongs to; how near its ISCO-08 group is; and how near its labels in all languages are, since
neighbours' words are alike ("spedytor", "Spediteur", "speditore").
The weights were tried on national titles linked to ESCO, each language judged with weights found
on the others (`python -m tests.benchmarks.linking`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from matching.vocabulary.context import Context
from matching.vocabulary.grams import BREVITY, Grams, Named, Scores

BATCH = 64
"""Texts compared at once, so that memory stays bounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each side counts; `full` is what a text that names its concept exactly usually gets.

    `exact` is added to the score for a label that is the very text; under `lowest` a text is not
    linked, since a few letters in common with a label mean nothing.
    """

    nearest: float = 0.6
    preferred: float = 0.0
    whole: float = 0.3
    wide: float = 0.1
    around: float = 0.1
    group_best: float = 0.1
    any_nearest: float = 0.2
    any_wide: float = 0.1
    exact: float = 1.0
    full: float = 1.2
    lowest: float = 0.2


MANY_CONCEPTS = Weights(
    nearest=0.3,
    preferred=0.2,
    whole=0.0,
    wide=0.15,
    around=0.35,
    group_best=0.4,
    any_nearest=0.3,
    any_wide=0.2,
    exact=0.0,
    full=1.6,
    lowest=0.05,
)
"""For thousands of concepts with few labels each, such as ESCO's: their surroundings tell more.

There an occupation and its group often have the same label, so it decides nothing.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A concept for a text by its number, the nearest label, and the score 0..1."""

    concept: int
    label: str
    score: float


class Anywhere:
    """The concepts as all languages together name them."""

    def __init__(self, context: Context, labels: Sequence[Named]) -> None:
        self.grams = Grams(context.size, labels)
        wide = csr_matrix(context.wide @ self.grams.concepts)
        self.wide = csr_matrix(self.grams.weighted(wide, brevity=1.0).T)


class LanguageIndex:
    """The concepts as one language names them, with how all other languages do."""

    def __init__(
        self, context: Context, labels: Sequence[Named], anywhere: Anywhere, language: str | None
    ) -> None:
        self._context, self._anywhere = context, anywhere
        self._elsewhere = anywhere.grams.labels(leaving_out=language)
        self._grams = grams = Grams(context.size, labels)
        self._labels = grams.labels()
        self._preferred = grams.labels(only_preferred=True)
        self._whole = csr_matrix(grams.weighted(grams.concepts, brevity=BREVITY).T)
        wide = csr_matrix(context.wide @ grams.concepts)
        self._wide = csr_matrix(grams.weighted(wide, brevity=1.0).T)
        around = csr_matrix(context.around @ grams.concepts)
        self._around = csr_matrix(grams.weighted(around, brevity=1.0).T)

    def best(self, texts: Sequence[str], top: int, weights: Weights) -> Iterator[list[Found]]:
        """Yield for each text the best concepts, best first; equals in the order of numbers."""
        for first in range(0, len(texts), BATCH):
            batch = texts[first : first + BATCH]
            here, elsewhere = self._grams.queries(batch), self._anywhere.grams.queries(batch)
            for n, row in enumerate(self._scores(here, elsewhere, weights)):
                row[self._labels.named_exactly(batch[n])] += weights.exact
                order = np.argsort(-row, kind="stable")[:top]
                labels = self._labels.shown(here[[n]], order)
                if not all(labels):
                    others = self._elsewhere.shown(elsewhere[[n]], order)
                    labels = [mine or other for mine, other in zip(labels, others, strict=True)]
                yield [
                    Found(int(concept), label, min(1.0, float(row[concept])))
                    for concept, label in zip(order, labels, strict=True)
                ]

    def _scores(self, here: csr_matrix, elsewhere: csr_matrix, weights: Weights) -> Scores:
        """Return texts × concepts, about 1 for a text that names a concept exactly."""
        nearest = self._labels.nearest(here)
        whole = (here @ self._whole).toarray()
        best = self._context.best_of_groups(0.7 * nearest + 0.3 * whole)
        total: Scores = (
            weights.nearest * nearest
            + weights.preferred * self._preferred.nearest(here)
            + weights.whole * whole
            + weights.wide * (here @ self._wide).toarray()
            + weights.around * (here @ self._around).toarray()
            + weights.group_best * best
            + weights.any_nearest * self._elsewhere.nearest(elsewhere)
            + weights.any_wide * (elsewhere @ self._anywhere.wide).toarray()
        ) / weights.full
        return total
