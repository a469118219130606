"""What a vocabulary is made of: concepts with their codes, their labels, national programmes."""

from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pl", "pt", "ro", "fi", "hr")
"""The languages in which every concept of the shipped vocabulary has labels (ISO 639-1)."""


class Kind(StrEnum):
    """What a concept names: who somebody is at work, or what is done."""

    OCCUPATION = "occupation"
    TASK = "task"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One occupation or task, the same in every language.

    `isco` is an ISCO-08 group (four digits for a unit group), `isced_f` ISCED-F 2013 fields,
    `nace` NACE Rev. 2 sections or divisions with their section's letter (`H52`), `eqf` the levels
    at which it is trained for, `profiles` the network's shared professional profiles,
    `broader` the concepts it belongs to.
    """

    id: str
    kind: Kind
    isco: str
    isced_f: tuple[str, ...] = ()
    nace: tuple[str, ...] = ()
    eqf: tuple[int, ...] = ()
    profiles: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """One way of naming a concept in a language."""

    concept: str
    language: str
    text: str
    preferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A diploma or programme of one country; the years bound when it may be begun, open if None.

    `names` holds the usual name first, `concepts` the main concept first.
    """

    country: str
    language: str
    names: tuple[str, ...]
    concepts: tuple[str, ...]
    eqf: int
    valid_from: int | None = None
    valid_to: int | None = None
    replaced_by: str | None = None

    def is_valid_in(self, year: int) -> bool:
        """Tell whether the programme can be begun in a year, as far as its years are known."""
        return (self.valid_from or year) <= year <= (self.valid_to or year)
