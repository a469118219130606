"""Numbers and booleans that enter at any door."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields

from app.web.values.base import typed_by_hand

LARGEST = 2**31 - 1
"""The largest whole number that every engine stores in an integer column."""


class Whole(fields.Field[int]):
    """A whole number in a range; JSON's `true` and 1.0 are not whole numbers."""

    def __init__(self, *, least: int = 0, most: int = LARGEST, **rest: Any) -> None:
        super().__init__(metadata={"type": "integer", "minimum": least, "maximum": most}, **rest)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_rest: Any) -> int:
        number = _number(value)
        if isinstance(number, float) and number.is_integer() and typed_by_hand.get():
            number = int(number)
        if not isinstance(number, int):
            raise ValidationError(str(_l("A whole number is expected.")))
        if not self.least <= number <= self.most:
            raise ValidationError(
                str(
                    _l(
                        "A number from %(least)d to %(most)d is expected.",
                        least=self.least,
                        most=self.most,
                    )
                )
            )
        return number


class Number(fields.Field[float]):
    """A finite number in a range."""

    def __init__(self, *, least: float, most: float, **rest: Any) -> None:
        super().__init__(metadata={"type": "number", "minimum": least, "maximum": most}, **rest)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_rest: Any) -> float:
        number = _number(value)
        if number is None or not self.least <= number <= self.most:
            raise ValidationError(
                str(
                    _l(
                        "A number from %(least)s to %(most)s is expected.",
                        least=self.least,
                        most=self.most,
                    )
                )
            )
        return float(number)


def _number(value: Any) -> int | float | None:
    if isinstance(value, str) and typed_by_hand.get():
        text = value.strip().replace(",", ".")
        if re.fullmatch(r"[+-]?[0-9]{1,15}", text):
            return int(text)
        if re.fullmatch(r"[+-]?[0-9]{1,15}\.[0-9]{1,340}", text):
            return float(text)
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value


class YesNo(fields.Field[bool]):
    """True or false; on a form or sheet also yes, no, oui, non, ja, nein, 1, 0, x."""

    yes = frozenset({"yes", "oui", "ja", "si", "sí", "true", "vrai", "1", "x", "on"})
    no = frozenset({"no", "non", "nein", "nee", "false", "faux", "0", "", "off"})

    def __init__(self, **rest: Any) -> None:
        super().__init__(metadata={"type": "boolean"}, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_rest: Any) -> bool:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and typed_by_hand.get():
            word = value.strip().casefold()
            if word in self.yes | self.no:
                return word in self.yes
        raise ValidationError(str(_l("Yes or no is expected.")))
