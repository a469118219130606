"""PDF documents: data into a Typst template, tagged, with fonts of its own; nothing is fetched."""

import json
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent.parent / "templates" / "pdf"
MOST_ROWS = 2000
"""Rows of one document; a table of thousands takes many seconds (measured: 12 s for 3,000)."""


class TooManyRows(ValueError):
    """A document that would take too long to lay out."""


def render(template: str, data: dict[str, Any]) -> bytes:
    """Return the PDF of `templates/pdf/TEMPLATE.typ` filled with data.

    The data goes in as JSON text, so that nothing in it is read as markup. Raises TooManyRows
    for a list longer than MOST_ROWS.
    """
    if any(isinstance(value, list) and len(value) > MOST_ROWS for value in data.values()):
        raise TooManyRows(template)
    document: bytes = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return document
