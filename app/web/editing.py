"""Changing a row that others may change too: both versions are shown, none is overwritten.

A form carries the version it was filled from; the API says it in `If-Match`. Either is compared
before an action runs, and the version column catches whoever comes between.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.attributes import flag_modified

from app.database import Versioned, db
from app.errors import Invalid, Stale
from app.web.forms import NOT_VALUES, Form
from app.web.problems import PreconditionRequired

T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that two people changed: its label, what stands, what was typed."""

    label: str
    stands: str
    typed: str


def touch(row: Versioned, column: str) -> None:
    """Let the row's version rise although only rows beneath it change; any column will do."""
    flag_modified(row, column)


def is_stale(row: Versioned) -> bool:
    """Say whether the posted form was filled from another version of the row."""
    return request.form.get("version", "") != str(row.version)


def attempt(form: Form, action: Callable[[dict[str, Any]], T]) -> T | None:
    """Carry out an action with what the form holds; what it finds wrong lands at the fields.

    Returns None, with `form.errors` filled and nothing written, when the form is wrong.
    """
    if form.value is None:
        return None
    try:
        return action(form.value)
    except Invalid as refusal:
        db.session.rollback()
        form.errors.update(refusal.fields or {"": [refusal.sentence]})
        return None


def differences(
    stored: Mapping[str, Any], typed: Mapping[str, Any], labels: Mapping[str, str]
) -> list[Difference]:
    """Return the labelled fields in which a form differs from what is stored, as both read."""
    pairs = [
        (label, _shown(stored.get(name)), _shown(_like(stored.get(name), typed.get(name))))
        for name, label in labels.items()
    ]
    return [
        Difference(label=label, stands=stands, typed=written)
        for label, stands, written in pairs
        if stands != written
    ]


def _like(stored: object, typed: object) -> object:
    """Read a box that was ticked as a boolean, a single choice of several as a list."""
    if isinstance(stored, bool):
        return typed in ("yes", "on", True)
    if isinstance(stored, list) and isinstance(typed, str):
        return [part.strip() for part in typed.split(";") if part.strip()]
    return typed


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(sorted(str(part) for part in value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def clash_page(
    row: Versioned, differences: Sequence[Difference], *, keep: str
) -> ResponseReturnValue:
    """Answer 412 with both versions side by side; `keep` is the address of what stands.

    The reader may save the typed values all the same: the page's form carries them with the
    version that was read now.
    """
    typed = [
        (name, value)
        for name, values in request.form.lists()
        if name not in NOT_VALUES
        for value in values
    ]
    page = render_template(
        "parts/clash.html", row=row, differences=differences, typed=typed, keep=keep
    )
    return page, 412


def etag(row: Versioned) -> dict[str, str]:
    """Return the header that names a row's version, for answers of the API."""
    return {"ETag": f'"{row.version}"'}


def require_match(row: Versioned) -> None:
    """Compare `If-Match` with the row's version.

    Raises PreconditionRequired when the header is missing and Stale when it names another version.
    """
    wanted = request.headers.get("If-Match", "").strip()
    if not wanted:
        raise PreconditionRequired(
            _("Please name the version that you read: If-Match with the ETag of the answer.")
        )
    if wanted != f'"{row.version}"':
        raise Stale(
            _(
                "Somebody else has changed this meanwhile. "
                "Please read it again before you change it."
            )
        )


def on_version_of(found: Callable[..., Versioned]) -> Callable[[View], View]:
    """Let an operation of the API change a row on the version that `If-Match` names alone.

    `found` takes some of the names in the address and returns the row; the view gets it as `row`
    in their place. The version is compared before the body is read.
    """
    names = tuple(inspect.signature(found).parameters)

    def mark(view: View) -> View:
        @wraps(view)
        def matched(**values: Any) -> Any:  # noqa: ANN401 -- what the view takes and returns
            row = found(**{name: values.pop(name) for name in names})
            require_match(row)
            return view(row=row, **values)

        matched.needs_match = True  # type: ignore[attr-defined]  # read by the API's description
        return matched  # type: ignore[return-value]  # a view again

    return mark
