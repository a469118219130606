"""Ranks the concepts of a vocabulary for a text in any language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from matching.vocabulary.context import Context
from matching.vocabulary.grams import Named
from matching.vocabulary.index import Anywhere, LanguageIndex, Weights
from matching.vocabulary.vocabulary import Vocabulary

CONFIDENT = 0.5
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

    def __init__(self, vocabulary: Vocabulary, weights: Weights | None = None) -> None:
        self.vocabulary = vocabulary
        self._weights = weights or Weights()
        self._ids = tuple(sorted(vocabulary.concepts))
        self._indexes: dict[str | None, LanguageIndex] = {}

    def link(self, text: str, language: str | None, top: int = 10) -> list[Link]:
        """Return at most `top` concepts, best first; none if nothing resembles the text.

        Without a language, or in one that has no labels, the labels of all languages are tried
        and the scores are lowered, since the same letters mean other things elsewhere.
        """
        return self.link_all([text], language, top)[0]

    def link_all(
        self, texts: Sequence[str], language: str | None, top: int = 10
    ) -> list[list[Link]]:
        """Return the links of each text, as `link` does."""
        known = language if language in self.vocabulary.languages else None
        share = LANGUAGE_UNKNOWN if known is None else 1.0
        clean = [self.vocabulary.plain(text, known) for text in texts]
        found = self._index(known).best(clean, top, self._weights)
        return [
            [
                Link(self._ids[each.concept], each.label, round(each.score * share, 4))
                for each in links
                if each.score * share >= self._weights.lowest
            ]
            for links in found
        ]

    def concepts(self, texts: Iterable[str], language: str | None) -> dict[str, float]:
        """Return what the texts of one profile mean: concept → weight between 0 and 1.

        Each text gives its best concepts, weighted by their scores; a concept keeps its best.
        """
        weights: dict[str, float] = {}
        for links in self.link_all(list(texts), language, CONCEPTS_OF_A_TEXT):
            for link in links:
                weights[link.concept] = max(weights.get(link.concept, 0.0), link.score)
        return weights

    def _index(self, language: str | None) -> LanguageIndex:
        if language not in self._indexes:
            labels = self._named[language] if language else self._all_named
            self._indexes[language] = LanguageIndex(
                self._context, labels, self._anywhere, language
            )
        return self._indexes[language]

    @cached_property
    def _context(self) -> Context:
        return Context([self.vocabulary.concepts[concept] for concept in self._ids])

    @cached_property
    def _anywhere(self) -> Anywhere:
        return Anywhere(self._context, self._all_named)

    @cached_property
    def _all_named(self) -> list[Named]:
        once: dict[tuple[int, str], Named] = {}
        for each in (each for named in self._named.values() for each in named):
            known = once.setdefault((each.concept, each.text), each)
            if known is not each:
                once[each.concept, each.text] = replace(
                    known,
                    languages=known.languages | each.languages,
                    preferred=known.preferred or each.preferred,
                )
        return list(once.values())

    @cached_property
    def _named(self) -> dict[str, list[Named]]:
        number = {concept: n for n, concept in enumerate(self._ids)}
        return {
            language: [
                Named(
                    number[label.concept],
                    label.text,
                    self.vocabulary.plain(label.text, language),
                    frozenset({language}),
                    label.preferred,
                )
                for label in self.vocabulary.names_in(language)
            ]
            for language in self.vocabulary.languages
        }
