"""The vocabulary as a whole: read from a folder, widened with more labels, asked for names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from matching.vocabulary.concepts import LANGUAGES, Concept, Label, Programme
from matching.vocabulary.files import Reader


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

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that have labels: those of the network first."""
        present = {label.language for label in self.labels}
        return tuple(sorted(present, key=lambda code: (code not in LANGUAGES, code)))

    def names_in(self, language: str) -> list[Label]:
        """Return the labels of a language and the names of programmes in it, as labels.

        A programme names its main concept.
        """
        labels = [label for label in self.labels if label.language == language]
        for programme in self.programmes:
            if programme.language == language:
                labels += [
                    Label(programme.concepts[0], language, name) for name in programme.names
                ]
        return labels

    def preferred(self, concept: str, language: str | None) -> str:
        """Return the label to show: in the language, else in English, else the concept's id."""
        shown = self._preferred.get((concept, language or "en"))
        return shown or self._preferred.get((concept, "en"), concept)

    @cached_property
    def _preferred(self) -> dict[tuple[str, str], str]:
        chosen = [label for label in self.labels if label.preferred]
        return {(label.concept, label.language): label.text for label in chosen}
