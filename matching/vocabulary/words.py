"""Texts made comparable: case, accents, signs and words that say nothing about the field."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST = 2_000
"""Characters of a text that are read; a title is far shorter, a pasted page says no more."""


class _Plain(dict[int, str | None]):
    """Letters without their accents, noted as they are met: far quicker than asking each time."""

    def __missing__(self, code: int) -> str | None:
        self[code] = None if unicodedata.combining(chr(code)) else chr(code)
        return self[code]


_SPELLED = {"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
_LETTERS = _Plain({ord(letter): plain for letter, plain in _SPELLED.items()})
_NO_WORD = re.compile(r"[^\w+]+|_+")


def folded(text: str) -> str:
    """Return the words of a text in one case, without accents and signs, one space between."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST].casefold()).translate(_LETTERS)
    return _NO_WORD.sub(" ", plain).strip()


def without(text: str, phrases: Iterable[str]) -> str:
    """Return a folded text without the phrases, or as it was if nothing else remains."""
    left = _pattern(tuple(phrases)).sub(" ", f" {text} ")
    return " ".join(left.split()) or text


@lru_cache(maxsize=64)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted({folded(phrase) for phrase in phrases}, key=lambda p: (-len(p), p))
    return re.compile("|".join(f"(?<= ){re.escape(p)}(?= )" for p in longest_first) or r"(?!)")
