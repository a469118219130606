"""Which concepts belong together: what each belongs to, and the ISCO-08 groups."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from matching.vocabulary.concepts import Concept
from matching.vocabulary.grams import Scores

MEMBERS = 60
"""Concepts of a group whose labels are read as context of the others."""


class Context:
    """Concepts by number, and what is near each of them in the vocabulary."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self.size = len(concepts)
        number = {concept.id: n for n, concept in enumerate(concepts)}
        linked: list[list[int]] = [[n] for n in range(self.size)]
        within: defaultdict[str, list[int]] = defaultdict(list)
        for n, concept in enumerate(concepts):
            for broader in (number[each] for each in concept.broader if each in number):
                linked[n].append(broader)
                linked[broader].append(n)
            for digits in range(1, len(concept.isco) + 1):
                within[concept.isco[:digits]].append(n)
        self.wide = self._marks(linked)
        """Concepts × concepts: itself, what it belongs to, and what belongs to it."""
        self.around = self._marks([within[concept.isco] for concept in concepts])
        """Concepts × concepts: all that are in its ISCO-08 group."""
        _, self._group = np.unique([concept.isco for concept in concepts], return_inverse=True)
        self._order = np.argsort(self._group, kind="stable")
        self._starts = np.flatnonzero(np.diff(self._group[self._order], prepend=-1))

    def best_of_groups(self, scores: Scores) -> Scores:
        """Return for each concept the best score within its ISCO-08 group."""
        ordered = scores[:, self._order]
        return np.maximum.reduceat(ordered, self._starts, axis=1)[:, self._group]

    def _marks(self, near: Sequence[Sequence[int]]) -> csr_matrix:
        columns = [others[: MEMBERS + 1] for others in near]
        ends = np.cumsum([0, *map(len, columns)])
        flat = np.array([other for others in columns for other in others], np.intp)
        marks = np.ones(len(flat), np.float32)
        return csr_matrix((marks, flat, ends), shape=(self.size, self.size))
