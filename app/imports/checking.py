"""What a sheet would change, and every fault in it by row and column, without writing anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from app.forums.models import Forum
from app.imports.encodings import misread
from app.imports.guard import unguarded
from app.imports.headings import Columns, understand
from app.imports.reading import Table
from app.imports.targets import POINT, Target
from app.organisations import places
from app.organisations.keys import all_known
from app.organisations.models import Precision
from app.web.values import as_typed, sentences

HEADING_ROW = 1


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell, by its row as a spreadsheet counts and its column's title."""

    row: int
    column: str
    field: str
    typed: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """A row that would be written: its values, and those of the row that it replaces."""

    row: int
    wanted: dict[str, Any]
    before: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A sheet as understood: what it would change, and what stands in the way.

    `names` says of each wrong row what it is about; `notes` stand in the way of nothing.
    """

    rows: int
    changes: tuple[Change, ...]
    unchanged: int
    problems: tuple[CellProblem, ...]
    names: Mapping[int, str]
    notes: tuple[CellProblem, ...] = ()

    @property
    def created(self) -> int:
        return sum(change.before is None for change in self.changes)

    @property
    def changed(self) -> int:
        return len(self.changes) - self.created


def check(session: Session, target: Target[Any], forum: Forum | None, table: Table) -> Checked:
    """Read every row of a sheet against the schema, the sheet itself and what is stored."""
    columns = understand(table.heading, target.fields, target.identity)
    if columns.faults:
        problems = tuple(
            CellProblem(HEADING_ROW, fault.typed, "", fault.typed, fault.sentence)
            for fault in columns.faults
        )
        return Checked(len(table.rows), (), 0, problems, {})
    return _Checking(session, target, forum, columns).check(table)


class _Checking:
    """One reading of one sheet."""

    def __init__(
        self, session: Session, target: Target[Any], forum: Forum | None, columns: Columns
    ) -> None:
        self.session, self.target, self.forum, self.columns = session, target, forum, columns
        self.schema = target.schema()
        self.stored = {
            target.identity_of(e): (row, e) for row, e in entries(session, target, forum)
        }
        self.seen: dict[tuple[str, ...], int] = {}
        self.taken: dict[tuple[str, str], int] = {}
        self.problems: list[CellProblem] = []
        self.names: dict[int, str] = {}
        self.notes: list[CellProblem] = []

    def check(self, table: Table) -> Checked:
        changes: list[Change] = []
        unchanged = 0
        with self.session.no_autoflush, all_known(self.session), as_typed():
            for number, cells in table.rows:
                change = self._row(number, self._typed(number, cells))
                if change is None:
                    continue
                if change.before is not None and is_same(change.wanted, change.before):
                    unchanged += 1
                else:
                    changes.append(change)
        self.problems.sort(key=lambda problem: problem.row)
        return Checked(
            len(table.rows),
            tuple(changes),
            unchanged,
            tuple(self.problems),
            self.names,
            tuple(self.notes),
        )

    def _typed(self, number: int, cells: tuple[str, ...]) -> dict[str, str]:
        """Return field → text of a row; note cells beyond the heading and misread characters."""
        typed: dict[str, str] = {}
        for place, cell in enumerate(cells):
            text = unguarded(cell.strip())
            if place in self.columns.fields:
                typed[self.columns.fields[place]] = text
            elif text and place >= self.columns.width:
                self._note(number, "", text, _("There is no column above this cell."))
        return typed

    def _row(self, number: int, typed: dict[str, str]) -> Change | None:
        """Return the change that a row asks for, None when something is wrong with it."""
        faults = {
            field: [sentence] for field, text in typed.items() if (sentence := misread(text))
        }
        row, before = self.stored.get(self._identity(typed), (None, None))
        given = merged(self.target, self.schema.dump(before) if before else {}, typed)
        try:
            wanted = self.schema.load(given)
        except ValidationError as problem:
            wanted = problem.valid_data
            for field, found in sentences(problem.messages).items():
                faults.setdefault(_column_of(field), found[:1])
        for field, found in self.target.faults(self.session, self.forum, wanted).items():
            faults.setdefault(field, found)
        self._note_doubles(number, wanted, faults)
        for field, found in faults.items():
            for sentence in found:
                self._note(number, field, typed.get(field, ""), sentence)
        if faults:
            self.names[number] = " / ".join(typed.get(name, "") for name in self.target.identity)
            return None
        if before is not None and self.target.is_pinned(row):
            wanted |= {name: before[name] for name in POINT}
        elif wanted.get("latitude") is not None and "precision" in wanted:
            wanted["precision"] = wanted["precision"] or Precision.TOWN
        self._note_lost_town(number, wanted)
        return Change(number, wanted, before)

    def _identity(self, typed: Mapping[str, str]) -> tuple[str, ...]:
        """Return what a row is known by, read as its schema reads it."""
        found: dict[str, Any] = {}
        for name in self.target.identity:
            try:
                found[name] = self.schema.fields[name].deserialize(typed.get(name, ""))
            except ValidationError:
                return ()
        return self.target.identity_of(found)

    def _note_doubles(
        self, number: int, wanted: Mapping[str, Any], faults: dict[str, list[str]]
    ) -> None:
        identity = self.target.identity_of(wanted)
        if all(identity):
            first = self.seen.setdefault(identity, number)
            if first != number:
                faults.setdefault(
                    self.target.identity[-1], [_("Row %(row)s has this already.", row=first)]
                )
        for field in self.target.unique:
            value = wanted.get(field)
            if value:
                first = self.taken.setdefault((field, str(value)), number)
                if first != number:
                    faults.setdefault(field, [_("Row %(row)s has this already.", row=first)])

    def _note_lost_town(self, number: int, wanted: Mapping[str, Any]) -> None:
        """Say of a town that is not found that its row gets no point."""
        city = wanted.get("city")
        if city and wanted["latitude"] is None and places.find_point(wanted) is None:
            column = self.columns.titles.get("city", "city")
            sentence = _(
                "No town of this name is known in %(country)s: the row gets no point. "
                "Latitude and longitude can be given.",
                country=wanted["country"],
            )
            self.notes.append(CellProblem(number, column, "city", city, sentence))

    def _note(self, number: int, field: str, typed: str, sentence: str) -> None:
        column = self.columns.titles.get(field, field)
        self.problems.append(CellProblem(number, column, field, typed, sentence))


def entries(
    session: Session, target: Target[Any], forum: Forum | None
) -> list[tuple[Any, dict[str, Any]]]:
    """Return every stored row with its values, in the order of an export."""
    found = [(row, target.entered(row)) for row in target.rows(session, forum)]
    return sorted(found, key=lambda entry: target.identity_of(entry[1]))


def merged(
    target: Target[Any], stored: Mapping[str, Any], typed: Mapping[str, str]
) -> dict[str, Any]:
    """Return what a row says together with what is stored: columns that it lacks stay as they are.

    An empty cell empties a value, but never a point while the town and address stay.
    """
    given = {**stored, **typed}
    if not typed.get("latitude") and not typed.get("longitude"):
        stays = all(_text(stored.get(name)) == _text(given.get(name)) for name in target.near)
        for name in POINT:
            if name in given:
                given[name] = stored.get(name) if stays else None
    return {name: value for name, value in given.items() if value not in ("", None)}


def _text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(sorted(str(part) for part in value))
    return "; ".join(sorted(part.strip() for part in str(value or "").split(";")))


def is_same(wanted: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Say whether a row asks for what is stored already; the order within a cell is nothing."""
    return all(_plain(wanted[name]) == _plain(stored.get(name)) for name in wanted)


def _plain(value: object) -> object:
    return sorted(map(repr, value)) if isinstance(value, list) else value


def _column_of(path: str) -> str:
    """Return the column of a schema's path: `languages.1` is a matter of `languages`."""
    return path.split(".", 1)[0]
