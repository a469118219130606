"""Cells whose characters were read or written in the wrong encoding."""

import unicodedata

from flask_babel import gettext as _

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def misread(text: str) -> str | None:
    """Return what is wrong with the characters of a cell, None when nothing is."""
    if any("\ud800" <= sign <= "\udfff" for sign in text) or REPLACEMENT in text:
        return _("These characters are in another encoding than the rest of the file.")
    mended = _mended(text)
    if mended is not None:
        return _("These characters are in the wrong encoding. Is %(text)s meant?", text=mended)
    return None


def _mended(text: str) -> str | None:
    """Return what a text says if it is UTF-8 that was read as Windows-1252, else None."""
    if text.isascii():
        return None
    try:
        mended = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
    is_word = all(unicodedata.category(sign) not in ("Cc", "Cn") for sign in mended)
    return mended if is_word else None
