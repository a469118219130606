"""Searching the directory: what may be asked, and which organisations answer it.

The whole directory is read as slim entries and filtered here, so that accents, facets and
distances mean the same on every database; a network has hundreds of organisations, not millions.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from typing import Any

from app.organisations.models import CefrLevel, OrganisationKind, Sector
from app.web.values import Choice, Country, Day, Language, QueryIn, Text, Whole, folded

EARTH_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""
DETOUR = 1.25
"""Road kilometres per kilometre of straight line: an estimate, and said to be one."""
ROAD_KMH = 60
"""Average speed by road that turns kilometres into minutes."""
PER_PAGE = 20

Wanted = Mapping[str, Any]


class SearchIn(QueryIn):
    """What is looked for in the directory; everything may be left out."""

    q = Text(longest=120, load_default="")
    kind = Choice(OrganisationKind, load_default=None)
    sector = Choice(Sector, load_default=None)
    country = Country(load_default="")
    language = Language(load_default="")
    level = Choice(CefrLevel, load_default=None)
    near = Text(longest=80, load_default="")
    minutes = Whole(least=5, most=1440, load_default=90)
    free_from = Day(load_default=None)
    free_until = Day(load_default=None)
    learners = Whole(least=1, most=100, load_default=1)
    page = Whole(least=1, most=100_000, load_default=1)


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees on WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An organisation as far as lists and filters are concerned; `words` are folded."""

    id: int
    key: str
    name: str
    kind: OrganisationKind
    country: str
    city: str
    is_fictional: bool
    is_stale: bool
    point: Point | None
    sectors: tuple[Sector, ...]
    languages: Mapping[str, CefrLevel | None]
    programmes: tuple[str, ...]
    words: str
    free_places: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search: one page of entries, all of them, and what else could be asked."""

    entries: Sequence[Entry]
    page: int
    facets: Mapping[str, Sequence[tuple[Any, int]]]
    minutes: Mapping[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.entries)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))

    @property
    def shown(self) -> Sequence[Entry]:
        return self.entries[(self.page - 1) * PER_PAGE : self.page * PER_PAGE]


def minutes_between(here: Point, there: Point) -> int:
    """Return the estimated minutes by road: great circle × DETOUR at ROAD_KMH."""
    a, b, c, d = map(radians, (here.latitude, there.latitude, here.longitude, there.longitude))
    chord = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin((d - c) / 2) ** 2
    kilometres = 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))
    return round(kilometres * DETOUR / ROAD_KMH * 60)


def search(entries: Sequence[Entry], wanted: Wanted, centre: Point | None = None) -> Found:
    """Return the entries that meet every filter: by nearness to `centre`, else by name."""
    minutes = {
        entry.id: minutes_between(centre, entry.point)
        for entry in entries
        if centre and entry.point
    }
    tests = _tests(wanted, centre, minutes)
    found = [entry for entry in entries if all(test(entry) for test in tests.values())]
    found.sort(key=lambda entry: (minutes.get(entry.id, 0), folded(entry.name), entry.id))
    facets = {name: _facet(name, entries, tests, wanted[name]) for name in FACETS}
    page = min(wanted["page"], max(1, -(-len(found) // PER_PAGE)))
    return Found(found, page, facets, minutes)


def _tests(
    wanted: Wanted, centre: Point | None, minutes: Mapping[int, int]
) -> dict[str, Callable[[Entry], bool]]:
    """Return the filters that were asked for, by the facet that they belong to."""
    words = folded(wanted["q"]).split()
    chosen: dict[str, Callable[[Entry], bool]] = {
        "q": lambda entry: all(word in entry.words for word in words),
        "kind": lambda entry: entry.kind == wanted["kind"],
        "sector": lambda entry: wanted["sector"] in entry.sectors,
        "country": lambda entry: entry.country == wanted["country"],
        "language": lambda entry: speaks(entry, wanted["language"], wanted["level"]),
    }
    tests = {name: test for name, test in chosen.items() if wanted[name]}
    if centre:
        tests["near"] = lambda entry: minutes.get(entry.id, 10**9) <= wanted["minutes"]
    if wanted["free_from"] or wanted["free_until"]:
        tests["free"] = lambda entry: (entry.free_places or 0) >= wanted["learners"]
    return tests


def speaks(entry: Entry, language: str, level: CefrLevel | None) -> bool:
    """Say whether a language is spoken at a level or above; an unknown level is not "no"."""
    if language not in entry.languages:
        return False
    known = entry.languages[language]
    return level is None or known is None or known.value >= level.value


FACETS: dict[str, Callable[[Entry], Sequence[Any]]] = {
    "kind": lambda entry: (entry.kind,),
    "sector": lambda entry: entry.sectors,
    "country": lambda entry: (entry.country,),
    "language": lambda entry: tuple(entry.languages),
}
"""Facet → the values of an entry."""


def _facet(
    name: str,
    entries: Sequence[Entry],
    tests: Mapping[str, Callable[[Entry], bool]],
    chosen: Any,  # noqa: ANN401 -- a value of the facet, or none
) -> list[tuple[Any, int]]:
    """Count the values of a facet among the entries that meet all other filters.

    The chosen value is among them, be it of none, so that the form shows what it filters by.
    """
    others = [test for facet, test in tests.items() if facet != name]
    counts = Counter(
        value
        for entry in entries
        if all(test(entry) for test in others)
        for value in FACETS[name](entry)
    )
    if chosen:
        counts.setdefault(chosen, 0)
    return sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
