"""Texts of needs and offers as concepts of the vocabulary, remembered per process."""

from collections.abc import Mapping
from functools import lru_cache

import matching.texts
import matching.vocabulary
from app.vocabulary.current import linker


def likeness() -> Mapping[str, Mapping[str, float]]:
    """Return how alike concepts are, 0..1: concept → other concept → share."""
    return _likeness(linker())


def concepts(texts: tuple[str, ...], language: str) -> Mapping[str, float]:
    """Return what texts in a language mean: concept → weight in 0..1."""
    return _concepts(linker(), texts, language)


def version() -> object:
    """Return what differs after any change of the vocabulary."""
    return linker()


def name(concept: str, language: str) -> str:
    """Return a concept's label in a language, else in English."""
    return linker().vocabulary.preferred(concept, language)


@lru_cache(maxsize=2)
def _likeness(made: matching.vocabulary.Linker) -> Mapping[str, Mapping[str, float]]:
    return matching.texts.likeness_of(matching.vocabulary.ConceptSpace(made.vocabulary))


@lru_cache(maxsize=20_000)
def _concepts(
    made: matching.vocabulary.Linker, texts: tuple[str, ...], language: str
) -> Mapping[str, float]:
    return matching.texts.concepts_of(made, [text for text in texts if text], language)
