"""Forms out of schemas: how each field of an edition's lists is typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.forums.models import Forum, ForumPlace, Participant, VisitOffer
from app.imports.titles import title
from app.organisations.models import Organisation
from app.web.locales import LOCALES
from app.web.sentences import said
from app.web.values import Choice, Day, Several, Text, WallClock, Whole, YesNo

Options = list[tuple[str, str]]

LONG = 500
"""Texts that may be longer than this are typed in several lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One field of a form: how it is typed, what it is called, what it may be chosen from."""

    name: str
    label: str
    kind: str
    required: bool
    options: Options
    hint: str = ""


def inputs(
    schema: Schema, locale: str, choices: Mapping[str, Options] | None = None
) -> list[Input]:
    """Return the inputs of a schema's form in the schema's order."""
    return [_input(name, field, locale, choices or {}) for name, field in schema.fields.items()]


def defaults(schema: Schema) -> dict[str, Any]:
    """Return what a new row's form shows."""
    return {
        name: field.load_default
        for name, field in schema.fields.items()
        if isinstance(field.load_default, int | float | str)
    }


def shown(found: list[Input], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored values as a form shows them: lists that are typed stand between semicolons."""
    typed = {one.name for one in found if one.kind != "several"}
    return {
        name: "; ".join(value) if name in typed and isinstance(value, list) else value
        for name, value in values.items()
        if value is not None
    }


def _input(
    name: str, field: fields.Field[object], locale: str, choices: Mapping[str, Options]
) -> Input:
    kind, options = _kind_of(name, field, choices)
    return Input(
        name=name,
        label=title(name, locale),
        kind=kind,
        required=field.required,
        options=options,
        hint=_HINTS.get(name, ""),
    )


_HINTS = {
    "open_spans": "2027-03-23 09:00-12:00; 2027-03-24 13:00-17:00",
    "want": "host-key:80; other-host:50",
    "zone": "Europe/Paris",
    "languages": "en; fr",
    "country": "FR",
}
"""Field → an example of what is typed."""


def _kind_of(
    name: str, field: fields.Field[object], choices: Mapping[str, Options]
) -> tuple[str, Options]:
    inner = field.inner if isinstance(field, Several) else None
    if name in choices:
        return ("several" if inner is not None else "choice"), choices[name]
    if isinstance(inner, Choice):
        return "several", [(member.value, said(member)) for member in inner.enum]
    if isinstance(field, Choice):
        return "choice", [(member.value, said(member)) for member in field.enum]
    simple = (
        (YesNo, "tick"),
        (Day, "date"),
        (WallClock, "datetime-local"),
        (Whole, "number"),
    )
    for type_, kind in simple:
        if isinstance(field, type_):
            return kind, []
    if inner is not None or (isinstance(field, Text) and field.longest > LONG):
        return "lines", []
    return "text", []


def choices_of(session: Session, forum: Forum) -> dict[str, Options]:
    """Return what can be chosen in forms of an edition: places, organisations, hosts, people."""
    places = session.execute(
        select(ForumPlace.key, ForumPlace.name)
        .where(ForumPlace.forum_id == forum.id)
        .order_by(ForumPlace.name)
    )
    organisations = session.execute(
        select(Organisation.key, Organisation.name)
        .where(Organisation.archived_at.is_(None))
        .order_by(Organisation.name)
    )
    hosts = session.execute(
        select(VisitOffer.key, Organisation.name)
        .join(VisitOffer.organisation)
        .where(VisitOffer.forum_id == forum.id)
        .order_by(Organisation.name)
    )
    people = session.execute(
        select(Participant.key, Participant.name)
        .where(Participant.forum_id == forum.id)
        .order_by(Participant.name)
    )
    some_places, some_hosts = _options(places), _options(hosts)
    return {
        "start": some_places,
        "end": some_places,
        "place": some_places,
        "organisation": _options(organisations),
        "must": some_hosts,
        "avoid": some_hosts,
        "attendees": _options(people),
        "locale": locales(),
    }


def locales() -> Options:
    """Return the languages in which the service writes to a person."""
    return list(LOCALES.items())


def _options(rows: object) -> Options:
    return [(key, name) for key, name in rows]  # type: ignore[attr-defined]  # rows of two columns
