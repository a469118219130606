"""The vocabulary as a whole: read from a folder, widened with more labels, asked for names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from matching.vocabulary.concepts import LANGUAGES, Concept, Label, Programme
from matching.vocabulary.files import Reader
from matching.vocabulary.words import folded, without


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Concepts by id, their labels, programmes, and words that tell nothing.

    `generic` holds, by language, the words and phrases of diplomas and job advertisements that
    say nothing about the field ("Bac pro", "apprenti", "m/w/d"); linking leaves them out.
    """

    concepts: Mapping[str, Concept]
    labels: tuple[Label, ...]
    programmes: tuple[Programme, ...] = ()
    generic: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corrections: tuple[Label, ...] = ()
    """Labels that hold by a curator's word: no other concept is called the same."""

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the files of a folder; raise `VocabularyFault` naming every wrong file and line."""
        reader = Reader(folder)
        concepts = reader.concepts()
        labels = reader.labels(concepts)
        programmes = reader.programmes(concepts)
        generic = reader.generic()
        reader.refuse_faults()
        return cls(concepts=concepts, labels=labels, programmes=programmes, generic=generic)

    def with_labels(self, extra: Iterable[Label]) -> Self:
        """Return this vocabulary with more labels, such as users' corrections.

        Raises `KeyError` for a label of a concept that does not exist.
        """
        added = tuple(extra)
        for label in added:
            self.concepts[label.concept]
        return replace(self, labels=self.labels + added)

    def corrected(self, labels: Iterable[Label]) -> Self:
        """Return this vocabulary with a curator's labels, as far as their concepts are known."""
        known = tuple(label for label in labels if label.concept in self.concepts)
        return replace(self, corrections=known)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that have labels: those of the network first."""
        present = {label.language for label in self.labels}
        return tuple(sorted(present, key=lambda code: (code not in LANGUAGES, code)))

    def names_in(self, language: str) -> list[Label]:
        """Return the labels of a language and the names of programmes in it, as labels.

        A programme names its main concept. What a curator has corrected names nothing else.
        """
        labels = [label for label in self.labels if label.language == language]
        for programme in self.programmes:
            if programme.language == language:
                labels += [
                    Label(programme.concepts[0], language, name) for name in programme.names
                ]
        right = [label for label in self.corrections if label.language == language]
        texts = {self.plain(label.text, language) for label in right}
        if not texts:
            return labels
        return [each for each in labels if self.plain(each.text, language) not in texts] + right

    def plain(self, text: str, language: str | None) -> str:
        """Return a text as it is compared: in one case, without accents and generic words."""
        return without(folded(text), self.generic.get(language or "", ()))

    def preferred(self, concept: str, language: str | None) -> str:
        """Return the label to show: in the language, else in English, else the concept's id."""
        shown = self._preferred.get((concept, language or "en"))
        return shown or self._preferred.get((concept, "en"), concept)

    @cached_property
    def _preferred(self) -> dict[tuple[str, str], str]:
        chosen = [label for label in self.labels if label.preferred]
        return {(label.concept, label.language): label.text for label in chosen}
