"""What has changed in a forum since a plan was made from it: row by row, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.plans.names import Names

Record = Mapping[str, Any]

_LISTS = ("hosts", "participants", "tours", "sessions", "places")


@dataclass(frozen=True, slots=True)
class InputChange:
    """One row that is not as it was: new, gone, or different in some fields."""

    kind: str
    id: str
    fields: tuple[str, ...] = ()
    is_new: bool = False
    is_gone: bool = False


def input_changes(before: Record, now: Record) -> list[InputChange]:
    """Return what differs between two problems of one forum; pins and limits are no inputs."""
    found = []
    for kind in _LISTS:
        old, new = ({row["id"]: row for row in problem[kind]} for problem in (before, now))
        found += [InputChange(kind, row, is_gone=True) for row in old if row not in new]
        found += [InputChange(kind, row, is_new=True) for row in new if row not in old]
        for row in old:
            if row in new and old[row] != new[row]:
                keys = sorted(old[row].keys() | new[row].keys())
                differing = tuple(key for key in keys if old[row].get(key) != new[row].get(key))
                found.append(InputChange(kind, row, differing))
    for kind in ("timezone", "travel"):
        if before[kind] != now[kind]:
            found.append(InputChange(kind, "", (kind,)))
    return found


def sentence(change: InputChange, names: Names) -> str:
    """Say one change in the reader's language."""
    name = names[change.id]
    if change.is_gone:
        return _("%(name)s is no longer part of the forum.", name=name)
    if change.is_new:
        return _("%(name)s is new.", name=name)
    words = _words()
    fields = ", ".join(words.get(field, field) for field in change.fields)
    return _("%(name)s has changed: %(fields)s.", name=name, fields=fields)


def _words() -> dict[str, str]:
    return {
        "open": _("opening times"),
        "duration_min": _("length of the visit"),
        "min_group": _("smallest group"),
        "max_group": _("largest group"),
        "max_visits": _("number of visits"),
        "place": _("place"),
        "languages": _("languages"),
        "sectors": _("sectors"),
        "available": _("arrival or departure"),
        "value": _("wishes"),
        "must": _("wishes of the highest rank"),
        "avoid": _("hosts to avoid"),
        "min_visits": _("fewest visits"),
        "school": _("organisation"),
        "seats": _("seats"),
        "earliest": _("earliest departure"),
        "latest": _("latest return"),
        "break": _("break"),
        "mode": _("way of travelling"),
        "start": _("start"),
        "end": _("end"),
        "lat": _("position"),
        "lon": _("position"),
        "attend": _("who attends"),
        "cost_fixed": _("costs"),
        "cost_per_km": _("costs"),
        "timezone": _("time zone"),
        "travel": _("travel times"),
    }
