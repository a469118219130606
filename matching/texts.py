"""From what people wrote to the concepts of a need or an offer, ready to be compared.

A text is linked to a few concepts, of which the first is usually meant and the others only look
like it, differently in each language. So a text counts for its best concept with that link's
score, and for the others with a share that falls steeply with their distance to the best. Then
the same need, written in another language, has nearly the same concepts.
"""

from collections.abc import Iterable

from matching.pair import Likeness
from matching.vocabulary import ConceptSpace, Linker

LINKS = 3
"""Concepts looked at per text."""
STEEPNESS = 8
"""A link with 90 % of the best one's score counts for 43 % of it, one with half of it for none."""
LEAST = 0.05
"""Weights below this are left out."""


def concepts_of(linker: Linker, texts: Iterable[str], language: str | None) -> dict[str, float]:
    """Return what the texts of one profile mean: concept → weight in 0..1.

    Each text (a title, a task) counts by itself; a concept of several texts keeps its best weight.
    """
    weights: dict[str, float] = {}
    for links in linker.link_all(list(texts), language, LINKS):
        for link in links:
            best = links[0].score
            weight = best * (link.score / best) ** STEEPNESS
            if weight >= LEAST:
                weights[link.concept] = max(weights.get(link.concept, 0.0), min(1.0, weight))
    return weights


def likeness_of(space: ConceptSpace) -> Likeness:
    """Return how alike the concepts of a vocabulary are, for the matcher."""
    return {
        concept: {
            other: float(alike)
            for other, alike in zip(space.ids, row, strict=True)
            if alike and other != concept
        }
        for concept, row in zip(space.ids, space.related, strict=True)
    }
