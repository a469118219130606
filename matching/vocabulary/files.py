"""The files of a vocabulary that a curator edits, read with every fault gathered.

Tab-separated, UTF-8; the first line names the columns; empty lines and lines that begin with `#`
are skipped; several values of a cell are separated by spaces (codes) or by ` | ` (names).

    concepts.tsv     concept kind isco isced_f nace eqf profiles broader
    labels/LL.tsv    concept preferred alternatives
    programmes.tsv   country language names concepts eqf valid_from valid_to replaced_by
    generic.tsv      language phrase
    codes.tsv        scheme code label       (the known codes: isco, isced_f, nace, profile)
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

from matching.vocabulary.concepts import LANGUAGES, Concept, Kind, Label, Programme
from matching.vocabulary.faults import Fault, VocabularyFault
from matching.vocabulary.words import folded

EQF_LEVELS = range(1, 9)
YEARS = range(1900, 2101)

Row = dict[str, str]


class Reader:
    """Reads the files of one folder and gathers what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self._codes: defaultdict[str, set[str]] = defaultdict(set)
        for _, row in self._rows("codes.tsv", ("scheme", "code"), ("label",)):
            self._codes[row["scheme"]].add(row["code"])

    def refuse_faults(self) -> None:
        """Raise `VocabularyFault` if anything was wrong."""
        if self.faults:
            raise VocabularyFault(*self.faults)

    def concepts(self) -> dict[str, Concept]:
        """Return the concepts by id."""
        file, required = "concepts.tsv", ("concept", "kind", "isco", "isced_f", "nace", "eqf")
        found: dict[str, tuple[int, Concept]] = {}
        for line, row in self._rows(file, required, ("profiles", "broader")):
            if row["concept"] in found:
                self._fault(file, line, "doubled_concept", row["concept"])
            if row["kind"] not in tuple(Kind):
                self._fault(file, line, "unknown_kind", row["kind"])
                continue
            found[row["concept"]] = (line, self._concept(file, line, row))
        for line, concept in found.values():
            self._refuse_unknown(file, line, concept.broader, found)
        return {concept.id: concept for _, concept in found.values()}

    def labels(self, concepts: Collection[str]) -> tuple[Label, ...]:
        """Return the labels of all languages; each concept must have one in each."""
        return tuple(
            label for language in LANGUAGES for label in self._labels_in(language, concepts)
        )

    def programmes(self, concepts: Collection[str]) -> tuple[Programme, ...]:
        """Return the diplomas and programmes of the countries."""
        file, required = "programmes.tsv", ("country", "language", "names", "concepts", "eqf")
        found = []
        for line, row in self._rows(file, required, ("valid_from", "valid_to", "replaced_by")):
            self._refuse_unknown_language(file, line, row["language"])
            self._refuse_unknown(file, line, row["concepts"].split(), concepts)
            found.append((line, self._programme(file, line, row)))
        known = {(programme.country, programme.names[0]) for _, programme in found}
        for line, programme in found:
            following = programme.replaced_by
            if following is not None and (programme.country, following) not in known:
                self._fault(file, line, "unknown_programme", following)
        return tuple(programme for _, programme in found)

    def generic(self) -> dict[str, tuple[str, ...]]:
        """Return the phrases that say nothing about the field, by language."""
        file = "generic.tsv"
        found: defaultdict[str, list[str]] = defaultdict(list)
        for line, row in self._rows(file, ("language", "phrase")):
            self._refuse_unknown_language(file, line, row["language"])
            found[row["language"]].append(row["phrase"])
        return {language: tuple(phrases) for language, phrases in found.items()}

    def _labels_in(self, language: str, concepts: Collection[str]) -> Iterator[Label]:
        file = f"labels/{language}.tsv"
        seen: set[str] = set()
        named: set[str] = set()
        for line, row in self._rows(file, ("concept", "preferred"), ("alternatives",)):
            concept = row["concept"]
            self._refuse_unknown(file, line, [concept], concepts)
            if concept in named:
                self._fault(file, line, "doubled_concept", concept)
            named.add(concept)
            for number, text in enumerate([row["preferred"], *_names(row["alternatives"])]):
                if folded(text) in seen:
                    self._fault(file, line, "doubled_label", text)
                seen.add(folded(text))
                yield Label(concept, language, text, preferred=number == 0)
        for concept in sorted(set(concepts) - named):
            self._fault(file, 0, "missing_language", concept)

    def _concept(self, file: str, line: int, row: Row) -> Concept:
        for column in ("isco", "isced_f", "nace"):
            self._refuse_unknown_codes(file, line, column, row[column].split())
        self._refuse_unknown_codes(file, line, "profile", row["profiles"].split())
        levels = [self._number(file, line, text, EQF_LEVELS) for text in row["eqf"].split()]
        return Concept(
            id=row["concept"],
            kind=Kind(row["kind"]),
            isco=row["isco"],
            isced_f=tuple(row["isced_f"].split()),
            nace=tuple(row["nace"].split()),
            eqf=tuple(level for level in levels if level is not None),
            profiles=tuple(row["profiles"].split()),
            broader=tuple(row["broader"].split()),
        )

    def _programme(self, file: str, line: int, row: Row) -> Programme:
        first = self._number(file, line, row["valid_from"], YEARS)
        last = self._number(file, line, row["valid_to"], YEARS)
        names = _names(row["names"])
        if first is not None and last is not None and last < first:
            self._fault(file, line, "years_reversed", names[0])
        return Programme(
            country=row["country"],
            language=row["language"],
            names=names,
            concepts=tuple(row["concepts"].split()),
            eqf=self._number(file, line, row["eqf"], EQF_LEVELS) or 0,
            valid_from=first,
            valid_to=last,
            replaced_by=row["replaced_by"] or None,
        )

    def _number(self, file: str, line: int, text: str, allowed: range) -> int | None:
        if text and not (text.isdecimal() and int(text) in allowed):
            self._fault(file, line, "not_a_number", text)
        return int(text) if text.isdecimal() else None

    def _refuse_unknown_codes(self, file: str, line: int, scheme: str, codes: list[str]) -> None:
        for code in codes:
            if code not in self._codes[scheme]:
                self._fault(file, line, "unknown_code", f"{scheme} {code}")

    def _refuse_unknown(
        self, file: str, line: int, ids: Collection[str], concepts: Collection[str]
    ) -> None:
        for unknown in (each for each in ids if each not in concepts):
            self._fault(file, line, "unknown_concept", unknown)

    def _refuse_unknown_language(self, file: str, line: int, language: str) -> None:
        if language not in LANGUAGES:
            self._fault(file, line, "unknown_language", language)

    def _rows(
        self, file: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> Iterator[tuple[int, Row]]:
        """Yield the filled lines of a file with their numbers; wrong ones become faults."""
        lines = self._lines(file)
        columns = required + optional
        if lines and tuple(lines[0].split("\t")) != columns:
            self._fault(file, 1, "columns", ", ".join(columns))
            return
        for number, text in enumerate(lines[1:], start=2):
            if not text.strip() or text.startswith("#"):
                continue
            cells = [cell.strip() for cell in text.split("\t")]
            cells += [""] * (len(columns) - len(cells))
            if len(cells) > len(columns):
                self._fault(file, number, "cells", f"{len(cells)} cells, not {len(columns)}")
                continue
            row = dict(zip(columns, cells, strict=True))
            empty = [column for column in required if not row[column]]
            if empty:
                self._fault(file, number, "empty", empty[0])
                continue
            yield number, row

    def _lines(self, file: str) -> list[str]:
        try:
            return (self.folder / file).read_text(encoding="utf-8-sig").splitlines()
        except FileNotFoundError:
            self._fault(file, 0, "missing_file")
        except UnicodeDecodeError:
            self._fault(file, 0, "not_text")
        return []

    def _fault(self, file: str, line: int, code: str, subject: str = "") -> None:
        self.faults.append(Fault(file, line, code, subject))


def _names(cell: str) -> tuple[str, ...]:
    """Return the names of a cell, which are separated by ` | `."""
    return tuple(name.strip() for name in cell.split("|") if name.strip())
