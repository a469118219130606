"""Plans as pictures: the geometry of timelines in shares of a day, and what lies on the map.

Templates draw it as SVG with percentages, so that a picture is as wide as its place.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.plans.names import Names
from app.plans.timetable import ItemKind, Stretch, local_text, of_ride

Record = Mapping[str, Any]

MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch in a row: `x` and `width` are percent of the day's picture.

    `host` and `tour` are ids, where it is a visit.
    """

    kind: str
    x: float
    width: float
    label: str
    title: str
    host: str = ""
    tour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One tour or host on one day: pale bands behind, bars in front."""

    id: str
    name: str
    note: str
    bands: tuple[Bar, ...] = ()
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """All rows of a day over the same hours; `ticks` are (percent, `09:00`).

    `first` and `last` are minutes after midnight.
    """

    day: date
    first: int
    last: int
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """The hours that a day's picture shows, in minutes after midnight."""

    first: int
    last: int

    def at(self, minute: int) -> float:
        share = (minute - self.first) / (self.last - self.first)
        return round(100 * min(max(share, 0), 1), 3)

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        step = 60 if self.last - self.first <= 8 * 60 else 120
        return tuple(
            (self.at(minute), f"{minute // 60:02d}:00")
            for minute in range(self.first, self.last, step)
        )


def by_tour(problem: Record, plan: Record, names: Names) -> list[Day]:
    """Return the rides of each day: how they travel, wait, visit and rest."""
    rows: dict[str, list[tuple[Record, list[Stretch]]]] = defaultdict(list)
    for ride in plan["tours"]:
        rows[ride["depart"][:10]].append((ride, list(of_ride(problem, ride))))
    zone = problem["timezone"]
    days = []
    for day in sorted(rows):
        spans = [_minutes(one, zone) for _ride, stretches in rows[day] for one in stretches]
        scale = _scale(spans)
        drawn = [
            Row(
                id=ride["tour"],
                name=names[ride["tour"]],
                note=str(len(ride["participants"])),
                bars=tuple(_bar(one, zone, scale, names) for one in stretches),
            )
            for ride, stretches in rows[day]
        ]
        days.append(_day(day, scale, drawn))
    return days


def by_host(problem: Record, plan: Record, names: Names) -> list[Day]:
    """Return the visits of each day at their hosts, over the hours in which these are open."""
    zone = problem["timezone"]
    visits: dict[str, dict[str, list[tuple[Stretch, int]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for ride in plan["tours"]:
        for one in of_ride(problem, ride):
            if one.kind is ItemKind.VISIT:
                day = local_text(one.starts_at, zone)[:10]
                visits[day][one.host].append((one, len(ride["participants"])))
    opened: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for host in problem["hosts"]:
        for start, end in host["open"]:
            opened[start[:10]][host["id"]].append((_minute(start), _minute(end)))
    days = []
    for day in sorted(visits.keys() | opened.keys()):
        spans = [span for found in opened[day].values() for span in found]
        spans += [_minutes(one, zone) for found in visits[day].values() for one, _n in found]
        scale = _scale(spans)
        hosts = sorted(
            visits[day].keys() | opened[day].keys(), key=lambda host: names[host].casefold()
        )
        drawn = [
            _host_row(host, names, zone, scale, visits[day][host], opened[day][host])
            for host in hosts
        ]
        days.append(_day(day, scale, drawn))
    return days


def _host_row(
    id: str,
    names: Names,
    zone: str,
    scale: _Scale,
    visits: Sequence[tuple[Stretch, int]],
    opened: Sequence[tuple[int, int]],
) -> Row:
    bands = tuple(
        Bar(
            kind="open",
            x=scale.at(start),
            width=round(scale.at(end) - scale.at(start), 3),
            label="",
            title=f"{start // 60:02d}:{start % 60:02d}–{end // 60:02d}:{end % 60:02d}",
        )
        for start, end in opened
    )
    bars = tuple(
        _bar(one, zone, scale, names, label=f"{names[one.tour]} · {number}")
        for one, number in visits
    )
    return Row(id=id, name=names[id], note=str(len(visits)), bands=bands, bars=bars)


def _bar(stretch: Stretch, zone: str, scale: _Scale, names: Names, label: str = "") -> Bar:
    start, end = _minutes(stretch, zone)
    times = f"{local_text(stretch.starts_at, zone)[11:]}–{local_text(stretch.ends_at, zone)[11:]}"
    named = label or (names[stretch.host] if stretch.host else "")
    return Bar(
        kind=stretch.kind.value,
        x=scale.at(start),
        width=round(scale.at(end) - scale.at(start), 3),
        label=named,
        title=f"{times} {named}".strip(),
        host=stretch.host,
        tour=stretch.tour,
    )


def _minutes(stretch: Stretch, zone: str) -> tuple[int, int]:
    return (
        _minute(local_text(stretch.starts_at, zone)),
        _minute(local_text(stretch.ends_at, zone)),
    )


def _minute(local: str) -> int:
    return int(local[11:13]) * 60 + int(local[14:16])


def _scale(spans: Iterable[tuple[int, int]]) -> _Scale:
    """Show whole hours around everything that happens."""
    starts, ends = zip(*spans, strict=True)
    first = min(starts) // 60 * 60
    last = min(-(-max(*ends, first + 60) // 60) * 60, MINUTES_OF_A_DAY)
    return _Scale(first=first, last=last)


def _day(day: str, scale: _Scale, rows: Iterable[Row]) -> Day:
    return Day(
        day=datetime.fromisoformat(day).date(),
        first=scale.first,
        last=scale.last,
        ticks=scale.ticks,
        rows=tuple(rows),
    )


def on_the_map(problem: Record, plan: Record, names: Names) -> dict[str, Any]:
    """Return hosts as markers and tours as lines, as map.js reads them."""
    places = {place["id"]: (place["lat"], place["lon"]) for place in problem["places"]}
    tours = {tour["id"]: tour for tour in problem["tours"]}
    hosts = {host["id"]: host for host in problem["hosts"]}
    visits: dict[str, list[str]] = defaultdict(list)
    lines = []
    for ride in plan["tours"]:
        way = [tours[ride["tour"]]["start"]]
        for stop in ride["stops"]:
            if "host" in stop:
                way.append(hosts[stop["host"]]["place"])
                visits[stop["host"]].append(f"{stop['start'][11:]} {names[ride['tour']]}")
        way.append(tours[ride["tour"]]["end"])
        lines.append({"title": names[ride["tour"]], "points": [places[place] for place in way]})
    markers = [
        {
            "lat": places[host["place"]][0],
            "lon": places[host["place"]][1],
            "title": names[host["id"]],
            "text": ", ".join(visits[host["id"]]) or "–",
            "kind": "host" if visits[host["id"]] else "plain",
        }
        for host in problem["hosts"]
    ]
    starts = {tour["start"] for tour in problem["tours"]}
    markers += [
        {"lat": places[one][0], "lon": places[one][1], "title": names[one], "kind": "home"}
        for one in sorted(starts)
    ]
    return {"markers": markers, "lines": lines}
