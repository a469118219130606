"""Writing what a checked sheet asks for, and taking it back. Callers commit."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit import actions as audit
from app.errors import Conflict
from app.forums.models import Forum
from app.imports.checking import Checked, entries, is_same
from app.imports.targets import Target
from app.organisations.keys import all_known
from app.web.values import as_typed

Undo = dict[str, Any]
"""What to take back: the rows as they were and as they became, as a sheet would write them."""


def apply(
    session: Session, actor: str, target: Target[Any], forum: Forum | None, checked: Checked
) -> Undo:
    """Write every change of a sheet without problems and return how to take it back."""
    assert not checked.problems, "only clean sheets are applied"
    schema = target.schema()
    keys = [target.identity_of(change.wanted) for change in checked.changes]
    with session.no_autoflush, all_known(session):
        for change in checked.changes:
            target.write(session, forum, change.wanted)
    session.flush()
    became = {target.identity_of(e): e for _row, e in entries(session, target, forum)}
    audit.record(
        session,
        actor,
        "sheet.import",
        _subject(target, forum),
        {"created": checked.created, "changed": checked.changed, "unchanged": checked.unchanged},
    )
    return {
        "changes": [
            {
                "before": schema.dump(change.before) if change.before is not None else None,
                "after": schema.dump(became[key]),
            }
            for change, key in zip(checked.changes, keys, strict=True)
        ]
    }


def take_back(
    session: Session, actor: str, target: Target[Any], forum: Forum | None, undo: Undo
) -> None:
    """Restore the state before an import.

    Raises Conflict where a row has been changed since, or is needed by something else.
    """
    schema = target.schema()
    changes: Sequence[Mapping[str, Any]] = undo["changes"]
    now = {target.identity_of(e): (row, e) for row, e in entries(session, target, forum)}
    with as_typed():
        after = [_read(schema, change["after"]) for change in changes]
        for wanted in after:
            _check_untouched(target, now, wanted)
        for change, wanted in reversed(list(zip(changes, after, strict=True))):
            if change["before"] is None:
                session.delete(now[target.identity_of(wanted)][0])
            else:
                target.write(session, forum, _read(schema, change["before"]))
    try:
        session.flush()
    except IntegrityError as problem:
        session.rollback()
        raise Conflict(
            _("Something else has come to depend on these rows, so they cannot be taken back.")
        ) from problem
    audit.record(session, actor, "sheet.undo", _subject(target, forum), {"changes": len(changes)})


def _read(schema: Any, cells: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401 -- any sheet's schema
    kept = {name: value for name, value in cells.items() if value not in ("", None)}
    values: dict[str, Any] = schema.load(kept)
    return values


def _check_untouched(
    target: Target[Any],
    now: Mapping[tuple[str, ...], tuple[Any, dict[str, Any]]],
    wanted: Mapping[str, Any],
) -> None:
    key = target.identity_of(wanted)
    if key not in now or not is_same(wanted, now[key][1]):
        raise Conflict(
            _("%(key)s has been changed since the import.", key=" / ".join(part for part in key))
        )


def _subject(target: Target[Any], forum: Forum | None) -> str:
    return f"sheet:{target.name}" + (f":{forum.id}" if forum else "")
