"""Turns the bytes of a sheet into rows of text, in a process of its own with bounded resources.

Run as `python -m app.imports.parsing`: bytes on standard input, JSON on standard output, either
`{"rows": [[text]]}` or `{"refused": code, "details": {}}`. It knows no database and no service.
"""

import csv
import io
import json
import resource
import sys
from datetime import datetime, time

from python_calamine import CalamineError, CalamineWorkbook

from app.imports import limits
from app.imports.archives import Refused, check_archive

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""How old workbooks begin, and new ones that a password protects."""
NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"{\\rtf")
SEPARATORS = ";,\t|"


def rows_of(content: bytes) -> list[list[str]]:
    """Return the rows of the first table, empty ones at the end left out. Raises Refused."""
    if not content.strip(b" \t\r\n\x00"):
        raise Refused("empty")
    if content.startswith((ZIP, EMPTY_ZIP)):
        check_archive(content)
        return _bounded(_workbook(content))
    if content.startswith(OLD_OFFICE):
        raise Refused("old_or_protected")
    if content.startswith(NOT_TABLES):
        raise Refused("no_table")
    text = decoded(content)
    if text.lstrip()[:15].lower().startswith(("<!doctype", "<html", "<?xml", "<table", "<svg")):
        raise Refused("markup")
    return _bounded(_separated(text))


def decoded(content: bytes) -> str:
    """Return the text of a CSV file: UTF-8, UTF-16 with or without mark, else Windows-1252.

    Bytes that are not UTF-8 in a file that otherwise is come back as lone surrogates, so that
    the cell that holds them can be named.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16")
    if b"\x00" in content:
        zeros_first = content[0:200:2].count(0) > content[1:200:2].count(0)
        text = _strictly(content, "utf-16-be" if zeros_first else "utf-16-le")
        if "\x00" in text or not any(mark in text[:2000] for mark in SEPARATORS):
            raise Refused("zeros")
        return text
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        mixed = content.decode("utf-8-sig", errors="surrogateescape")
    if any(ord(sign) > 0x7F and not 0xDC80 <= ord(sign) <= 0xDCFF for sign in mixed):  # noqa: PLR2004 -- ASCII, and the range of escaped bytes
        return mixed
    return content.decode("cp1252", errors="replace")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise Refused("encoding") from problem


def _separated(text: str) -> list[list[str]]:
    if "\x00" in text:
        raise Refused("zeros")
    first, _, rest = text.partition("\n")
    separator = ""
    if first.lower().startswith("sep=") and len(first.strip()) <= len("sep=;"):
        separator, text = first.strip("\r\n")[4:5], rest
    csv.field_size_limit(limits.LONGEST_CELL * 4)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator or _separator(text), strict=True
    )
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > limits.MOST_ROWS + 1 and any(row):
                raise Refused("too_many_rows", most=limits.MOST_ROWS)
    except csv.Error as problem:
        if "limit" in str(problem):
            raise Refused("cell_too_long", row=len(rows) + 1) from problem
        raise Refused("quotes", row=len(rows) + 1) from problem
    return rows


def _separator(text: str) -> str:
    """Return the separator that the first line has most of, outside quotes."""
    outside = "".join(text.split("\n", 1)[0].split('"')[::2])
    return max(SEPARATORS, key=outside.count)


def _workbook(content: bytes) -> list[list[str]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height > limits.MOST_ROWS * 2:
                raise Refused("too_many_rows", most=limits.MOST_ROWS)
            rows = sheet.to_python(skip_empty_area=False)
            if any(any(cell not in ("", None) for cell in row) for row in rows):
                return [[written(cell) for cell in row] for row in rows]
    except (CalamineError, ValueError) as problem:
        raise Refused("damaged") from problem
    raise Refused("empty")


def written(value: object) -> str:
    """Return a cell as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 -- beyond, floats skip whole numbers
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M" if value.time() != time() else "%Y-%m-%d")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def _bounded(rows: list[list[str]]) -> list[list[str]]:
    for row in rows:
        while row and not row[-1].strip():
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise Refused("empty")
    if len(rows) - 1 > limits.MOST_ROWS:
        raise Refused("too_many_rows", most=limits.MOST_ROWS)
    for number, row in enumerate(rows, start=1):
        if len(row) > limits.MOST_COLUMNS:
            raise Refused("too_many_columns", most=limits.MOST_COLUMNS)
        if any(len(cell) > limits.LONGEST_CELL for cell in row):
            raise Refused("cell_too_long", row=number)
    if sum(len(cell) for row in rows for cell in row) > limits.MOST_CHARACTERS:
        raise Refused("too_large_unpacked")
    return rows


def main() -> None:
    """Read standard input within the limits and answer on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer: dict[str, object]
    try:
        answer = {"rows": rows_of(sys.stdin.buffer.read(limits.LARGEST_FILE + 1))}
    except Refused as refusal:
        answer = {"refused": refusal.code, "details": refusal.details}
    except MemoryError:
        answer = {"refused": "too_large_unpacked", "details": {}}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
