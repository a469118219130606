"""Merging two entries into one, keeping two apart, and taking either back. Callers commit.

A merge moves every row that names the other organisation, whatever table it is in, and archives
the other's entry. A row that the kept one has already (a language, a partnership with the same
partner) or that would name one organisation on both sides stays where it was.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Column, Table, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.database import Base
from app.duplicates.models import DuplicateDecision, Verdict
from app.errors import Conflict, NotFound
from app.organisations.models import Organisation, Site

MAIN_SITES = "site.is_main"
"""Under this name `moved` keeps the main sites of the other, which are no main sites now."""


def decide(session: Session, actor: str, by: str, wanted: Mapping[str, Any]) -> DuplicateDecision:
    """Merge two entries or keep them apart. Raises NotFound, Conflict."""
    kept = _living(session, wanted["kept_id"])
    other = _living(session, wanted["other_id"])
    if kept.id == other.id:
        raise Conflict(_("These are one entry already."))
    row = DuplicateDecision(
        kept=kept,
        other=other,
        verdict=wanted["verdict"],
        decided_at=clock.now(),
        decided_by=by,
    )
    session.add(row)
    session.flush()
    if row.verdict is Verdict.MERGED:
        _merge(session, row, kept, other)
    details = {"kept": kept.id, "other": other.id, "moved": row.moved}
    audit.record(
        session, actor, f"duplicate.{row.verdict.value}", f"organisation:{kept.id}", details
    )
    return row


def _living(session: Session, organisation_id: int) -> Organisation:
    found = session.get(Organisation, organisation_id)
    if found is None or found.archived_at is not None:
        raise NotFound(_("There is no such organisation."))
    return found


def _merge(
    session: Session, row: DuplicateDecision, kept: Organisation, other: Organisation
) -> None:
    moved, stayed = {}, 0
    mains = [site.id for site in other.sites if site.is_main] if kept.sites else []
    for table, column in _references():
        numbers = session.scalars(
            select(table.c.id).where(column == other.id).order_by(table.c.id)
        ).all()
        taken = [one for one in numbers if _move(session, table, column, one, kept.id)]
        stayed += len(numbers) - len(taken)
        if taken:
            moved[f"{table.name}.{column.name}"] = taken
    if mains:
        _set_main(session, mains, is_main=False)
        moved[MAIN_SITES] = mains
    session.expire_all()
    row.moved, row.stayed = moved, stayed
    other.archived_at = clock.now()
    session.flush()


def _references() -> Iterator[tuple[Table, Column[int]]]:
    """Yield every column that names an organisation, with its table."""
    for table in Base.metadata.sorted_tables:
        if table.name == DuplicateDecision.__tablename__:
            continue
        for column in table.columns:
            if any(key.column.table.name == "organisation" for key in column.foreign_keys):
                yield table, column


def _move(session: Session, table: Table, column: Column[int], number: int, to: int) -> bool:
    """Let one row name another organisation; False where it must not."""
    beside = [
        other
        for of_table, other in _references()
        if of_table.name == table.name and other.name != column.name
    ]
    if beside and to in session.execute(select(*beside).where(table.c.id == number)).one():
        return False
    try:
        with session.begin_nested():
            session.execute(update(table).where(table.c.id == number).values({column.name: to}))
    except IntegrityError:
        return False
    return True


def _set_main(session: Session, numbers: list[int], *, is_main: bool) -> None:
    session.execute(update(Site).where(Site.id.in_(numbers)).values(is_main=is_main))


def take_back(session: Session, actor: str, by: str, row: DuplicateDecision) -> DuplicateDecision:
    """Undo a decision: what a merge moved goes back as far as it still exists. Raises Conflict."""
    if row.taken_back_at is not None:
        raise Conflict(_("This decision has been taken back already."))
    if row.verdict is Verdict.MERGED:
        _part(session, row)
    row.taken_back_at, row.taken_back_by = clock.now(), by
    session.flush()
    audit.record(session, actor, "duplicate.take_back", f"organisation:{row.kept_id}")
    return row


def _part(session: Session, row: DuplicateDecision) -> None:
    if row.kept.archived_at is not None:
        raise Conflict(_("Please take back first what was decided about the kept entry later."))
    for table, column in _references():
        numbers = row.moved.get(f"{table.name}.{column.name}", [])
        held = session.scalars(
            select(table.c.id).where(table.c.id.in_(numbers), column == row.kept_id)
        ).all()
        for number in held:
            _move(session, table, column, number, row.other_id)
    _set_main(session, row.moved.get(MAIN_SITES, []), is_main=True)
    number = row.other_id
    session.expire_all()
    session.get_one(Organisation, number).archived_at = None
