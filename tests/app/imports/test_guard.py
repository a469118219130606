"""Cells that would be formulas elsewhere, and text that survives every way out and in."""

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.guard import guarded, guarded_for_workbook, unguarded
from app.imports.parsing import rows_of
from app.imports.writing import Format, table

FORMULAS = [
    f"{space}{start}{rest}"
    for space in ("", " ")
    for start in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
    for rest in ("1+1", "cmd|' /C calc'!A0")
]
cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30).map(
    str.strip
)
starts = st.sampled_from(["", "'", "''", "=", "'=", "''=", "+", "-", "-5", "'-5", "@", "＝", "é"])
texts = st.builds(lambda start, rest: (start + rest).strip(), starts, cells)


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_becomes_text_in_csv_and_in_workbooks(formula: str) -> None:
    content = table(["name"], [[formula]], Format.CSV).decode("utf-8-sig")
    workbook = table(["name"], [[formula]], Format.XLSX)

    _heading, (cell,) = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml")

    assert cell.startswith("'")
    assert b"<f>" not in page
    assert not any("externalLink" in name for name in archive.namelist())


@pytest.mark.parametrize("number", ["-6.26", "-1", "0", "46.03"])
def test_a_number_stays_a_number(number: str) -> None:
    assert guarded(number) == number


@given(texts)
def test_a_guarded_cell_stands_for_the_text_it_was_made_of(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert unguarded(guarded_for_workbook(text)) == text


@given(st.lists(st.lists(texts, min_size=3, max_size=3), min_size=1, max_size=6))
def test_a_table_comes_back_cell_by_cell_from_both_formats(rows: list[list[str]]) -> None:
    rows = [["a", *row[1:]] for row in rows]

    for form in Format:
        found = rows_of(table(["key", "name", "about"], rows, form))[1:]
        filled = [[*row, *[""] * (3 - len(row))] for row in found]
        assert [[unguarded(cell) for cell in row] for row in filled] == rows
