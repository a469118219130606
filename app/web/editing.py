"""Changing a row that others may change too: both versions are shown, none is overwritten.

A form carries the version it was filled from; the API says it in `If-Match`. Either is compared
before an action runs, and the version column catches whoever comes between.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.attributes import flag_modified

from app.database import Versioned
from app.errors import Stale
from app.web.forms import NOT_VALUES
from app.web.problems import PreconditionRequired


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
