"""What ESCO adds: a linker over all its concepts, and more labels for those of the field."""

from collections import Counter

from matching.vocabulary.concepts import Label
from matching.vocabulary.index import MANY_CONCEPTS
from matching.vocabulary.linker import Linker
from matching.vocabulary.vocabulary import Vocabulary
from matching.vocabulary.words import folded

AGREEING = 0.6
"""The share of languages in which an occupation must link to a concept of the field to be it."""

SURE = 0.6
"""The score from which a preferred label counts as agreeing."""


def release_linker(release: Vocabulary) -> Linker:
    """Return a linker over the concepts of ESCO, where words such as "technician" do tell."""
    return Linker(release, MANY_CONCEPTS)


def labels_added(shipped: Vocabulary, release: Vocabulary) -> list[Label]:
    """Return ESCO's labels for the occupations that it shares with the vocabulary of the field.

    An occupation of ESCO is one of ours if both have the same ISCO-08 group and its preferred
    labels link to ours, with a sure score, in at least `AGREEING` of the languages. Its labels in
    every language become alternative labels, so that languages which are not shipped link as
    well; those that name one of our concepts already are left out.
    """
    ours = same_occupations(shipped, release)
    known = {(label.language, folded(label.text)) for label in shipped.labels}
    return [
        Label(ours[label.concept], label.language, label.text)
        for label in release.labels
        if label.concept in ours and (label.language, folded(label.text)) not in known
    ]


def same_occupations(shipped: Vocabulary, release: Vocabulary) -> dict[str, str]:
    """Return the occupations of ESCO that are concepts of ours: address → concept."""
    linker = Linker(shipped)
    groups = {concept.isco for concept in shipped.concepts.values()}
    votes: Counter[tuple[str, str]] = Counter()
    asked_in: Counter[str] = Counter()
    for language in shipped.languages:
        asked = [
            label
            for label in release.labels
            if label.preferred
            and label.language == language
            and "occupation/" in label.concept
            and release.concepts[label.concept].isco in groups
        ]
        links = linker.link_all([label.text for label in asked], language, top=1)
        for label, found in zip(asked, links, strict=True):
            asked_in[label.concept] += 1
            group = release.concepts[label.concept].isco
            for link in found:
                if link.score >= SURE and shipped.concepts[link.concept].isco == group:
                    votes[label.concept, link.concept] += 1
    agreed = [pair for pair, count in votes.items() if count >= AGREEING * asked_in[pair[0]]]
    return dict(sorted(agreed, key=lambda pair: (votes[pair], pair)))
