"""ESCO's own release as a vocabulary: its files read, kept in one compact file, and read again.

ESCO is the European Commission's classification of occupations; it is not part of this project.
Read are the official `occupations_LL.csv` and `ISCOGroups_LL.csv`, or `labels_…_LL.tsv.gz`
(address, number, label; number 000 is the preferred label) with the ISCO-08 groups of the
occupations in `esco_occupation_isco_nace.csv`.
"""

import csv
import gzip
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from matching.vocabulary.concepts import Concept, Kind, Label
from matching.vocabulary.faults import Fault, VocabularyFault
from matching.vocabulary.vocabulary import Vocabulary

ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
"""What ESCO's terms of use ask every user to say."""

BASE = "http://data.europa.eu/esco/"
"""What every address of ESCO begins with; some files leave it out."""

_CONCEPT = re.compile(r"(occupation/[0-9a-f-]{36}|isco/C\d{1,4})")
_OTHER = re.compile(r"(skill|isced-f|skill-group|concept-scheme|member-concept)/\S+")
_LABELS = re.compile(r"labels_.*_([a-z]{2})\.tsv\.gz")
_OFFICIAL = re.compile(r"(?:occupations|ISCOGroups)_([a-z]{2})\.csv")
_ISCO_COLUMNS = ("concept_uri", "isco")
_OFFICIAL_COLUMNS = ("conceptUri", "preferredLabel", "altLabels")


@dataclass(slots=True)
class _Found:
    """What the files said so far: labels by address and language (the preferred first), groups."""

    labels: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    isco: dict[str, str] = field(default_factory=dict)
    in_full: bool = False

    def add(self, address: str, language: str, label: str, *, first: bool = False) -> None:
        known = self.labels.setdefault((address, language), [])
        if label in known:
            return
        known.insert(0 if first else len(known), label)


def read_release(folder: Path) -> Vocabulary:
    """Read ESCO's files of a folder; raise `VocabularyFault` at the first that is malformed.

    Concepts are named by their address as the files write it: with `BASE` if one of them does.
    """
    found, read = _Found(), 0
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if match := _LABELS.fullmatch(path.name):
            _read_labels(path, match[1], found)
        elif match := _OFFICIAL.fullmatch(path.name):
            _read_official(path, match[1], found)
        elif path.name == "esco_occupation_isco_nace.csv":
            _read_groups(path, found)
            continue
        else:
            continue
        read += 1
    if not read:
        raise VocabularyFault(Fault(str(folder), 0, "no_labels"))
    return _vocabulary(found)


def _read_labels(path: Path, language: str, found: _Found) -> None:
    for number, line in enumerate(_text(path, packed=True).split("\n"), start=1):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != len(("address", "number", "label")):
            raise _fault(path, number, "cells", f"{len(cells)} cells, not 3")
        address = _address(path, number, cells[0], found)
        if not cells[1].isdecimal():
            raise _fault(path, number, "not_a_number", cells[1])
        if not cells[2].strip():
            raise _fault(path, number, "empty", "label")
        if address:
            found.add(address, language, cells[2].strip(), first=int(cells[1]) == 0)


def _read_official(path: Path, language: str, found: _Found) -> None:
    for number, row in _table(path, _OFFICIAL_COLUMNS):
        address = _address(path, number, row["conceptUri"], found)
        if not row["preferredLabel"].strip():
            raise _fault(path, number, "empty", "preferredLabel")
        if not address:
            continue
        found.add(address, language, row["preferredLabel"].strip(), first=True)
        for label in (row["altLabels"] or "").split("\n"):
            if label.strip():
                found.add(address, language, label.strip())
        group = (row.get("iscoGroup") or "").removeprefix("C")
        if group.isdecimal():
            found.isco[address] = group


def _read_groups(path: Path, found: _Found) -> None:
    for number, row in _table(path, _ISCO_COLUMNS):
        group = row["isco"].removeprefix("C")
        if not group.isdecimal():
            raise _fault(path, number, "not_a_number", row["isco"])
        found.isco[row["concept_uri"].removeprefix(BASE)] = group


def _table(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a CSV file with the number of their last line."""
    rows = csv.DictReader(io.StringIO(_text(path), newline=""), strict=True)
    if not set(columns) <= set(rows.fieldnames or ()):
        raise _fault(path, 1, "columns", ", ".join(columns))
    try:
        for row in rows:
            if None in row or None in row.values():
                raise _fault(path, rows.line_num, "cells", "more or fewer cells than the heading")
            yield rows.line_num, row
    except csv.Error as wrong:
        raise _fault(path, rows.reader.line_num, "not_csv", str(wrong)) from wrong


def _text(path: Path, *, packed: bool = False) -> str:
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if packed else data).decode("utf-8-sig")
    except (UnicodeDecodeError, EOFError, OSError) as wrong:
        raise _fault(path, 0, "not_text") from wrong


def _address(path: Path, line: int, text: str, found: _Found) -> str | None:
    """Return an address without `BASE`, None if it is no occupation or group."""
    short = text.strip().removeprefix(BASE)
    if _CONCEPT.fullmatch(short):
        found.in_full |= text.strip() != short
        return short
    if _OTHER.fullmatch(short):
        return None
    raise _fault(path, line, "not_a_concept", text)


def _fault(path: Path, line: int, code: str, subject: str = "") -> VocabularyFault:
    return VocabularyFault(Fault(path.name, line, code, subject))


def _vocabulary(found: _Found) -> Vocabulary:
    base = BASE if found.in_full else ""
    addresses = sorted({address for address, _ in found.labels})
    concepts = {
        base + address: esco_concept(base + address, _group(address, found.isco))
        for address in addresses
    }
    labels = tuple(
        Label(base + address, language, text, preferred=number == 0)
        for (address, language), texts in sorted(found.labels.items())
        for number, text in enumerate(texts)
    )
    return Vocabulary(concepts=concepts, labels=labels)


def esco_concept(address: str, isco: str) -> Concept:
    """Return a concept of ESCO, which belongs to its ISCO-08 group and to the group above."""
    base = address[: address.rindex("/", 0, address.rindex("/")) + 1] if "://" in address else ""
    above = [isco[:-1]] if "isco/" in address else [isco, isco[:-1]]
    broader = tuple(f"{base}isco/C{code}" for code in above if code)
    return Concept(id=address, kind=Kind.OCCUPATION, isco=isco, broader=broader)


def _group(address: str, isco: Mapping[str, str]) -> str:
    """Return the ISCO-08 code of an occupation or group; empty if no file tells."""
    return address.removeprefix("isco/C") if address.startswith("isco/") else isco.get(address, "")
