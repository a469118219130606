"""Mobilities in the layout of a Beneficiary Module template, whatever its release.

Columns are recognised by their names; those nobody knows are listed and left empty. A filled
sheet can be compared with what is stored: nothing differs after a round trip.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from app.errors import Invalid
from app.imports.archives import Refused, check_archive
from app.mobilities import bridge
from app.mobilities.models import Adult, Mobility, Relay
from app.web.values import folded

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "key": ("mobility id", "mobility identifier", "mobility no", "mobility number"),
    "activity": ("activity type", "mobility type", "activity"),
    "field": ("field", "field of education"),
    "call_year": ("call year", "call"),
    "sending": ("sending organisation", "sending organisation name"),
    "sending_oid": ("sending organisation oid", "sending organisation id", "sending oid"),
    "sending_country": ("sending country", "country of origin", "from country"),
    "sending_city": ("sending city", "city of origin", "from city"),
    "receiving": ("receiving organisation", "receiving organisation name", "host organisation"),
    "receiving_oid": ("receiving organisation oid", "receiving organisation id", "receiving oid"),
    "country": ("receiving country", "destination country", "to country"),
    "city": ("receiving city", "destination city", "to city"),
    "starts_on": ("start date", "mobility start date", "activity start date"),
    "ends_on": ("end date", "mobility end date", "activity end date"),
    "travel_days": ("travel days", "number of travel days"),
    "is_green": ("green travel", "sustainable travel"),
    "persons": ("number of participants", "participants"),
    "fewer_opportunities": ("fewer opportunities", "participant with fewer opportunities"),
    "accompanying": ("accompanying person", "is accompanying person"),
    "accompanied": ("accompanied mobility", "linked mobility id", "linked mobility"),
}
"""Field → the names under which releases of the template have it, folded."""

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_ROWS = 20
"""Rows in which the line of headings is looked for."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a template has which field, and what nobody recognised."""

    row: int
    columns: Mapping[str, int]
    unknown: tuple[str, ...]


def _sheet(content: bytes) -> tuple[Any, Worksheet]:
    try:
        check_archive(content)
        book = load_workbook(io.BytesIO(content))
    except (Refused, InvalidFileException, KeyError, OSError, ValueError) as problem:
        raise Invalid(_("This is no Excel workbook (.xlsx).")) from problem
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise Invalid(_("The workbook has no sheet."))
    return book, sheet


def layout(content: bytes) -> Layout:
    """Return the layout of a template. Raises Invalid where no column is known."""
    return _layout(_sheet(content)[1])


def _layout(sheet: Worksheet) -> Layout:
    names = {name: field for field, known in HEADINGS.items() for name in known}
    best = Layout(0, {}, ())
    for number, cells in enumerate(sheet.iter_rows(max_row=FIRST_ROWS), start=1):
        columns: dict[str, int] = {}
        unknown = []
        for place, cell in enumerate(cells, start=1):
            text = " ".join(folded(str(cell.value or "")).replace("*", " ").split())
            field = names.get(text)
            if field and field not in columns:
                columns[field] = place
            elif text:
                unknown.append(str(cell.value))
        if len(columns) > len(best.columns):
            best = Layout(number, columns, tuple(unknown))
    if not best.columns:
        raise Invalid(_("No column of this sheet is known."))
    return best


def records(rows: Sequence[Mobility]) -> list[dict[str, str]]:
    """Return mobilities as text, field by field; travelling adults follow, linked to theirs."""
    found = []
    for row in rows:
        found.append(_record(row))
        found.extend(
            _accompanying(row, adult, number)
            for number, adult in enumerate(row.adults, start=1)
            if adult.relay is not Relay.ON_SITE
        )
    return found


def _record(row: Mobility) -> dict[str, str]:
    receiving = row.receiving
    return {
        "key": row.key,
        "activity": bridge.ACTIVITIES[row.field, row.kind][0],
        "field": row.field.value,
        "call_year": str(row.call_year),
        "sending": row.sending.name,
        "sending_oid": row.sending.oid or "",
        "sending_country": row.origin_country,
        "sending_city": row.origin_city,
        "receiving": receiving.name if receiving else "",
        "receiving_oid": (receiving.oid or "") if receiving else "",
        "country": row.country,
        "city": row.city,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "travel_days": str(row.travel_days),
        "is_green": "Yes" if row.is_green else "No",
        "persons": str(row.persons),
        "fewer_opportunities": "Yes" if row.fewer_opportunities else "No",
        "accompanying": "No",
        "accompanied": "",
    }


def _accompanying(row: Mobility, adult: Adult, number: int) -> dict[str, str]:
    return {
        **_record(row),
        "key": f"{row.key}-A{number}",
        "activity": "ACCOMPANYING",
        "starts_on": adult.starts_on.isoformat(),
        "ends_on": adult.ends_on.isoformat(),
        "persons": "1",
        "fewer_opportunities": "No",
        "accompanying": "Yes",
        "accompanied": row.key,
    }


def filled(content: bytes, rows: Sequence[Mobility]) -> bytes:
    """Return the template with one line a mobility under its headings. Raises Invalid."""
    book, sheet = _sheet(content)
    found = _layout(sheet)
    for number, record in enumerate(records(rows), start=found.row + 1):
        for field, place in found.columns.items():
            cell = sheet.cell(number, place)
            cell.value = record[field]
            cell.data_type = "s" if record[field] else "n"
            cell.number_format = "@"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def differences(content: bytes, rows: Sequence[Mobility]) -> list[tuple[str, str, str, str]]:
    """Return key, field, stored and stated value wherever a filled sheet says otherwise.

    Raises Invalid for a sheet without known columns.
    """
    sheet = _sheet(content)[1]
    found = _layout(sheet)
    stored = {record["key"]: record for record in records(rows)}
    seen, changes = set(), []
    for cells in sheet.iter_rows(min_row=found.row + 1, values_only=True):
        stated = {field: _text(cells[place - 1]) for field, place in found.columns.items()}
        if not any(stated.values()):
            continue
        key = stated.get("key", "")
        seen.add(key)
        record = stored.get(key)
        if record is None:
            changes.append((key, "key", "", key))
            continue
        changes += [
            (key, field, record[field], value)
            for field, value in stated.items()
            if value != record[field]
        ]
    if "key" in found.columns:
        changes += [(key, "key", key, "") for key in stored if key not in seen]
    return changes


def _text(value: object) -> str:
    if hasattr(value, "date"):
        value = value.date()
    return "" if value is None else str(value).strip()
