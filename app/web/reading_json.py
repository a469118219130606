"""JSON as it may enter: UTF-8, no doubled names, no NaN, not too deep."""

import json
import re
from typing import Any

from apiflask.schema_adapters.marshmallow import parser
from flask import Flask, Request
from flask.json.provider import DefaultJSONProvider
from webargs.core import missing
from werkzeug.exceptions import UnsupportedMediaType

DEEPEST = 32
MOST_NAMES = 1000
"""Names in one object; each unknown one would get a sentence of its own."""

_TEXT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


class StrictJson(DefaultJSONProvider):
    """Flask's JSON, refusing on entry what databases and readers choke on later."""

    sort_keys = False

    def loads(self, s: str | bytes, **rest: Any) -> Any:  # noqa: ANN401 -- Flask's signature
        """Parse a text. Raises ValueError for everything that is not plain, shallow JSON."""
        text = s.decode("utf-8") if isinstance(s, bytes) else s
        _check_depth(text)
        return json.loads(
            text,
            object_pairs_hook=_without_doubles,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_short,
            **rest,
        )


def set_up(app: Flask) -> None:
    """Read every body of JSON strictly, those of the API's schemas too."""
    app.json = StrictJson(app)
    parser._raw_load_json = _body  # type: ignore[assignment, method-assign]  # noqa: SLF001 -- webargs reads JSON by itself and offers no other place


def _body(asked: Request) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """Return what a body holds. Raises UnsupportedMediaType for one that is not JSON.

    Read as if it were not there, it would leave every field to its default.
    """
    if asked.is_json:
        return asked.get_json()
    if asked.get_data():
        raise UnsupportedMediaType
    return missing


def _check_depth(text: str) -> None:
    depth = 0
    for sign in _BRACKET.findall(_TEXT.sub("", text)):
        depth += 1 if sign in "[{" else -1
        if depth > DEEPEST:
            raise ValueError("nested too deeply")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MOST_NAMES:
        raise ValueError("too many names")
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return number


def _short(text: str) -> int:
    if len(text) > 20:  # noqa: PLR2004 -- no column holds more digits
        raise ValueError("a number is too long")
    return int(text)
