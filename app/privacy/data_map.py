"""The data map: each column's level, purpose, retention, link to people, and what erasing does.

`data_map.csv` holds one line for each column; a column without one fails the tests.
`link` says how a row is known to be about a person: by `email`, by their `account` or
`participant` number, as `actor` of the trail, or by `name`.
`erase` is `keep`, `blank`, `row` (the whole row goes), `number` (a number replaces it) or `=text`.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data_map.csv"

LEVELS = frozenset({"internal", "personal", "sensitive", "secret"})
LINKS = frozenset({"", "email", "account", "participant", "actor", "name"})
RETENTIONS = {
    "account": "until a year after the account has ended",
    "token": "30 days after it has expired",
    "reply": "48 hours",
    "message": "90 days",
    "upload": "30 days",
    "trail": "as long as the service; it names people by number only",
    "edition": "names until two years after the forum; telephone, lodging and needs 30 days",
    "evidence": "as long as the grant's rules ask for evidence; the network decides",
    "adult": "names until a year after the mobility",
    "directory": "as long as the organisation is a member and the person holds the role",
}
"""Name of a rule → what it says; `retention` carries out those that a clock decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One line of the map."""

    table: str
    column: str
    level: str
    purpose: str
    retention: str
    link: str
    erase: str


@cache
def columns() -> dict[str, tuple[Column, ...]]:
    """Return table → its lines."""
    found: defaultdict[str, list[Column]] = defaultdict(list)
    with FILE.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            found[line["table"]].append(Column(**line))
    return {table: tuple(lines) for table, lines in found.items()}
