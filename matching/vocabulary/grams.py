"""Texts as weighted character n-grams: the wall around scikit-learn.

n-grams of two to four characters do not reach over the ends of words (`char_wb`), count
sublinearly, and weigh more the fewer concepts use them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags_array
from sklearn.feature_extraction.text import CountVectorizer

SIZES = (2, 4)
"""Lengths of the n-grams."""

BREVITY = 0.8
"""How much a text suffers from words that the other does not have (1: as in cosine similarity)."""

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Named:
    """One label: the concept's number, as shown, as compared, and in what languages it is used."""

    concept: int
    shown: str
    text: str
    languages: frozenset[str]
    preferred: bool = False


class _Counter:
    """Counts n-grams by way of words, since a few words make up very many labels."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._of_words = CountVectorizer(
            analyzer="char_wb", ngram_range=SIZES, lowercase=False, dtype=np.float32
        )
        known = sorted({word for text in texts for word in text.split()})
        self._known = {word: row for row, word in enumerate(known)}
        self._rows = csr_matrix(self._of_words.fit_transform(known))
        self.columns: dict[str, int] = self._of_words.vocabulary_
        self._analyse = self._of_words.build_analyzer()

    def counts(self, texts: Sequence[str]) -> csr_matrix:
        """Return texts × n-grams, as far as they are known."""
        split = [text.split() for text in texts]
        known = _marks(split, self._known) @ self._rows
        others = sorted({word for words in split for word in words} - self._known.keys())
        if not others:
            return csr_matrix(known)
        of_others = _marks(split, {word: row for row, word in enumerate(others)})
        return csr_matrix(known + of_others @ self._of_words.transform(others))

    def grams_of(self, text: str) -> set[str]:
        return set(self._analyse(text))


def _marks(texts: Sequence[Sequence[str]], row_of: Mapping[str, int]) -> csr_matrix:
    """Return texts × words: how often each word stands in each text."""
    rows = [[row_of[word] for word in words if word in row_of] for words in texts]
    ends = np.cumsum([0, *map(len, rows)])
    flat = np.array([row for some in rows for row in some], np.intp)
    marks = np.ones(len(flat), np.float32)
    return csr_matrix((marks, flat, ends), shape=(len(texts), len(row_of)))


class Grams:
    """The labels of `size` concepts as n-grams, and how near they are to other texts."""

    def __init__(self, size: int, labels: Sequence[Named]) -> None:
        self._named = sorted(labels, key=lambda each: each.concept)
        self._size = size
        self._counter = _Counter([each.text for each in self._named])
        counts = self._counter.counts([each.text for each in self._named])
        owners = [each.concept for each in self._named]
        marks = (np.ones(len(owners), np.float32), (owners, np.arange(len(owners))))
        self.concepts = csr_matrix(csr_matrix(marks, shape=(size, len(owners))) @ counts)
        """Concepts × n-grams: the counts in all labels of each concept."""
        used = np.bincount(self.concepts.indices, minlength=counts.shape[1])
        self._rarity = (np.log((1 + size) / (1 + used)) + 1).astype(np.float32)
        self._rarest = float(np.log(1 + size) + 1)
        self._rows = self.weighted(counts, brevity=BREVITY)

    def queries(self, texts: Sequence[str]) -> csr_matrix:
        """Return texts × n-grams, each row of length 1 less the share of what no label has."""
        rows = self.weighted(self._counter.counts(texts), brevity=1.0)
        shares = np.array([self._known_share(text) for text in texts], np.float32)
        return csr_matrix(diags_array(shares) @ rows)

    def _known_share(self, text: str) -> float:
        """Return how much of a text's length some label has, 0..1: unknown n-grams are rarest."""
        grams = self._counter.grams_of(text)
        columns = [self._counter.columns.get(gram) for gram in grams]
        known = np.array([column for column in columns if column is not None], np.intp)
        said = float(np.square(self._rarity[known]).sum())
        unsaid = (len(grams) - len(known)) * self._rarest**2
        return (said / (said + unsaid)) ** 0.5 if said else 0.0

    def weighted(self, counts: csr_matrix, *, brevity: float) -> csr_matrix:
        """Return counts as weights, each row's length raised to 1 − `brevity`.

        With 1 all rows have length 1; with less, a longer row loses less. The median row always
        has length 1.
        """
        rows = counts.copy()
        rows.data = (1 + np.log(rows.data)) * self._rarity[rows.indices]
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        filled = lengths > 0
        usual = float(np.median(lengths[filled])) if filled.any() else 1.0
        lengths[~filled] = usual
        scale = lengths**-brevity * usual ** (brevity - 1)
        return csr_matrix(diags_array(scale.astype(np.float32)) @ rows)

    def labels(self, *, leaving_out: str | None = None, only_preferred: bool = False) -> "Labels":
        """Return the labels to look for the nearest, without those of one language alone."""
        kept = [
            n
            for n, each in enumerate(self._named)
            if each.languages != {leaving_out} and (each.preferred or not only_preferred)
        ]
        return Labels(self._size, [self._named[n] for n in kept], self._rows[kept])


class Labels:
    """Labels that are compared one by one."""

    def __init__(self, size: int, named: Sequence[Named], rows: csr_matrix) -> None:
        self._size, self._named = size, named
        self._rows = csr_matrix(rows.T)
        owners = np.array([each.concept for each in named], np.intp)
        self._bounds = np.searchsorted(owners, np.arange(size + 1))
        self._owners, self._starts = np.unique(owners, return_index=True)
        self._by_text: defaultdict[str, list[int]] = defaultdict(list)
        for each in named:
            self._by_text[each.text].append(each.concept)

    def named_exactly(self, text: str) -> list[int]:
        """Return the concepts that have a text as a label."""
        return self._by_text.get(text, [])

    def nearest(self, queries: csr_matrix) -> Scores:
        """Return texts × concepts: the score of each concept's nearest label, 0 without any."""
        best = np.zeros((queries.shape[0], self._size), np.float32)
        if self._named:
            every = (queries @ self._rows).toarray()
            best[:, self._owners] = np.maximum.reduceat(every, self._starts, axis=1)
        return best

    def shown(self, query: csr_matrix, concepts: NDArray[np.intp]) -> list[str]:
        """Return the label of each concept that is nearest to one text; empty without any."""
        every = (query @ self._rows).toarray()[0]
        spans = zip(self._bounds[concepts], self._bounds[concepts + 1], strict=True)
        return [
            self._named[start + int(np.argmax(every[start:end]))].shown if start < end else ""
            for start, end in spans
        ]
