"""Texts made comparable: case, accents, signs and words that say nothing about the field."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST = 2_000
"""Characters of a text that are read; a title is far shorter, a pasted page says no more."""

_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_NO_WORD = re.compile(r"[^\w+]+|_+")


def folded(text: str) -> str:
    """Return the words of a text in one case, without accents and signs, one space between."""
    apart = unicodedata.normalize("NFKD", text[:LONGEST].casefold()).translate(_LETTERS)
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _NO_WORD.sub(" ", plain).strip()


def without(text: str, phrases: Iterable[str]) -> str:
    """Return a folded text without the phrases, or as it was if nothing else remains."""
    left = _pattern(tuple(phrases)).sub(" ", f" {text} ")
    return " ".join(left.split()) or text


@lru_cache(maxsize=64)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted({folded(phrase) for phrase in phrases}, key=lambda p: (-len(p), p))
    return re.compile("|".join(f"(?<= ){re.escape(p)}(?= )" for p in longest_first) or r"(?!)")
