"""What can be wrong with a file of the vocabulary, said with its file and line."""

from dataclasses import dataclass

SENTENCES = {
    "missing_file": "This file is missing.",
    "not_text": "This file cannot be read as UTF-8 text.",
    "columns": "The first line must name these columns: {subject}.",
    "cells": "This line has {subject}.",
    "empty": "The cell “{subject}” is empty.",
    "doubled_concept": "The concept “{subject}” stands here a second time.",
    "unknown_concept": "There is no concept “{subject}” in concepts.tsv.",
    "unknown_kind": "A concept is an occupation or a task, not “{subject}”.",
    "unknown_code": "There is no such code: {subject}. The known codes are in codes.tsv.",
    "unknown_language": "The vocabulary is not kept in the language “{subject}”.",
    "not_a_number": "“{subject}” is not a whole number in its range.",
    "missing_language": "The concept “{subject}” has no label in this language.",
    "doubled_label": "The label “{subject}” stands in this language already.",
    "unknown_programme": "This country has no programme “{subject}” that could follow.",
    "years_reversed": "The programme “{subject}” ends before it begins.",
    "not_csv": "This line is no CSV: {subject}.",
    "not_a_concept": "“{subject}” is not the address of an ESCO concept.",
    "no_labels": "No file of ESCO labels was found here.",
}
"""What each fault says to a curator, in English."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one line of a file; line 0 means the file itself."""

    file: str
    line: int
    code: str
    subject: str = ""

    def __str__(self) -> str:
        """Say it to a curator, with file and line."""
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {SENTENCES[self.code].format(subject=self.subject)}"


class VocabularyFault(ValueError):
    """Files that cannot be used; `faults` holds everything that is wrong with them."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
