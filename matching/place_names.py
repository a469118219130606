"""Names of places made comparable: accents and case folded, countries by code or name."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from babel import Locale

LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Letters that Unicode does not take apart into a base letter and a mark."""

WORDS = re.compile(r"\w+")


def folded(name: str) -> str:
    """Return a name without case, accents, punctuation: "L'Haÿ-les-Roses" → "l hay les roses"."""
    text = name.casefold()
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
        text = text.translate(LETTERS)
    return text if text.isalpha() else " ".join(WORDS.findall(text))


def parts_of(query: str | Mapping[str, str]) -> tuple[str, str | None]:
    """Return name and country of a query: what follows the last comma is the country."""
    if not isinstance(query, str):
        return query.get("city", ""), query.get("country") or None
    name, comma, country = query.rpartition(",")
    return (name.strip(), country.strip()) if comma else (query.strip(), None)


def country_code(country: str) -> str | None:
    """Return the ISO 3166 code of a code or a name; None for what is neither."""
    text = country.strip()
    if len(text) == CODE_LENGTH and text.isascii() and text.isalpha():
        return COMMISSION_CODES.get(text.upper(), text.upper())
    return _codes().get(folded(text))


CODE_LENGTH = 2
COMMISSION_CODES: Mapping[str, str] = {"EL": "GR", "UK": "GB"}
"""Where the European institutions' codes differ from ISO 3166."""
OTHER_NAMES: Mapping[str, str] = {
    "Turkey": "TR",
    "Czech Republic": "CZ",
    "The Netherlands": "NL",
    "Holland": "NL",
    "Great Britain": "GB",
    "Republic of Ireland": "IE",
    "Macedonia": "MK",
}
LANGUAGES = ("en", "fr", "de", "nl", "es", "pt", "it", "pl", "fi", "ro", "hr", "lt")
"""The languages in which a country may be named: those of the network."""


@cache
def _codes() -> dict[str, str]:
    codes = {folded(name): code for name, code in OTHER_NAMES.items()}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == CODE_LENGTH and code.isalpha():
                codes.setdefault(folded(name), code)
    return codes
