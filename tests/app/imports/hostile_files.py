"""Files that no honest spreadsheet program writes, each with the beginning of its answer."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from openpyxl import Workbook

DAMAGED = "This workbook is damaged."
TOO_LARGE = "This file grows too large when it is unpacked."
SHEET = "xl/worksheets/sheet1.xml"


def good_workbook() -> bytes:
    book = Workbook()
    book.active.append(["key", "name"])
    book.active.append(["one", "Somewhere"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def entries_of(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(entries: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return content.getvalue()


def with_entry(name: str, body: bytes) -> bytes:
    return packed(entries_of(good_workbook()) | {name: body})


def with_sheet(rows: str) -> bytes:
    body = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    return with_entry(SHEET, body.encode())


def sheet_with_prologue(prologue: str) -> bytes:
    body = entries_of(good_workbook())[SHEET].decode()
    return with_entry(SHEET, (prologue + body).encode())


def bomb() -> bytes:
    return with_entry("xl/media/zeros.bin", b"\0" * 60_000_000)


def dense_bomb() -> bytes:
    """Return 40 MB that no directory declares too large, but no table packs so well."""
    return with_entry(SHEET, b"<row/>" * 7_000_000)


def nested() -> bytes:
    return with_entry("xl/embeddings/inner.xlsx", good_workbook())


def lying_header() -> bytes:
    """Return a workbook whose directory declares one byte for an entry that holds millions."""
    content = bytearray(with_entry("xl/media/zeros.bin", b"\0" * 4_000_000))
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/media/zeros.bin"))
    content[place + 24 : place + 28] = struct.pack("<I", 1)
    return bytes(content)


def overlapping() -> bytes:
    """Return a workbook with two names for the same bytes."""
    content = bytearray(good_workbook())
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def with_flag(flag: int) -> bytes:
    content = bytearray(good_workbook())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place != -1:
            content[place + offset] |= flag
            place = content.find(mark, place + 4)
    return bytes(content)


def wrong_sum() -> bytes:
    content = bytearray(good_workbook())
    place = content.find(b"PK\x01\x02")
    content[place + 16 : place + 20] = struct.pack("<I", zlib.crc32(b"other"))
    return bytes(content)


def far_row() -> bytes:
    cell = '<c r="A{0}" t="inlineStr"><is><t>x</t></is></c>'
    return with_sheet("".join(f'<row r="{n}">{cell.format(n)}</row>' for n in (1, 2, 1_048_576)))


def far_column() -> bytes:
    cell = '<c r="{0}1" t="inlineStr"><is><t>x</t></is></c>'
    return with_sheet(f'<row r="1">{cell.format("A")}{cell.format("XFD")}</row>')


def far_corner() -> bytes:
    """Return three cells that span 17,000 million: the reader's memory has its bounds."""
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    last = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    return with_sheet(first + last)


def laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return sheet_with_prologue(f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>')


def hostile_files() -> dict[str, tuple[bytes, str]]:
    """Return name → content and the beginning of the sentence that refuses it."""
    definitions = "This workbook holds definitions"
    return {
        "zip bomb": (bomb(), TOO_LARGE),
        "dense bomb": (dense_bomb(), TOO_LARGE),
        "nested workbook": (nested(), "This workbook holds other files."),
        "lying header": (lying_header(), DAMAGED),
        "overlapping entries": (overlapping(), DAMAGED),
        "wrong checksum": (wrong_sum(), DAMAGED),
        "external entity": (
            sheet_with_prologue('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
            definitions,
        ),
        "billion laughs": (laughs(), definitions),
        "row 1,048,576": (far_row(), "This sheet has more than 20000 rows."),
        "column 16,384": (far_column(), "This sheet has more than 60 columns."),
        "far corner": (far_corner(), "This"),
        "macros": (with_entry("xl/vbaProject.bin", b"x"), "This workbook holds macros."),
        "external links": (
            with_entry("xl/externalLinks/externalLink1.xml", b"<x/>"),
            "This workbook refers to other files.",
        ),
        "connections": (with_entry("xl/connections.xml", b"<x/>"), "This workbook refers"),
        "password on entries": (with_flag(1), "This workbook is protected by a password."),
        "password on the whole": (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "This is an old or protected workbook.",
        ),
        "path upwards": (with_entry("../../etc/cron.d/x", b"x"), DAMAGED),
        "absolute path": (with_entry("/etc/passwd", b"x"), DAMAGED),
        "too many entries": (
            packed({f"xl/x{n}.xml": b"<x/>" for n in range(60)}),
            "This workbook has more than 50 parts.",
        ),
        "archive of something else": (packed({"readme.txt": b"hello"}), DAMAGED),
        "empty archive": (packed({}), DAMAGED),
        "truncated": (good_workbook()[:-200], DAMAGED),
        "nothing": (b"", "This file is empty."),
        "blanks": (b" \r\n \n", "This file is empty."),
        "web page": (b"<!DOCTYPE html><table><tr><td>key</td></tr></table>", "This is a web page"),
        "PDF": (b"%PDF-1.7\n1 0 obj", "This is not a spreadsheet."),
        "picture": (b"\x89PNG\r\n\x1a\n" + bytes(300), "This is not a spreadsheet."),
        "zero bytes": (b"key;name\na;b\x00c\n" * 50, "This file holds zero bytes."),
        "cell of a million characters": (
            b"key;name\none;" + b"x" * 1_000_000 + b"\n",
            "Row 2 holds a cell that is far too long.",
        ),
        "quotation mark never closed": (
            b'key;name\none;"Somewhere\ntwo;Elsewhere\n',
            "Row 2 opens or closes a quotation mark",
        ),
        "too many rows": (b"key\n" + b"x\n" * 20_002, "This sheet has more than 20000 rows."),
        "too many columns": (b";".join([b"key"] * 80) + b"\n", "This sheet has more than 60"),
        "larger than five megabytes": (b"x" * 5_300_000, "This file is larger than 5 MB."),
    }
