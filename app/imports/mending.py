"""The rows of an upload that are to be mended, as a sheet with one more column."""

from collections import defaultdict

from flask_babel import gettext as _

from app.errors import Conflict
from app.imports.models import ImportDraft
from app.imports.reading import read_table
from app.imports.writing import Format, table

PROBLEM = "problem"
"""The title of the further column; a sheet that still has it can be uploaded as it is."""


def sheet_to_mend(draft: ImportDraft, format: Format) -> bytes:
    """Return the wrong rows with what is wrong in them. Raises Conflict when none is."""
    said: defaultdict[int, list[str]] = defaultdict(list)
    for problem in draft.report["problems"]:
        said[problem["row"]].append(f"{problem['column']}: {problem['sentence']}")
    if not said or not draft.content:
        raise Conflict(_("There is nothing to mend in this sheet."))
    read = read_table(draft.content)
    width = len(read.heading)
    has_column = read.heading[-1].strip().casefold() == PROBLEM
    kept = width - 1 if has_column else width
    rows = [
        [*row[:kept], *[""] * (kept - len(row)), " | ".join(said[number])]
        for number, row in read.rows
        if number in said
    ]
    return table([*read.heading[:kept], PROBLEM], rows, format)
