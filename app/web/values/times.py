"""Days, local times and zones that enter at any door."""

import re
from datetime import UTC, date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields

from app import clock
from app.web.values.base import typed_by_hand
from app.web.values.texts import Text


class Day(fields.Field[date]):
    """A day, written 2027-03-18, between 2000 and 2100."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(metadata={"type": "string", "format": "date"}, **rest)

    def _serialize(
        self, value: date | None, attr: str | None, obj: Any, **_rest: Any
    ) -> str | None:
        return None if value is None else value.isoformat()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_rest: Any) -> date:
        if isinstance(value, datetime) and typed_by_hand.get():
            value = value.date()
        if isinstance(value, date) and typed_by_hand.get():
            value = value.isoformat()
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValidationError(str(_l("A date such as 2027-03-18 is expected.")))
        try:
            day = date.fromisoformat(value)
        except ValueError as problem:
            raise ValidationError(str(_l("There is no such day."))) from problem
        if not 2000 <= day.year <= 2100:  # noqa: PLR2004 -- the bounds of the docstring
            raise ValidationError(str(_l("A day between 2000 and 2100 is expected.")))
        return day


class WallClock(fields.Field[datetime]):
    """A local time on a clock of the place, written 2027-03-18T09:00, without a zone."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(
            metadata={
                "type": "string",
                "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$",
            },
            **rest,
        )

    def _serialize(
        self, value: datetime | None, attr: str | None, obj: Any, **_rest: Any
    ) -> str | None:
        return None if value is None else value.strftime("%Y-%m-%dT%H:%M")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_rest: Any) -> datetime:
        if isinstance(value, datetime) and typed_by_hand.get():
            value = value.strftime("%Y-%m-%dT%H:%M")
        if isinstance(value, str) and typed_by_hand.get():
            value = value.strip().replace(" ", "T", 1)
        if not isinstance(value, str) or not re.fullmatch(
            r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", value
        ):
            raise ValidationError(str(_l("A local time such as 2027-03-18 09:00 is expected.")))
        try:
            local = datetime.fromisoformat(value)
        except ValueError as problem:
            raise ValidationError(str(_l("There is no such time."))) from problem
        if not 2000 <= local.year <= 2100:  # noqa: PLR2004 -- the same bounds as for days
            raise ValidationError(str(_l("A day between 2000 and 2100 is expected.")))
        return local


class Moment(fields.Field[datetime]):
    """A moment with its distance from UTC, as devices write it: 2027-03-18T09:00:00.000Z."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(metadata={"type": "string", "format": "date-time"}, **rest)

    def _serialize(
        self, value: datetime | None, attr: str | None, obj: Any, **_rest: Any
    ) -> str | None:
        return None if value is None else value.isoformat()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_rest: Any) -> datetime:
        wrong = ValidationError(str(_l("A moment such as 2027-03-18T09:00:00Z is expected.")))
        if not isinstance(value, str) or not re.fullmatch(
            r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
            r"(Z|[+-][0-9]{2}:[0-9]{2})",
            value,
        ):
            raise wrong
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except ValueError as problem:
            raise wrong from problem


class Zone(Text):
    """An IANA time zone such as Europe/Warsaw."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(longest=50, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> str:
        name = super()._deserialize(value, attr, data, **rest)
        if not clock.is_zone(name):
            raise ValidationError(str(_l("A time zone such as Europe/Paris is expected.")))
        return name
