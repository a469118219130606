"""Giving a person everything that is known of them, and forgetting them. Callers commit."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import JSON, ColumnElement, Table, delete, select, update
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account
from app.audit import actions as audit
from app.errors import NotFound
from app.imports.models import ImportDraft
from app.imports.targets import TARGETS
from app.models import metadata
from app.privacy.data_map import Column, columns
from app.privacy.subjects import Subject, subject_of, tables_about

Told = dict[str, list[dict[str, Any]]]


def export_person(session: Session, actor: str, email: str) -> Told:
    """Return table → every row about a person, without secrets. Raises NotFound for nobody."""
    subject = _subject(session, email)
    told: Told = {}
    for table, condition in tables_about(subject, by_name=True):
        shown = [table.c[line.column] for line in columns()[table.name] if line.level != "secret"]
        rows = session.execute(select(*shown).where(condition).order_by(table.c.id))
        found = [{name: _plain(row[name]) for name in row} for row in rows.mappings()]
        if found:
            told[table.name] = found
    audit.record(session, actor, "person.export", _label(subject))
    return told


def erase_person(session: Session, actor: str, email: str) -> dict[str, int]:
    """Forget a person: what plans and evidence need stays, without a name.

    Returns table → how many rows were changed or removed. Raises NotFound for nobody.
    """
    subject = _subject(session, email)
    session.flush()
    done: dict[str, int] = {}
    for table, condition in tables_about(subject, by_name=False):
        done[table.name] = erase_rows(session, table, condition)
    for lines in columns().values():
        for line in lines:
            if line.link == "name" and subject.name:
                column = metadata.tables[line.table].c[line.column]
                values = {line.column: erased(line, metadata.tables[line.table])}
                changed = _run(
                    session, update(column.table).where(column.in_(subject.name)).values(values)
                )
                done[line.table] = done.get(line.table, 0) + changed
    naming_people = [target.name for target in TARGETS.values() if target.names_people]
    done["import_draft"] = done.get("import_draft", 0) + _run(
        session, delete(ImportDraft).where(ImportDraft.target.in_(naming_people))
    )
    session.execute(
        update(Account)
        .where(Account.id.in_(subject.account))
        .values(disabled_at=clock.now(), epoch=Account.epoch + 1)
    )
    session.expire_all()
    changed_rows = {name: count for name, count in done.items() if count}
    audit.record(session, actor, "person.erase", _label(subject), {"rows": changed_rows})
    return changed_rows


def erase_rows(session: Session, table: Table, condition: ColumnElement[bool]) -> int:
    """Erase rows as the data map says: remove them, or empty what is personal in them."""
    lines = columns()[table.name]
    if any(line.erase == "row" for line in lines):
        return _run(session, delete(table).where(condition))
    return erase_columns(
        session, table, condition, [line.column for line in lines if line.erase != "keep"]
    )


def erase_columns(
    session: Session, table: Table, condition: ColumnElement[bool], names: Collection[str]
) -> int:
    """Empty some columns of rows as the data map says; the rows' version rises."""
    if not names:
        return 0
    values = {
        line.column: erased(line, table) for line in columns()[table.name] if line.column in names
    }
    if "version" in table.c:
        values["version"] = table.c.version + 1
    return _run(session, update(table).where(condition).values(values))


def erased(line: Column, table: Table) -> Any:  # noqa: ANN401 -- of the column's own type
    """Return what stands in a column afterwards."""
    column = table.c[line.column]
    if line.erase.startswith("="):
        return line.erase[1:]
    if line.erase == "number":
        return "erased-" + table.c.id.cast(column.type)
    if column.nullable:
        return None
    return [] if isinstance(column.type, JSON) else ""


def _run(session: Session, statement: Any) -> int:  # noqa: ANN401 -- an update or a delete
    result = session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]  # of a change


def _subject(session: Session, email: str) -> Subject:
    subject = subject_of(session, email)
    if not subject.name:
        raise NotFound(_("Nobody is known by this address."))
    return subject


def _label(subject: Subject) -> str:
    """Return how the trail names the person: by number, never by name."""
    return min(subject.actor, default="contact")


def _plain(value: object) -> object:
    return (
        value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
    )
