"""Spreadsheets for tests."""

from collections.abc import Iterable, Sequence

from app.imports.targets import TARGETS
from app.imports.writing import Format, table


def make_sheet(heading: Sequence[str], *rows: Sequence[str], format: Format = Format.CSV) -> bytes:
    return table(heading, rows, format)


def organisations_sheet(rows: Iterable[dict[str, str]], *, format: Format = Format.CSV) -> bytes:
    """Return a sheet of organisations; what a row leaves out is usual."""
    fields = TARGETS["organisations"].fields
    usual = {"name": "Somewhere", "kind": "school", "country": "FR", "city": "Roanne"}
    filled = [usual | row for row in rows]
    return table(fields, [[row.get(name, "") for name in fields] for row in filled], format)
