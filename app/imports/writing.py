"""Sheets out: CSV in UTF-8 with its mark, and XLSX whose cells are all text."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy.orm import Session

from app.forums.models import Forum
from app.imports.checking import entries
from app.imports.guard import guarded, guarded_for_workbook
from app.imports.targets import Target
from app.imports.titles import title

LONG_AGO = (2000, 1, 1, 0, 0, 0)
"""The date that every workbook bears, so that the same rows give the same bytes."""


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


MIME = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export(
    session: Session, target: Target[Any], forum: Forum | None, format: Format, locale: str
) -> bytes:
    """Return every stored row of a kind in the layout in which it can be imported again."""
    schema = target.schema()
    rows = [cells(schema.dump(values)) for _row, values in entries(session, target, forum)]
    return sheet(target, rows, format, locale)


def example(target: Target[Any], format: Format, locale: str) -> bytes:
    """Return a small sheet that shows how the columns are filled in."""
    return sheet(target, target.examples, format, locale)


def cells(dumped: Mapping[str, Any]) -> dict[str, str]:
    """Return a row's values as a person would type them."""
    return {name: _text(value) for name, value in dumped.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_text(part) for part in value)
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
    return str(value)


def sheet(
    target: Target[Any], rows: Iterable[Mapping[str, str]], format: Format, locale: str
) -> bytes:
    """Return rows under the titles of a kind of sheet."""
    heading = [title(name, locale) for name in target.fields]
    return table(heading, [[row.get(name, "") for name in target.fields] for row in rows], format)


def table(heading: Sequence[str], rows: Iterable[Sequence[str]], format: Format) -> bytes:
    """Return a table of text; no cell of it is a formula."""
    return _csv(heading, rows) if format is Format.CSV else _xlsx(heading, rows)


def _csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    book = Workbook()
    page: Worksheet = book.active
    for number, row in enumerate((heading, *rows), start=1):
        for place, text in enumerate(row, start=1):
            if not text:
                continue
            cell = page.cell(row=number, column=place)
            cell.value = guarded_for_workbook(text)
            cell.data_type = "s"
            cell.number_format = "@"
    for cell in page[1]:
        cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return _undated(content.getvalue())


def _undated(workbook: bytes) -> bytes:
    """Return a workbook without the moment at which it was written."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as dated,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as undated,
    ):
        for entry in dated.infolist():
            body = dated.read(entry)
            if entry.filename == "docProps/core.xml":
                body = re.sub(rb"[0-9-]{10}T[0-9:]{8}Z", b"2000-01-01T00:00:00Z", body)
            fixed = zipfile.ZipInfo(entry.filename, LONG_AGO)
            undated.writestr(fixed, body, zipfile.ZIP_DEFLATED)
    return content.getvalue()
