"""The labels of one language as character n-grams: the wall around scikit-learn."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

BEST_LABEL, WHOLE_TEXT = 0.7, 0.3
"""How much the best label and all labels of a concept together count, from trials on ESCO."""

BATCH = 256
"""Texts compared at once, so that memory stays bounded."""

Scores = NDArray[np.float32]


class LabelIndex:
    """Scores every concept of one language for a text.

    `labels` are triples of concept, label as shown, label as compared (folded, may be alike for
    several concepts).
    """

    def __init__(self, labels: Sequence[tuple[str, str, str]]) -> None:
        ordered = sorted(labels, key=lambda label: label[0])
        self.concepts = sorted({concept for concept, _, _ in ordered})
        self._shown: list[str] = [shown for _, shown, _ in ordered]
        number = {concept: row for row, concept in enumerate(self.concepts)}
        owners = np.array([number[concept] for concept, _, _ in ordered])
        self._bounds: list[int] = np.searchsorted(
            owners, np.arange(len(self.concepts) + 1)
        ).tolist()
        self._short = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, dtype=np.float32
        )
        self._long = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32
        )
        self._labels: csr_matrix = self._short.fit_transform([text for _, _, text in ordered])
        whole: list[list[str]] = [[] for _ in self.concepts]
        for owner, (_, _, text) in zip(owners, ordered, strict=True):
            whole[owner].append(text)
        self._wholes: csr_matrix = self._long.fit_transform([" ".join(texts) for texts in whole])

    def best(self, texts: Sequence[str], top: int) -> list[list[tuple[str, str, float]]]:
        """Return per text the best concepts with the label that fits best and their score."""
        found: list[list[tuple[str, str, float]]] = []
        for first in range(0, len(texts), BATCH):
            batch = list(texts[first : first + BATCH])
            labels = (self._short.transform(batch) @ self._labels.T).toarray()
            wholes = (self._long.transform(batch) @ self._wholes.T).toarray()
            best = np.maximum.reduceat(labels, self._bounds[:-1], axis=1)
            scores = BEST_LABEL * best + WHOLE_TEXT * wholes
            found += [self._top(row, labels[n], top) for n, row in enumerate(scores)]
        return found

    def _top(self, scores: Scores, labels: Scores, top: int) -> list[tuple[str, str, float]]:
        order = np.lexsort((np.arange(len(scores)), -scores))[:top]
        return [
            (self.concepts[n], self._label(n, labels), min(1.0, float(scores[n]))) for n in order
        ]

    def _label(self, concept: int, labels: Scores) -> str:
        start, end = self._bounds[concept], self._bounds[concept + 1]
        return self._shown[start + int(np.argmax(labels[start:end]))]
