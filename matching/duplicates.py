"""Entries of a directory that may be the same organisation twice.

Names are compared without case, accents, signs and legal forms, by their trigrams, of which rare
ones count more. Another country, another town, another official number or another numeral in the
name ("Schule 1", "Schule 2") keeps two entries apart; the same official number joins them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import log

import numpy as np
from scipy.sparse import csr_matrix

from matching.vocabulary.words import folded

ALIKE = 0.8
"""Likeness from which names in the same town are proposed."""
ALIKE_ANYWHERE = 0.92
"""The same where the town of one is not known."""
COMMON = 0.5
"""Share of their trigrams that words must have in common where two names differ."""
LEGAL_FORMS = frozenset((
    "ab", "ag", "asbl", "bv", "bvba", "doo", "eg", "ev", "gbr", "ggmbh", "gmbh", "kft", "kg",
    "lda", "limited", "ltd", "mbh", "nv", "ohg", "oy", "oyj", "plc", "sa", "sarl", "sas",
    "sasu", "se", "sl", "slu", "snc", "sp", "spa", "spolka", "srl", "srls", "sro", "uab", "ug",
    "vzw", "zoo",
))  # fmt: skip
"""Words that say in what form of law an organisation exists, without their dots."""

_SPELLED = re.compile(r"\b\w(?: \w\b)+")
"""Single letters in a row, as "s a r l" for S.A.R.L."""


class Because(StrEnum):
    """Why two entries may be the same."""

    SAME_OID = "same_oid"
    SAME_NAME = "same_name"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is known of an organisation; empty text is not known."""

    key: str
    name: str
    country: str
    city: str = ""
    oid: str = ""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two entries that may be one, by their keys, how alike their names are, and why."""

    one: str
    other: str
    likeness: float
    because: Because


def duplicates(entries: Sequence[Entry]) -> list[Duplicate]:
    """Return the pairs that may be the same, the surest first; their order changes nothing."""
    ordered = sorted(entries, key=lambda entry: entry.key)
    words = [_words(entry.name) for entry in ordered]
    found = [
        Duplicate(ordered[a].key, ordered[b].key, likeness, because)
        for a, b, likeness in _candidates(ordered, words)
        if (because := _because(ordered[a], ordered[b], likeness, (words[a], words[b])))
    ]
    order = list(Because)
    return sorted(found, key=lambda pair: (order.index(pair.because), -pair.likeness, pair.one))


def _because(
    one: Entry, other: Entry, likeness: float, words: tuple[list[str], list[str]]
) -> Because | None:
    oids = {_plain(one.oid), _plain(other.oid)}
    if len(oids) == 1 and "" not in oids:
        return Because.SAME_OID
    mine, theirs = words
    if "" not in oids or one.country != other.country or _numerals(mine) != _numerals(theirs):
        return None
    towns = {folded(one.city), folded(other.city)}
    if len(towns - {""}) > 1:
        return None
    if sorted(mine) == sorted(theirs):
        return Because.SAME_NAME
    enough = ALIKE_ANYWHERE if "" in towns else ALIKE
    return Because.ALIKE if likeness >= enough and _tell_the_same(mine, theirs) else None


def _tell_the_same(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Say whether the words that only one name has are alike; a long town may hide that."""
    one = set(_trigrams(sorted(set(mine) - set(theirs))))
    other = set(_trigrams(sorted(set(theirs) - set(mine))))
    return not one or not other or 2 * len(one & other) >= COMMON * (len(one) + len(other))


def _candidates(
    entries: Sequence[Entry], words: Sequence[list[str]]
) -> Iterator[tuple[int, int, float]]:
    """Yield pairs that are alike or share a number, each once, with the likeness of the names."""
    alike = _likeness(words)
    of_oid: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        if _plain(entry.oid):
            of_oid.setdefault(_plain(entry.oid), []).append(number)
    pairs = {pair for same in of_oid.values() for pair in combinations(same, 2)}
    rows, columns = alike.nonzero()
    near = alike.data >= ALIKE
    pairs.update((int(a), int(b)) for a, b in zip(rows[near], columns[near], strict=True) if a < b)
    for a, b in sorted(pairs):
        yield a, b, min(1.0, float(alike[a, b]))


def _likeness(words: Sequence[list[str]]) -> csr_matrix:
    """Return the cosine of every two names' trigrams, weighted by how rare they are."""
    grams = [Counter(_trigrams(each)) for each in words]
    used = Counter(gram for counts in grams for gram in counts)
    number = {gram: column for column, gram in enumerate(used)}
    rarity = {gram: log((1 + len(words)) / (1 + count)) + 1 for gram, count in used.items()}
    ends = np.cumsum([0, *map(len, grams)])
    columns = [number[gram] for counts in grams for gram in counts]
    values = [count * rarity[gram] for counts in grams for gram, count in counts.items()]
    rows = csr_matrix((values, columns, ends), shape=(len(words), max(1, len(number))))
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(rows.indptr))
    return csr_matrix(rows @ rows.T)


def _words(name: str) -> list[str]:
    """Return the words of a name that tell, in one case, without legal forms."""
    joined = _SPELLED.sub(lambda letters: letters[0].replace(" ", ""), folded(name))
    every = joined.split()
    return [word for word in every if word not in LEGAL_FORMS] or every


def _trigrams(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        yield from (padded[at : at + 3] for at in range(max(1, len(padded) - 2)))


def _numerals(words: Sequence[str]) -> list[str]:
    return sorted(word for word in words if word.isdecimal())


def _plain(oid: str) -> str:
    return "".join(sign for sign in oid.upper() if sign.isalnum())
