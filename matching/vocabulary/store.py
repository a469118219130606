"""What was read of ESCO, kept in packed files that the linker loads.

`esco.tsv.gz` has one line per concept and language: address, ISCO-08 code, language, then its
labels, the preferred one first. `esco_labels.tsv.gz` has one line per label that ESCO adds to the
concepts of the field, `corrections.tsv.gz` one per label that a curator confirmed: concept,
language, label. Cells are separated by tabs; the lines are sorted
and packed without a time, so that the same release always gives the same bytes.
"""

import gzip
import os
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from matching.vocabulary.concepts import Concept, Label
from matching.vocabulary.esco import esco_concept
from matching.vocabulary.vocabulary import Vocabulary

RELEASE, ADDED, CORRECTIONS = "esco.tsv.gz", "esco_labels.tsv.gz", "corrections.tsv.gz"
"""The files' names in the service's data directory."""


def write_store(release: Vocabulary, added: Sequence[Label], folder: Path) -> Path:
    """Write both files, each at once or not at all; return where the release is."""
    ordered = sorted(
        release.labels, key=lambda each: (each.concept, each.language, not each.preferred)
    )
    lines = [
        "\t".join([concept, release.concepts[concept].isco, language, *(x.text for x in group)])
        for (concept, language), group in groupby(
            ordered, key=lambda each: (each.concept, each.language)
        )
    ]
    folder.mkdir(parents=True, exist_ok=True)
    _write_labels(folder / ADDED, added)
    _write(folder / RELEASE, lines)
    return folder / RELEASE


def write_corrections(labels: Sequence[Label], folder: Path) -> None:
    """Write the labels that hold by a curator's word, in place of those written before."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_labels(folder / CORRECTIONS, labels)


def read_added(folder: Path) -> list[Label]:
    """Return the labels that ESCO adds to the concepts of the field; none if it is not loaded."""
    return _read_labels(folder / ADDED)


def read_corrections(folder: Path) -> list[Label]:
    """Return the labels that hold by a curator's word."""
    return _read_labels(folder / CORRECTIONS)


def _write_labels(path: Path, labels: Sequence[Label]) -> None:
    _write(path, sorted(f"{each.concept}\t{each.language}\t{each.text}" for each in labels))


def _read_labels(path: Path) -> list[Label]:
    lines = _read(path) if path.exists() else []
    cells = (line.split("\t") for line in lines)
    return [Label(concept, language, text) for concept, language, text in cells]


def read_store(folder: Path) -> Vocabulary | None:
    """Read what `write_store` wrote; None if nothing was."""
    path = folder / RELEASE
    if not path.exists():
        return None
    concepts: dict[str, Concept] = {}
    labels: list[Label] = []
    for line in _read(path):
        address, isco, language, *names = line.split("\t")
        if address not in concepts:
            concepts[address] = esco_concept(address, isco)
        labels += [
            Label(address, language, name, preferred=number == 0)
            for number, name in enumerate(names)
        ]
    return Vocabulary(concepts=concepts, labels=tuple(labels))


def _write(path: Path, lines: Sequence[str]) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    draft.replace(path)


def _read(path: Path) -> list[str]:
    return [line for line in gzip.decompress(path.read_bytes()).decode().split("\n") if line]
