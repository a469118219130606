"""Compares what profiles were linked to: concepts that are alike count in part.

How alike two concepts are is set by hand: the same concept 1; one belongs to the other 0.8; the
same ISCO-08 unit group or a shared professional profile 0.7; belonging to the same third concept
0.5; the same ISCO-08 minor group (three digits) 0.35; otherwise 0.
"""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matching.vocabulary.concepts import Concept
from matching.vocabulary.vocabulary import Vocabulary

MEMBER, SAME_GROUP, SIBLING, NEAR_GROUP = 0.8, 0.7, 0.5, 0.35


class ConceptSpace:
    """The concepts of a vocabulary in a fixed order, and how alike each two of them are."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.ids = tuple(sorted(vocabulary.concepts))
        self.number: Mapping[str, int] = {concept: n for n, concept in enumerate(self.ids)}
        concepts = [vocabulary.concepts[concept] for concept in self.ids]
        alike = [relatedness(a, b) for a, b in product(concepts, repeat=2)]
        size = len(concepts)
        self.related: NDArray[np.float32] = np.array(alike, np.float32).reshape(size, size)

    def matrix(self, profiles: Sequence[Mapping[str, float]]) -> csr_matrix:
        """Return one row per profile and one column per concept; unknown concepts are left out."""
        known = [{c: w for c, w in profile.items() if c in self.number} for profile in profiles]
        ends = np.cumsum([0, *(len(profile) for profile in known)])
        columns = [self.number[concept] for profile in known for concept in profile]
        weights = [weight for profile in known for weight in profile.values()]
        return csr_matrix(
            (np.array(weights, np.float32), np.array(columns, np.int32), ends),
            shape=(len(known), len(self.ids)),
        )

    def coverage(self, concept: str, profiles: csr_matrix) -> NDArray[np.float32]:
        """Return for each row of `profiles` how well it covers a concept, 0..1.

        It is the best of its concepts' weights times how alike they are to the one asked for, so
        a further concept never lowers it.
        """
        covered = np.zeros(profiles.shape[0], np.float32)
        filled = np.diff(profiles.indptr) > 0
        if filled.any():
            values = profiles.data * self.related[self.number[concept]][profiles.indices]
            covered[filled] = np.maximum.reduceat(values, profiles.indptr[:-1][filled])
        return covered


def relatedness(one: Concept, other: Concept) -> float:
    """Return how alike two concepts are, 0..1; the same both ways."""
    if one.id == other.id:
        return 1.0
    if one.id in other.broader or other.id in one.broader:
        return MEMBER
    if one.isco == other.isco or set(one.profiles) & set(other.profiles):
        return SAME_GROUP
    if set(one.broader) & set(other.broader):
        return SIBLING
    return NEAR_GROUP if one.isco[:3] == other.isco[:3] else 0.0
