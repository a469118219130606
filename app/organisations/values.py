"""How languages with levels, dated names, identifiers and addresses of the web are written."""

import re
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError

from app.organisations.models import CefrLevel
from app.web.values import Language, Text

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""The years in which a programme's name may begin or end to hold."""


class Skill(Text):
    """A language with its CEFR level, written `en:B2`; `en` alone where the level is unknown."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(longest=6, **rest)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_rest: Any) -> str:
        return f"{value['language']}:{value['level']}" if value["level"] else value["language"]

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> Any:
        code, _colon, level = super()._deserialize(value, attr, data, **rest).partition(":")
        language = Language(required=True).deserialize(code)
        try:
            known = CefrLevel(level.strip().upper()) if level.strip() else None
        except ValueError as problem:
            raise ValidationError(
                _("A language with a level from A1 to C2 is expected, such as en:B2.")
            ) from problem
        return {"language": language, "level": known}


class DatedName(Text):
    """A programme's name with its language and years: `Bac pro Logistique (fr, 2009-2024)`."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(longest=190, **rest)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_rest: Any) -> str:
        since, until = value["valid_from"], value["valid_until"]
        years = f", {since or ''}-{until or ''}" if since or until else ""
        return f"{value['name']} ({value['language']}{years})"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> Any:
        text = super()._deserialize(value, attr, data, **rest)
        found = re.fullmatch(
            r"(.*\S)\s*\(\s*([A-Za-z]{2,3})\s*(?:,\s*([0-9]{4})?\s*[-–]\s*([0-9]{4})?)?\s*\)", text
        )
        if not found:
            raise ValidationError(
                _(
                    "A name with its language and years is expected, such as: %(example)s.",
                    example="Bac pro Logistique (fr, 2009-2024)",
                )
            )
        name, code, since, until = found.groups()
        years = [int(year) if year else None for year in (since, until)]
        if any(year and not FIRST_YEAR <= year <= LAST_YEAR for year in years):
            raise ValidationError(_("A year between 1900 and 2100 is expected."))
        if years[0] and years[1] and years[1] < years[0]:
            raise ValidationError(_("The last year is before the first."))
        return {
            "name": Text(longest=160).deserialize(name),
            "language": Language().deserialize(code),
            "valid_from": years[0],
            "valid_until": years[1],
        }


class Oid(Text):
    """An Erasmus+ organisation identifier: E and eight digits."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(longest=12, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest).upper()
        if text and not re.fullmatch(r"E[0-9]{8}", text):
            raise ValidationError(_("An OID such as E10012345 is expected."))
        return text


class Website(Text):
    """An address on the web, beginning with http:// or https://."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        if text and not re.fullmatch(r"https?://[^\s<>\"'\\]+", text):
            raise ValidationError(
                _("An address that begins with http:// or https:// is expected.")
            )
        return text
