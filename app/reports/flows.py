"""Learners from country to country, year by year: cells that are counted once and told masked."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.mobilities.models import Mobility
from app.reports.masking import Told, told

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Who is counted together: one forum's learners (0: none), one year, one way."""

    year: int
    origin: str
    destination: str
    forum_id: int = 0


Cells = Mapping[Cell, int]


def cells_of(rows: Iterable[Mobility], forum_of: Mapping[int, int]) -> Cells:
    """Count the learners of mobilities; `forum_of` tells the forum that a mobility came of."""
    found: Counter[Cell] = Counter()
    for row in rows:
        if row.has_learners:
            forum_id = forum_of.get(row.id, 0)
            cell = Cell(row.starts_on.year, row.origin_country, row.country, forum_id)
            found[cell] += row.persons
    return found


@dataclass(frozen=True, slots=True)
class Flow:
    """One way from country to country: its learners of each year, and of all of them."""

    origin: str
    destination: str
    years: Mapping[int, Told]
    total: Told


@dataclass(frozen=True, slots=True)
class Flows:
    """The table of flows; the same cells in whatever order they are summed up."""

    years: tuple[int, ...]
    rows: tuple[Flow, ...]
    totals: Mapping[int, Told]
    total: Told


def flows(cells: Cells) -> Flows:
    """Return the table of the flows, most learners first."""
    years = tuple(sorted({cell.year for cell in cells}))
    ways = {(cell.origin, cell.destination) for cell in cells}
    rows = [
        Flow(
            *way,
            {year: _told(cells, year=year, way=way) for year in years},
            _told(cells, way=way),
        )
        for way in sorted(ways)
    ]
    rows.sort(key=lambda row: -row.total.count)
    totals = {year: _told(cells, year=year) for year in years}
    return Flows(years, tuple(rows), totals, _told(cells))


def of_forum(cells: Cells, forum_id: int) -> Told:
    """Return what may be said of the learners of a forum."""
    return told(count for cell, count in cells.items() if cell.forum_id == forum_id)


def _told(cells: Cells, *, year: int | None = None, way: tuple[str, str] | None = None) -> Told:
    return told(
        count
        for cell, count in cells.items()
        if year in (None, cell.year) and way in (None, (cell.origin, cell.destination))
    )


def drawn(table: Flows, points: Mapping[str, Point], names: Mapping[str, str]) -> dict[str, Any]:
    """Return the flows as the map takes them: a dot a country, a line a way, named as told."""
    ways = [row for row in table.rows if row.origin in points and row.destination in points]
    seen = sorted({code for row in ways for code in (row.origin, row.destination)})
    return {
        "markers": [
            {"lat": points[code][0], "lon": points[code][1], "title": names[code]} for code in seen
        ],
        "lines": [
            {
                "title": names[f"{row.origin}-{row.destination}"],
                "kind": "told" if row.total.count else "masked",
                "points": [list(points[row.origin]), list(points[row.destination])],
            }
            for row in ways
        ],
    }


def points_of(rows: Sequence[Mobility]) -> dict[str, Point]:
    """Return where each country lies on the map: the middle of the towns that rows name in it."""
    found: dict[str, set[Point]] = {}
    for row in rows:
        ends = (
            (row.origin_country, row.origin_latitude, row.origin_longitude),
            (row.country, row.latitude, row.longitude),
        )
        for code, north, east in ends:
            if north is not None and east is not None:
                found.setdefault(code, set()).add((north, east))
    return {
        code: (
            sum(north for north, _east in places) / len(places),
            sum(east for _north, east in places) / len(places),
        )
        for code, places in found.items()
    }
