"""A what-if's change made true: the rows that it is about are changed as it says."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.forums.models import Forum, Participant, Tour, VisitOffer
from app.plans import ids
from app.plans.drafts.changes import Change, ChangeKind
from app.web.editing import touch

Record = dict[str, Any]


def adopt(session: Session, actor: str, forum: Forum, change: Change) -> dict[str, str]:
    """Change the rows of a forum; return ids of the copy that became other ids."""
    table = _TABLES[change.party[0]]
    row = session.get_one(table, ids.number_in(change.party))
    renamed: dict[str, str] = {}
    if change.kind is ChangeKind.ANOTHER_TOUR:
        assert isinstance(row, Tour)
        row = _copied(session, forum, row)
        renamed = {ids.ADDED_TOUR: ids.of_tour(row.id)}
    else:
        _CHANGED[change.kind](row, change.amount)
    session.flush()
    noun = {VisitOffer: "visit_offer", Tour: "tour", Participant: "participant"}[table]
    details = {"kind": change.kind.value, "amount": change.amount}
    audit.record(session, actor, f"{noun}.adopt_change", f"{noun}:{row.id}", details)
    return renamed


def renamed_in(record: Record, renamed: Mapping[str, str]) -> Record:
    """Return a problem or plan with other ids for some of its tours."""
    tours = [
        {**tour, key: renamed.get(tour[key], tour[key])}
        for tour in record["tours"]
        for key in ("tour" if "tour" in tour else "id",)
    ]
    return {**record, "tours": tours}


_TABLES: Mapping[str, type[VisitOffer] | type[Tour] | type[Participant]] = {
    "v": VisitOffer,
    "t": Tour,
    "p": Participant,
}


def _copied(session: Session, forum: Forum, tour: Tour) -> Tour:
    """Add a tour like another under a key and a name of its own."""
    columns = {one.key for one in inspect(Tour).column_attrs} - {"id", "version"}
    values = {name: getattr(tour, name) for name in columns}
    keys, names = ({getattr(one, what) for one in forum.tours} for what in ("key", "name"))
    number = next(n for n in range(2, 10_000) if f"{tour.key[:50]}-{n}" not in keys)
    values["key"] = f"{tour.key[:50]}-{number}"
    values["name"] = next(
        name for n in range(number, 10_000) if (name := f"{tour.name[:110]} ({n})") not in names
    )
    row = Tour(**values)
    forum.tours.append(row)
    session.flush()
    return row


def _add(field: str, sign: int = 1) -> Callable[[Any, int], None]:
    def change(row: Any, by: int) -> None:  # noqa: ANN401 -- a row of any of the three tables
        setattr(row, field, getattr(row, field) + sign * by)

    return change


def _move(field: str, sign: int) -> Callable[[Any, int], None]:
    def change(row: Any, by: int) -> None:  # noqa: ANN401 -- a row of any of the three tables
        setattr(row, field, getattr(row, field) + sign * timedelta(minutes=by))

    return change


def _widen(field: str, sign: int) -> Callable[[Any, int], None]:
    move = _move(field, sign)

    def change(row: VisitOffer, by: int) -> None:
        for span in row.open_spans:
            move(span, by)
        touch(row, "minutes")

    return change


def _cancel(row: Tour, _by: int) -> None:
    row.cancelled_at = clock.now()


_CHANGED: Mapping[ChangeKind, Callable[[Any, int], None]] = {
    ChangeKind.LARGER_GROUP: _add("maximum_group"),
    ChangeKind.SMALLER_GROUP: _add("minimum_group", -1),
    ChangeKind.MORE_VISITS: _add("maximum_visits"),
    ChangeKind.OPENS_EARLIER: _widen("starts_at", -1),
    ChangeKind.CLOSES_LATER: _widen("ends_at", 1),
    ChangeKind.MORE_SEATS: _add("seats"),
    ChangeKind.STARTS_EARLIER: _move("earliest_at", -1),
    ChangeKind.ENDS_LATER: _move("latest_at", 1),
    ChangeKind.WITHOUT_TOUR: _cancel,
    ChangeKind.ARRIVES_EARLIER: _move("arrives_at", -1),
    ChangeKind.LEAVES_LATER: _move("departs_at", 1),
}
"""Kind → what it does to its row."""
