"""Texts, codes, choices and lists that enter at any door."""

import re
import unicodedata
from typing import Any

from babel import Locale
from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields

from app.web.values.base import typed_by_hand

_LANGUAGES = frozenset(Locale("en").languages)
_COUNTRIES = frozenset(
    code for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Text(fields.Field[str]):
    """Text without control characters, in NFC, trimmed; never longer than `longest`."""

    def __init__(self, *, longest: int = 200, lines: bool = False, **rest: Any) -> None:
        super().__init__(metadata={"maxLength": longest}, **rest)
        self.longest, self.lines = longest, lines

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_rest: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError(str(_l("A text is expected.")))
        try:
            value.encode()
        except UnicodeEncodeError as problem:
            raise ValidationError(
                str(_l("This text holds characters that do not exist."))
            ) from problem
        text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
        if _CONTROLS.search(text) or (not self.lines and "\n" in text):
            raise ValidationError(str(_l("This text holds control characters.")))
        if len(text) > self.longest:
            raise ValidationError(
                str(_l("At most %(number)d characters, please.", number=self.longest))
            )
        if self.required and not text:
            raise ValidationError(str(_l("This is needed.")))
        return text


def folded(text: str) -> str:
    """Return a text without case and accents, for comparing what people type."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("ø", "o"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


class Choice(fields.Enum[Any]):
    """One of the values of a StrEnum, as written in `metadata`."""

    def __init__(self, enum: Any, **rest: Any) -> None:
        super().__init__(enum, by_value=True, **rest)
        allowed = ", ".join(member.value for member in enum)
        self.error_messages["unknown"] = _l(
            "One of these is expected: %(allowed)s.", allowed=allowed
        )


class Code(Text):
    """A short key such as `lycee-carnot`: letters, digits, dot, hyphen and underscore."""

    def __init__(self, *, longest: int = 60, **rest: Any) -> None:
        super().__init__(longest=longest, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        if text and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", text):
            raise ValidationError(
                str(_l("A key of letters, digits, hyphens and dots is expected, without spaces."))
            )
        return text


class Country(Text):
    """A country by its two-letter ISO 3166-1 code."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(longest=2, **rest)
        self.longest = 60  # a name instead of a code deserves the sentence below

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> str:
        code = super()._deserialize(value, attr, data, **rest).upper()
        if code and code not in _COUNTRIES:
            raise ValidationError(str(_l("A two-letter country code such as FR is expected.")))
        return code


class Language(Text):
    """A language by its ISO 639 code."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(longest=3, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> str:
        code = super()._deserialize(value, attr, data, **rest).lower()
        if code and code not in _LANGUAGES:
            raise ValidationError(str(_l("A language code such as en or fr is expected.")))
        return code


class Email(Text):
    """An e-mail address, normalised; empty when it may be."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(longest=254, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        return normal_email(text) if text else text


def normal_email(text: str) -> str:
    """Return the one spelling of an address by which people are known.

    Raises ValidationError for what is no address.
    """
    try:
        checked = validate_email(
            unicodedata.normalize("NFKC", text).strip(),
            check_deliverability=False,
            test_environment=True,
        )
    except EmailNotValidError as problem:
        raise ValidationError(str(_l("This is not an e-mail address."))) from problem
    return checked.normalized.casefold()


class Several(fields.List[Any]):
    """A list; on a form or sheet also one text with values between semicolons."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> list[Any]:
        if isinstance(value, str) and typed_by_hand.get():
            value = [part.strip() for part in value.split(";") if part.strip()]
        if isinstance(value, list) and len(value) > 200:  # noqa: PLR2004 -- more is no list that a person made
            raise ValidationError(str(_l("At most 200 entries, please.")))
        found: list[Any] = super()._deserialize(value, attr, data, **rest)
        return found
