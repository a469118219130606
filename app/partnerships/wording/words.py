"""Codes inside the matcher's facts in words: concepts, schemes, languages, days."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from app.partnerships.bridge import vocabulary
from app.web.locales import day, language

MOST_NAMED = 4
"""Concepts that a reader is told of; the others count less."""

Facts = Mapping[str, Any]
Words = Callable[[Facts], str]


def concepts(codes: str) -> str:
    """Return the names of concepts, which stand between commas."""
    locale = get_locale()
    spoken = locale.language if locale else "en"
    return ", ".join(vocabulary.name(code, spoken) for code in codes.split(",") if code)


def meaning(weights: Mapping[str, float]) -> str:
    """Return the few concepts that count most, by name, as what a text is understood as."""
    best = sorted(weights, key=lambda code: (-weights[code], code))[:MOST_NAMED]
    return concepts(",".join(best))


def schemes(codes: str) -> str:
    """Return the names of schemes, which stand between commas."""
    names = {
        "charter": _("charter"),
        "label": _("quality label"),
        "sbb": _("SBB accreditation"),
        "erasmus": _("Erasmus accreditation"),
    }
    return ", ".join(names.get(code, code) for code in codes.split(",") if code)


def tongue(facts: Facts) -> str:
    """Return the language of some facts with its level."""
    return " ".join(filter(None, (language(facts.get("language", "")), facts.get("level", ""))))


def asked(text: str) -> str:
    """Return asked languages, written `en B1,fr`, in words."""
    pairs = [part.partition(" ") for part in text.split(",") if part]
    return ", ".join(f"{language(code)} {level}".strip() for code, _space, level in pairs)


def written_day(text: str) -> str:
    """Return an ISO date as people read it."""
    return day(date.fromisoformat(text), style="d MMM y")
