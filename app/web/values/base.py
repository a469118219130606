"""How values are read: as JSON states them, or as people type them on forms and sheets."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import EXCLUDE, RAISE, Schema, fields

typed_by_hand: ContextVar[bool] = ContextVar("typed_by_hand", default=False)
"""Whether values come as text from a form or a sheet."""

fields.Field.default_error_messages.update(
    required=_l("This is needed."),
    null=_l("This may not be empty."),
    validator_failed=_l("This value is not possible."),
)
Schema.error_messages = {
    "unknown": _l("There is no such field."),
    "type": _l("An object with named fields is expected."),
}


@contextmanager
def as_typed() -> Iterator[None]:
    """Read values as people type them."""
    mark = typed_by_hand.set(True)
    try:
        yield
    finally:
        typed_by_hand.reset(mark)


class InSchema(Schema):
    """What enters: unknown fields are refused."""

    class Meta:
        unknown = RAISE
        ordered = True


class QueryIn(InSchema):
    """What an address asks: text as people type it; what is empty or unknown is left out."""

    class Meta:
        unknown = EXCLUDE
        ordered = True

    def load(self, data: Any, **rest: Any) -> Any:
        given = {name: data[name] for name in data if name in self.fields and data[name] != ""}
        with as_typed():
            return super().load(given, **rest)


def sentences(messages: Any) -> dict[str, list[str]]:
    """Flatten marshmallow's messages to field → sentences; nested fields are joined by dots."""
    found: dict[str, list[str]] = {}
    _collect(messages, "", found)
    return found


def _collect(messages: Any, path: str, found: dict[str, list[str]]) -> None:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            _collect(inner, path if name == "_schema" else f"{path}.{name}".strip("."), found)
    elif isinstance(messages, list | tuple):
        found.setdefault(path, []).extend(str(message) for message in messages)
    else:
        found.setdefault(path, []).append(str(messages))
