"""Forms: what was typed, what it means if it means anything, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError

from app.web import values

NOT_VALUES = frozenset({"csrf_token", "version", "proof", "send_code"})
"""Fields that every form may carry and that no schema reads."""


@dataclass(slots=True)
class Form:
    """One reading of a form; `value` is None exactly when `errors` has something to say."""

    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    value: dict[str, Any] | None = None

    @property
    def general_errors(self) -> list[str]:
        return self.errors.get("", [])


def read_form(schema: Schema) -> Form:
    """Read the request's form with a schema; lists come from repeated fields.

    A field left empty is missing. The schema's sentences land at the field's name.
    """
    typed = {
        name: _chosen(name) if _is_list(schema, name) else request.form[name]
        for name in request.form
        if name not in NOT_VALUES
    }
    given = {name: value for name, value in typed.items() if _has_content(value)}
    for name, wanted in schema.fields.items():
        if isinstance(wanted, values.YesNo) and name not in given:
            given[name] = "no"
    with values.as_typed():
        try:
            return Form(typed, value=schema.load(given))
        except ValidationError as problem:
            return Form(typed, errors=values.sentences(problem.messages))


def read_query(schema: Schema) -> Form:
    """Read the address's query with a `QueryIn`."""
    typed: dict[str, Any] = request.args.to_dict()
    try:
        return Form(typed, value=schema.load(typed))
    except ValidationError as problem:
        return Form(typed, errors=values.sentences(problem.messages))


def filled(given: dict[str, Any]) -> Form:
    """Return a form that shows what is stored already."""
    return Form(typed=given)


def _is_list(schema: Schema, name: str) -> bool:
    return (
        isinstance(schema.fields.get(name), values.Several) and len(request.form.getlist(name)) > 1
    )


def _chosen(name: str) -> list[str]:
    return [value for value in request.form.getlist(name) if _has_content(value)]


def _has_content(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)
