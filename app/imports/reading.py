"""From an uploaded file to a table of text, or a refusal that says what is the matter with it."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.errors import Invalid
from app.imports import limits
from app.settings import ROOT


class Unreadable(Invalid):
    """A file that is not read."""

    code = "unreadable_file"


@dataclass(frozen=True, slots=True)
class Table:
    """The first row of a sheet, and the others with their numbers as a spreadsheet counts them."""

    heading: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(content: bytes) -> Table:
    """Return the table in a CSV, XLSX or ODS file. Rows without any text are left out.

    Raises Unreadable with a sentence about the file.
    """
    if len(content) > limits.LARGEST_FILE:
        raise _unreadable("too_large", {})
    answer = _parse(content)
    if "refused" in answer:
        raise _unreadable(str(answer["refused"]), answer["details"])
    return table_of(answer["rows"])  # type: ignore[arg-type]  # the other half of the protocol


def table_of(rows: Sequence[Sequence[str]]) -> Table:
    """Return the table in rows of cells. Raises Unreadable where the first row is blank."""
    numbered = [
        (number, tuple(row))
        for number, row in enumerate(rows, start=1)
        if any(cell.strip() for cell in row)
    ]
    if numbered[0][0] != 1:
        raise _unreadable("no_heading", {})
    return Table(numbered[0][1], tuple(numbered[1:]))


def _parse(content: bytes) -> dict[str, object]:
    try:
        child = subprocess.run(
            [sys.executable, "-m", "app.imports.parsing"],
            input=content,
            capture_output=True,
            timeout=limits.WAIT_SECONDS,
            check=False,
            cwd=ROOT,
        )
    except subprocess.TimeoutExpired:
        return {"refused": "too_slow", "details": {}}
    if child.returncode != 0:
        return {"refused": "too_large_unpacked", "details": {}}
    answer: dict[str, object] = json.loads(child.stdout)
    return answer


def _unreadable(code: str, details: object) -> Unreadable:
    sentences = {
        "too_large": _("This file is larger than 5 MB. Please split it."),
        "empty": _("This file is empty."),
        "damaged": _("This workbook is damaged. Please save it again and try once more."),
        "password": _("This workbook is protected by a password. Please save it without one."),
        "macros": _("This workbook holds macros. Please save it as .xlsx without them."),
        "external_links": _(
            "This workbook refers to other files. Please copy the values into a new workbook."
        ),
        "embedded": _("This workbook holds other files. Please copy the table into a new one."),
        "entities": _("This workbook holds definitions that no table needs. It is not read."),
        "too_many_entries": _("This workbook has more than %(most)s parts."),
        "too_large_unpacked": _(
            "This file grows too large when it is unpacked. Please copy the table into a new one."
        ),
        "too_slow": _("This file takes too long to read. Please split it."),
        "old_or_protected": _(
            "This is an old or protected workbook. Please save it as .xlsx without a password."
        ),
        "no_table": _("This is not a spreadsheet. Please send CSV, XLSX or ODS."),
        "markup": _("This is a web page, not a spreadsheet. Please send CSV, XLSX or ODS."),
        "zeros": _("This file holds zero bytes. Please save it as CSV in UTF-8."),
        "encoding": _("The characters of this file cannot be read. Please save it in UTF-8."),
        "quotes": _("Row %(row)s opens or closes a quotation mark in the wrong place."),
        "cell_too_long": _("Row %(row)s holds a cell that is far too long."),
        "too_many_rows": _("This sheet has more than %(most)s rows. Please split it."),
        "too_many_columns": _("This sheet has more than %(most)s columns."),
        "no_heading": _("The first row must hold the names of the columns."),
    }
    sentence = sentences[code] % (details if isinstance(details, dict) else {})
    return Unreadable(sentence, fields={"file": [sentence]})
