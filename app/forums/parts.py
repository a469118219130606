"""The five lists of an edition, edited by one set of pages: what each shows and how it is saved.

Fields, faults and writing are those of the sheets, so that no door is stricter than another.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session as DbSession

from app import clock
from app.audit import actions as audit
from app.errors import Conflict, NotFound
from app.forums.models import Forum, ForumPlace, Participant, Tour, VisitOffer
from app.imports.targets import TARGETS, Target

Row = Any
Wanted = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One list: its sheet, the columns shown, and the column that takes a row out of planning."""

    name: str
    title: Callable[[], str]
    add: Callable[[], str]
    columns: tuple[str, ...]
    out_column: str = ""

    @property
    def target(self) -> Target[Any]:
        return TARGETS[self.name]


PARTS: Mapping[str, Part] = {
    part.name: part
    for part in (
        Part(
            name="visit-offers",
            title=lambda: _("Hosts"),
            add=lambda: _("Add a host"),
            columns=("organisation", "open_spans", "minutes", "minimum_group", "maximum_group"),
            out_column="withdrawn_at",
        ),
        Part(
            name="participants",
            title=lambda: _("Participants"),
            add=lambda: _("Add a participant"),
            columns=("name", "organisation", "arrives_at", "departs_at", "must", "want"),
            out_column="withdrawn_at",
        ),
        Part(
            name="tours",
            title=lambda: _("Tours"),
            add=lambda: _("Add a tour"),
            columns=("name", "mode", "seats", "earliest_at", "latest_at"),
            out_column="cancelled_at",
        ),
        Part(
            name="sessions",
            title=lambda: _("Forum programme"),
            add=lambda: _("Add a session"),
            columns=("title", "starts_at", "ends_at", "place", "is_for_all"),
        ),
        Part(
            name="places",
            title=lambda: _("Places"),
            add=lambda: _("Add a place"),
            columns=("name", "address", "city", "country", "precision"),
        ),
    )
}


def part_named(name: str) -> Part:
    """Return a list by its name in addresses. Raises NotFound."""
    if name not in PARTS:
        raise NotFound(_("There is nothing here."))
    return PARTS[name]


def rows_of(session: DbSession, part: Part, forum: Forum) -> list[tuple[Row, dict[str, Any]]]:
    """Return the rows of a list with their values as text, in the order in which they came."""
    schema = part.target.schema()
    rows = sorted(part.target.rows(session, forum), key=lambda row: row.id)
    return [(row, schema.dump(part.target.entered(row))) for row in rows]


def row_of(session: DbSession, part: Part, forum: Forum, row_id: int) -> Row:
    """Return one row. Raises NotFound, also for a row of another edition."""
    for row in part.target.rows(session, forum):
        if row.id == row_id:
            return row
    raise NotFound(_("There is nothing here."))


def typed_of(part: Part, row: Row) -> dict[str, Any]:
    """Return a row as its form shows it."""
    found: dict[str, Any] = part.target.schema().dump(part.target.entered(row))
    return found


def create(session: DbSession, actor: str, part: Part, forum: Forum, wanted: Wanted) -> Row:
    """Add a row. Raises Invalid, also for a key that is taken."""
    faults = part.target.faults(session, forum, wanted)
    keys = {row.key for row in part.target.rows(session, forum)}
    if wanted["key"] in keys:
        faults.add("key", _("This key is taken."))
    faults.refuse()
    return _written(session, actor, part, forum, wanted, "add")


def change(
    session: DbSession, actor: str, part: Part, forum: Forum, row: Row, wanted: Wanted
) -> Row:
    """Change a row, which keeps its key. Raises Invalid."""
    values = {**wanted, "key": row.key}
    part.target.faults(session, forum, values).refuse()
    return _written(session, actor, part, forum, values, "change")


def _written(
    session: DbSession, actor: str, part: Part, forum: Forum, values: Wanted, verb: str
) -> Row:
    row = part.target.write(session, forum, values)
    session.flush()
    audit.record(session, actor, f"{_noun(row)}.{verb}", f"{_noun(row)}:{row.id}")
    return row


def take_out(session: DbSession, actor: str, part: Part, row: Row, *, is_out: bool) -> Row:
    """Withdraw or cancel a row, or let it take part again; a place or session is no such row."""
    if not part.out_column:
        raise Conflict(_("This cannot be withdrawn."))
    moment: datetime | None = clock.now() if is_out else None
    setattr(row, part.out_column, moment)
    session.flush()
    verb = "withdraw" if is_out else "let_back"
    audit.record(session, actor, f"{_noun(row)}.{verb}", f"{_noun(row)}:{row.id}")
    return row


def is_out(part: Part, row: Row) -> bool:
    """Say whether a row was withdrawn or cancelled."""
    return bool(part.out_column) and getattr(row, part.out_column) is not None


def _noun(row: Row) -> str:
    known = {ForumPlace: "place", VisitOffer: "visit_offer", Participant: "participant"}
    return known.get(type(row), "tour" if isinstance(row, Tour) else "session")
