"""One thing of a problem changed, on its record: what a what-if copy asks.

The kinds are those of the planner's remedies, and a tour less or more. Amounts are people,
visits, seats or minutes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.plans import ids
from app.plans.names import Names

Record = dict[str, Any]


class ChangeKind(StrEnum):
    """What may differ in a what-if copy."""

    LARGER_GROUP = "larger_group"
    SMALLER_GROUP = "smaller_group"
    MORE_VISITS = "more_visits"
    OPENS_EARLIER = "opens_earlier"
    CLOSES_LATER = "closes_later"
    MORE_SEATS = "more_seats"
    STARTS_EARLIER = "starts_earlier"
    ENDS_LATER = "ends_later"
    WITHOUT_TOUR = "without_tour"
    ANOTHER_TOUR = "another_tour"
    ARRIVES_EARLIER = "arrives_earlier"
    LEAVES_LATER = "leaves_later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: what, whose (an id of the problem), by how much."""

    kind: ChangeKind
    party: str
    amount: int = 1

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Change":
        """Return the change that a remedy of a plan, or a stored change, names."""
        kind = record.get("kind") or record["change"]
        return cls(kind=ChangeKind(kind), party=record["party"], amount=record["amount"])

    @property
    def record(self) -> Record:
        return {"kind": self.kind.value, "party": self.party, "amount": self.amount}


class NoSuchParty(LookupError):
    """The problem has no such host, tour or person."""


def changed(problem: Record, change: Change) -> Record:
    """Return the problem with the change; the given one is not touched. Raises NoSuchParty."""
    rows, alter = _ALTERED[change.kind]
    if all(row["id"] != change.party for row in problem[rows]):
        raise NoSuchParty(change.party)
    altered = [
        new
        for row in problem[rows]
        for new in (alter(row, change.amount) if row["id"] == change.party else [row])
    ]
    found = problem | {rows: altered}
    if change.kind is ChangeKind.WITHOUT_TOUR:
        found["pins"] = [pin for pin in problem.get("pins", []) if pin["tour"] != change.party]
    return found


def later(local: str, minutes: int) -> str:
    """Return a plan's local time so many minutes later."""
    moved = datetime.fromisoformat(local) + timedelta(minutes=minutes)
    return moved.strftime("%Y-%m-%dT%H:%M")


def _more(field: str, sign: int = 1) -> Callable[[Record, int], list[Record]]:
    return lambda row, by: [{**row, field: row[field] + sign * by}]


def _moved(field: str, sign: int) -> Callable[[Record, int], list[Record]]:
    return lambda row, by: [{**row, field: later(row[field], sign * by)}]


def _wider(field: str, *, at_start: bool) -> Callable[[Record, int], list[Record]]:
    def alter(row: Record, by: int) -> list[Record]:
        spans = [
            [later(start, -by), end] if at_start else [start, later(end, by)]
            for start, end in row[field]
        ]
        return [{**row, field: spans}]

    return alter


def _gone(_row: Record, _by: int) -> list[Record]:
    return []


def _twice(row: Record, _by: int) -> list[Record]:
    return [row, {**row, "id": ids.ADDED_TOUR}]


_ALTERED: Mapping[ChangeKind, tuple[str, Callable[[Record, int], list[Record]]]] = {
    ChangeKind.LARGER_GROUP: ("hosts", _more("max_group")),
    ChangeKind.SMALLER_GROUP: ("hosts", _more("min_group", -1)),
    ChangeKind.MORE_VISITS: ("hosts", _more("max_visits")),
    ChangeKind.OPENS_EARLIER: ("hosts", _wider("open", at_start=True)),
    ChangeKind.CLOSES_LATER: ("hosts", _wider("open", at_start=False)),
    ChangeKind.MORE_SEATS: ("tours", _more("seats")),
    ChangeKind.STARTS_EARLIER: ("tours", _moved("earliest", -1)),
    ChangeKind.ENDS_LATER: ("tours", _moved("latest", 1)),
    ChangeKind.WITHOUT_TOUR: ("tours", _gone),
    ChangeKind.ANOTHER_TOUR: ("tours", _twice),
    ChangeKind.ARRIVES_EARLIER: ("participants", _wider("available", at_start=True)),
    ChangeKind.LEAVES_LATER: ("participants", _wider("available", at_start=False)),
}
"""Kind → the list of the problem, and what becomes of the row there."""


def sentence(change: Change, names: Names) -> str:
    """Say a change in the reader's language."""
    name, by = names[change.party], change.amount
    said: dict[ChangeKind, Callable[[], str]] = {
        ChangeKind.LARGER_GROUP: lambda: ngettext(
            "%(name)s takes groups with %(num)d more place",
            "%(name)s takes groups with %(num)d more places",
            by,
            name=name,
        ),
        ChangeKind.SMALLER_GROUP: lambda: ngettext(
            "%(name)s takes groups that are smaller by %(num)d person",
            "%(name)s takes groups that are smaller by %(num)d people",
            by,
            name=name,
        ),
        ChangeKind.MORE_VISITS: lambda: ngettext(
            "%(name)s takes %(num)d more visit",
            "%(name)s takes %(num)d more visits",
            by,
            name=name,
        ),
        ChangeKind.OPENS_EARLIER: lambda: _(
            "%(name)s opens %(minutes)d minutes earlier", name=name, minutes=by
        ),
        ChangeKind.CLOSES_LATER: lambda: _(
            "%(name)s closes %(minutes)d minutes later", name=name, minutes=by
        ),
        ChangeKind.MORE_SEATS: lambda: ngettext(
            "%(name)s has %(num)d more seat", "%(name)s has %(num)d more seats", by, name=name
        ),
        ChangeKind.STARTS_EARLIER: lambda: _(
            "%(name)s starts %(minutes)d minutes earlier", name=name, minutes=by
        ),
        ChangeKind.ENDS_LATER: lambda: _(
            "%(name)s ends %(minutes)d minutes later", name=name, minutes=by
        ),
        ChangeKind.WITHOUT_TOUR: lambda: _("%(name)s does not run", name=name),
        ChangeKind.ANOTHER_TOUR: lambda: _("another tour like %(name)s runs", name=name),
        ChangeKind.ARRIVES_EARLIER: lambda: _(
            "%(name)s arrives %(minutes)d minutes earlier", name=name, minutes=by
        ),
        ChangeKind.LEAVES_LATER: lambda: _(
            "%(name)s leaves %(minutes)d minutes later", name=name, minutes=by
        ),
    }
    return said[change.kind]()
