"""Whether a workbook may be opened at all: judged by its directory before anything is unpacked."""

import io
import zipfile
from itertools import pairwise
from pathlib import PurePosixPath

from app.imports import limits

LOCAL_HEADER_BYTES = 30
"""The least size of what stands before an entry's data."""
ENCRYPTED = 1
"""The bit of an entry's flags that says it needs a password."""
PIECE = 1024 * 1024


class Refused(Exception):
    """A file that is not read: a code, and the numbers its sentence names."""

    def __init__(self, code: str, **details: int | str) -> None:
        super().__init__(code)
        self.code, self.details = code, details


def check_archive(content: bytes) -> None:
    """Read every entry of a workbook once, within the limits.

    Raises Refused for what is too large, damaged, protected, or more than a table.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_directory(entries)
            for entry in entries:
                _check_content(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as problem:
        raise Refused("damaged") from problem
    except zipfile.LargeZipFile as problem:
        raise Refused("too_large_unpacked") from problem
    except RuntimeError as problem:
        raise Refused("password") from problem


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.MOST_ENTRIES:
        raise Refused("too_many_entries", most=limits.MOST_ENTRIES)
    if sum(entry.file_size for entry in entries) > limits.LARGEST_UNPACKED:
        raise Refused("too_large_unpacked")
    for entry in entries:
        _check_entry(entry)
    placed = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, following in pairwise(placed):
        end = entry.header_offset + LOCAL_HEADER_BYTES + entry.compress_size
        if end > following.header_offset:
            raise Refused("damaged")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in entry.orig_filename:
        raise Refused("damaged")
    if entry.flag_bits & ENCRYPTED:
        raise Refused("password")
    name = entry.filename.lower()
    if "vbaproject" in name or name.startswith(("basic/", "scripts/")) or "macrosheets" in name:
        raise Refused("macros")
    if "externallink" in name or name.endswith("connections.xml"):
        raise Refused("external_links")
    if name.endswith((".zip", ".xlsx", ".xlsm", ".ods", ".exe", ".bin.zip")):
        raise Refused("embedded")
    is_small = entry.file_size <= limits.SMALL_ENTRY
    if not is_small and entry.file_size > limits.LARGEST_RATIO * max(entry.compress_size, 1):
        raise Refused("too_large_unpacked")


def _check_content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack an entry once: its size and sum must be as declared, and it defines no entities."""
    is_markup = entry.filename.lower().endswith((".xml", ".rels"))
    tail = b""
    with archive.open(entry) as file:
        while piece := file.read(PIECE):
            if is_markup and b"<!" in piece:
                seen = (tail + piece).upper()
                if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                    raise Refused("entities")
            tail = piece[-16:]
