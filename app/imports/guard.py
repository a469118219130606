"""Cells that a spreadsheet program would take for formulas, made harmless and back again.

A leading apostrophe makes text of them; reading takes exactly that apostrophe off. Negative
numbers are no formulas and stay as they are.
"""

import re

_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\x00＝＋－＠]")
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")


def guarded(text: str) -> str:
    """Return what may be written into a CSV cell."""
    if _FORMULA.match(text) and not _NEGATIVE.fullmatch(text):
        return f"'{text}"
    return text


def guarded_for_workbook(text: str) -> str:
    """Return what may be written into a workbook's text cell, where only apostrophes collide."""
    return guarded(text) if text.startswith("'") else text


def unguarded(text: str) -> str:
    """Return the text that a guarded cell stands for."""
    if text.startswith("'") and _FORMULA.match(text[1:]) and not _NEGATIVE.fullmatch(text[1:]):
        return text[1:]
    return text
