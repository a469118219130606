"""Codes as sentences in the reader's language: one function for each kind of code.

Subjects register their own kinds; a template writes `{{ value|said }}` for any StrEnum.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from flask import Flask

_KINDS: dict[type, Callable[[Any], str]] = {}


def says(kind: type[StrEnum]) -> Callable[[Callable[[Any], str]], Callable[[Any], str]]:
    """Register the function that words a kind of code."""

    def register(word: Callable[[Any], str]) -> Callable[[Any], str]:
        _KINDS[kind] = word
        return word

    return register


def said(value: StrEnum) -> str:
    """Return the words for a code. Raises KeyError for a kind that nobody words."""
    return _KINDS[type(value)](value)


def set_up(app: Flask) -> None:
    from app.web import wording  # noqa: PLC0415 -- registers the shared kinds

    app.jinja_env.filters.update(said=said, answered=wording.answered)
