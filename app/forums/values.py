"""How open spans and wishes are written."""

import re
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError

from app.forums.models import WishKind
from app.web.values import Code, Text, WallClock, Whole

USUAL_VALUE = 50
"""How much a want counts where nobody says."""


class Span(Text):
    """From when to when on the clock of the forum: `2027-03-23 09:00-12:00`."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(longest=40, **rest)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_rest: Any) -> str:
        start, end = value["starts_at"], value["ends_at"]
        return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> Any:
        text = super()._deserialize(value, attr, data, **rest)
        found = re.fullmatch(
            r"([0-9-]{10})[ T]([0-9]{2}:[0-9]{2})\s*[-–]\s*([0-9]{2}:[0-9]{2})", text
        )
        if not found:
            raise ValidationError(
                _(
                    "A day with two times is expected, such as %(example)s.",
                    example="2027-03-23 09:00-12:00",
                )
            )
        start: datetime = WallClock().deserialize(f"{found[1]}T{found[2]}")
        end: datetime = WallClock().deserialize(f"{found[1]}T{found[3]}")
        if end <= start:
            raise ValidationError(_("This span ends before it starts."))
        return {"starts_at": start, "ends_at": end}


class Want(Text):
    """A host that somebody would like to visit, and how much (0 to 100): `kerava-school:80`."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(longest=70, **rest)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_rest: Any) -> str:
        return f"{value['host']}:{value['value']}"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> Any:
        host, _colon, number = super()._deserialize(value, attr, data, **rest).partition(":")
        number = number.strip()
        if number and not re.fullmatch(r"[+-]?[0-9]{1,15}", number):
            raise ValidationError(_("A number from 0 to 100 is expected after the colon."))
        return {
            "host": Code(required=True).deserialize(host),
            "value": Whole(least=0, most=100).deserialize(int(number)) if number else USUAL_VALUE,
        }


class Wished(Text):
    """What somebody wishes of a host: `kerava-school:must`, `…:avoid`, or how much (0 to 100)."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(longest=70, **rest)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_rest: Any) -> str:
        kind = value["kind"]
        return f"{value['host']}:{value['value'] if kind is WishKind.WANT else kind.value}"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> Any:
        text = super()._deserialize(value, attr, data, **rest)
        host, _colon, degree = text.partition(":")
        if degree in (WishKind.MUST, WishKind.AVOID):
            host = Code(required=True).deserialize(host)
            return {"host": host, "value": USUAL_VALUE, "kind": WishKind(degree)}
        want: Any = Want().deserialize(text)
        return want | {"kind": WishKind.WANT}
