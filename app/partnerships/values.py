"""How the periods of an offer are written."""

import re
from datetime import date
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError

from app.web.values import Day, Text, Whole


class Spell(Text):
    """Days and how many learners at a time: `2027-01-11/2027-04-30: 3`; 0 is a closure."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(longest=40, **rest)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_rest: Any) -> str:
        return f"{value['starts_on']}/{value['ends_on']}: {value['places']}"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> Any:
        text = super()._deserialize(value, attr, data, **rest)
        found = re.fullmatch(r"([0-9-]{10})\s*/\s*([0-9-]{10})\s*:\s*([+-]?[0-9]{1,15})", text)
        if not found:
            raise ValidationError(
                _(
                    "Two days and a number of places are expected, such as %(example)s.",
                    example="2027-01-11/2027-04-30: 3",
                )
            )
        start: date = Day().deserialize(found[1])
        end: date = Day().deserialize(found[2])
        if end < start:
            raise ValidationError(_("The period ends before it starts."))
        places: int = Whole(least=0, most=1000).deserialize(int(found[3]))
        return {"starts_on": start, "ends_on": end, "places": places}
