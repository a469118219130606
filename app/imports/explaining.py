"""What each column of a sheet expects, in a sentence made from the schema that reads it."""

from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from marshmallow import fields

from app.forums.values import Span, Want
from app.imports.targets import Target
from app.imports.titles import title
from app.organisations.values import DatedName, Oid, Skill, Website
from app.partnerships.values import Spell
from app.web.values import (
    Choice,
    Code,
    Country,
    Day,
    Email,
    Language,
    Number,
    Several,
    Text,
    WallClock,
    Whole,
    YesNo,
    Zone,
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet as its help shows it."""

    field: str
    title: str
    expects: str
    is_needed: bool


def columns(target: Target[Any]) -> list[Column]:
    """Return the columns of a kind of sheet in their order, in the reader's language."""
    locale = str(get_locale() or "en")[:2]
    declared = target.schema().fields
    return [
        Column(name, title(name, locale), expectation(declared[name]), declared[name].required)
        for name in target.fields
    ]


def expectation(wanted: fields.Field[Any]) -> str:
    """Return what a field takes. Raises KeyError for a kind of field that nobody explains."""
    if isinstance(wanted, Several):
        inner = expectation(wanted.inner)
        return _("several, with semicolons between them; each: %(one)s", one=inner)
    if isinstance(wanted, Choice):
        return _("one of: %(values)s", values=", ".join(one.value for one in wanted.enum))
    if isinstance(wanted, Whole | Number):
        return _("a number from %(least)s to %(most)s", least=wanted.least, most=wanted.most)
    return _simple(wanted)


def _simple(wanted: fields.Field[Any]) -> str:
    sentences: dict[type, str] = {
        Skill: _("a language with its level, such as en:B2"),
        DatedName: _("a name with language and years, such as Bac pro Logistique (fr, 2009-2024)"),
        Oid: _("an Erasmus+ identifier such as E10012345"),
        Website: _("an address that begins with http:// or https://"),
        Spell: _("days and places, such as 2027-01-11/2027-04-30: 3; 0 places is a closure"),
        Span: _("a day and two times, such as 2027-03-23 09:00-12:00"),
        Want: _("a host’s key and how much (0 to 100), such as kerava-school:80"),
        Country: _("a country code such as FR"),
        Language: _("a language code such as fr"),
        Email: _("an e-mail address"),
        Code: _("a key of letters, digits, hyphens and dots"),
        Zone: _("a time zone such as Europe/Paris"),
        Day: _("a day such as 2027-03-18"),
        WallClock: _("a local time such as 2027-03-18 09:00"),
        YesNo: _("yes or no"),
        fields.String: _("a language of the interface, such as en"),
    }
    if type(wanted) is Text:
        return _("text of at most %(most)s characters", most=wanted.longest)
    return sentences[type(wanted)]
