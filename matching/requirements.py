"""Which accreditations a host must hold for which senders: rules as data, read from a table.

The table is CSV with the columns `scheme`, `senders`, `valid_from`, `valid_until` and `source`:
`senders` is a country code, or `*` for every sender; the days are ISO dates and may be empty.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

COLUMNS = ("scheme", "senders", "valid_from", "valid_until", "source")
EVERYBODY = "*"
CODE_LETTERS = 2


class InvalidRequirements(ValueError):
    """A table of requirements with a fault; the sentence names file and line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Hosts of senders from this country must hold this scheme, while the rule is in force."""

    scheme: str
    senders: str
    valid_from: date = date.min
    valid_until: date = date.max
    source: str = ""

    def binds(self, country: str, day: date) -> bool:
        return self.senders in (EVERYBODY, country) and self.valid_from <= day <= self.valid_until


def required_schemes(
    requirements: Iterable[Requirement], *, country: str, day: date
) -> frozenset[str]:
    """Return the schemes that hosts of a sender from this country must hold on a day."""
    return frozenset(rule.scheme for rule in requirements if rule.binds(country, day))


def read_requirements(path: Path) -> list[Requirement]:
    """Read a table of requirements (raises InvalidRequirements with file and line)."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise InvalidRequirements(f"{path}, line 1: the columns must be {', '.join(COLUMNS)}")
        return [_requirement(path, rows.line_num, row) for row in rows]


def _requirement(path: Path, line: int, row: dict[str, str]) -> Requirement:
    try:
        rule = Requirement(
            scheme=row["scheme"].strip(),
            senders=row["senders"].strip(),
            valid_from=date.fromisoformat(row["valid_from"] or date.min.isoformat()),
            valid_until=date.fromisoformat(row["valid_until"] or date.max.isoformat()),
            source=row["source"],
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise InvalidRequirements(f"{path}, line {line}: {error}") from error
    known = rule.senders == EVERYBODY or (
        len(rule.senders) == CODE_LETTERS and rule.senders.isupper()
    )
    if not rule.scheme or not known:
        raise InvalidRequirements(f"{path}, line {line}: a scheme and a country code are needed")
    return rule
