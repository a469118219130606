"""Ranks the concepts of a vocabulary for a text in any language."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from matching.vocabulary.index import LabelIndex
from matching.vocabulary.vocabulary import Vocabulary
from matching.vocabulary.words import folded, without

LOWEST = 0.12
"""A score under which a text is not linked: a few letters in common with a label."""

CONFIDENT = 0.45
"""A score from which a link may be used without asking anybody."""

LANGUAGE_UNKNOWN = 0.9
"""What remains of a score that was found without knowing the text's language."""

CONCEPTS_OF_A_TEXT = 3
"""How many concepts of one text count for a profile."""


@dataclass(frozen=True, slots=True)
class Link:
    """A concept that a text may mean, the label that says so, and a score between 0 and 1."""

    concept: str
    label: str
    score: float

    @property
    def is_confident(self) -> bool:
        """Tell whether the link may be used without asking anybody."""
        return self.score >= CONFIDENT


class Linker:
    """Links texts to the concepts of one vocabulary; an index is built per language when asked."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._indexes: dict[str, LabelIndex] = {}

    def link(self, text: str, language: str | None, top: int = 10) -> list[Link]:
        """Return at most `top` concepts, best first; none if nothing resembles the text.

        Without a language, or in one that has no labels, all languages are tried and the scores
        are lowered, since the same letters mean other things elsewhere.
        """
        return self.link_all([text], language, top)[0]

    def link_all(self, texts: list[str], language: str | None, top: int = 10) -> list[list[Link]]:
        """Return the links of each text, as `link` does."""
        if language in self.vocabulary.languages:
            return self._links_in(language, texts, top, share=1.0)
        found = [
            self._links_in(each, texts, top, share=LANGUAGE_UNKNOWN)
            for each in self.vocabulary.languages
        ]
        return [_merged(links, top) for links in zip(*found, strict=True)] or [[] for _ in texts]

    def concepts(self, texts: Iterable[str], language: str | None) -> dict[str, float]:
        """Return what the texts of one profile mean: concept → weight between 0 and 1.

        Each text gives its best concepts, weighted by their scores; a concept keeps its best.
        """
        weights: defaultdict[str, float] = defaultdict(float)
        for links in self.link_all(list(texts), language, CONCEPTS_OF_A_TEXT):
            for link in links:
                weights[link.concept] = max(weights[link.concept], link.score)
        return dict(weights)

    def _links_in(
        self, language: str, texts: list[str], top: int, *, share: float
    ) -> list[list[Link]]:
        index = self._index(language)
        phrases = self.vocabulary.generic.get(language, ())
        clean = [without(folded(text), phrases) for text in texts]
        return [
            [
                Link(concept, label, round(score * share, 4))
                for concept, label, score in found
                if score * share >= LOWEST
            ]
            for found in index.best(clean, top)
        ]

    def _index(self, language: str) -> LabelIndex:
        if language not in self._indexes:
            phrases = self.vocabulary.generic.get(language, ())
            labels = [
                (label.concept, label.text, without(folded(label.text), phrases))
                for label in self.vocabulary.names_in(language)
            ]
            self._indexes[language] = LabelIndex(labels)
        return self._indexes[language]


def _merged(found: Iterable[list[Link]], top: int) -> list[Link]:
    """Return the best link of each concept over the languages, best first."""
    best: dict[str, Link] = {}
    for links in found:
        for link in links:
            if link.concept not in best or link.score > best[link.concept].score:
                best[link.concept] = link
    return sorted(best.values(), key=lambda link: (-link.score, link.concept))[:top]
