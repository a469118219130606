"""Texts of needs and offers as concepts of the vocabulary, remembered per process."""

from collections.abc import Mapping
from functools import cache, lru_cache

import matching.texts
import matching.vocabulary
from app.vocabulary.folders import SHIPPED


@cache
def _linker() -> matching.vocabulary.Linker:
    return matching.vocabulary.Linker(matching.vocabulary.Vocabulary.load(SHIPPED))


@cache
def likeness() -> Mapping[str, Mapping[str, float]]:
    """Return how alike concepts are, 0..1: concept → other concept → share."""
    return matching.texts.likeness_of(matching.vocabulary.ConceptSpace(_linker().vocabulary))


@lru_cache(maxsize=20_000)
def concepts(texts: tuple[str, ...], language: str) -> Mapping[str, float]:
    """Return what texts in a language mean: concept → weight in 0..1."""
    return matching.texts.concepts_of(_linker(), [text for text in texts if text], language)


def name(concept: str, language: str) -> str:
    """Return a concept's label in a language, else in English."""
    return _linker().vocabulary.preferred(concept, language)
