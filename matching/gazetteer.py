"""Places found without a network: a geopy geocoder over an extract of GeoNames.

    >>> from matching.gazetteer import Gazetteer
    >>> Gazetteer().geocode("Méru, FR").raw["population"]
    13528

The extract is made by `python -m app.reference.extract_places`; `seeds/README.md` says what
is in it. Every answer is the point of a town, never of a street.
"""

import gzip
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from matching.place_names import country_code, folded, parts_of

PLACES = Path(__file__).resolve().parents[1] / "seeds" / "reference" / "places.tsv.gz"
PRECISION = "town"
DOMINANCE = 10
"""How many times as many people a town needs to win over its namesakes of one country."""


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place: degrees north and east (WGS 84), and an IANA time zone."""

    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    timezone: str

    @property
    def label(self) -> str:
        return f"{self.name}, {self.country}"


class AmbiguousPlace(GeocoderQueryError):  # type: ignore[misc]  # geopy has no types
    """Several towns bear the name; `candidates` lists them, most people first."""

    def __init__(self, query: str, candidates: Sequence[Town]) -> None:
        self.query = query
        self.candidates = tuple(candidates)
        listed = "; ".join(
            f"{town.label} ({town.latitude:.2f}, {town.longitude:.2f})" for town in candidates
        )
        super().__init__(f"{query} may be any of: {listed}")


class Gazetteer(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Finds towns by any of their names, accents and case ignored.

    A name alone is resolved only where a single town bears it. With a country, it is resolved
    where one town bears it; or where one alone bears it as its own name and none of its
    namesakes has more people; or where one has ten times the people of each other
    (`DOMINANCE`). Everything else is ambiguous, and asked.
    """

    def __init__(self, path: Path = PLACES) -> None:
        """Read the extract.

        Raises:
            OSError: it is not there or cannot be read.

        """
        super().__init__(user_agent="netinvet", adapter_factory=URLLibAdapter)
        self._lines, self._first, self._further = _read(path)

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002 -- geopy's signature; nothing to wait for
    ) -> Location | list[Location] | None:
        """Return where "Roanne, FR" or {"city": "Roanne", "country": "FR"} is.

        The country is an ISO 3166 code or a name in a language of the network. Returns None
        where nothing is found; with `exactly_one=False` all candidates, most people first.
        `raw` holds the town's fields and its `precision`.

        Raises:
            AmbiguousPlace: `exactly_one`, and several towns may be meant.

        """
        name, country = parts_of(query)
        if not exactly_one:
            return [_location(town) for town in self.towns(name, country)] or None
        town = self.town(name, country)
        return town and _location(town)

    def town(self, name: str, country: str | None = None) -> Town | None:
        """Return the one town of this name, None if there is none.

        Raises:
            AmbiguousPlace: several towns may be meant.

        """
        candidates = self.towns(name, country)
        if len(candidates) <= 1:
            return candidates[0] if candidates else None
        if country is not None and _dominates(folded(name), candidates):
            return candidates[0]
        raise AmbiguousPlace(f"{name}, {country}" if country else name, candidates)

    def towns(self, name: str, country: str | None = None) -> list[Town]:
        """Return every town of this name, most people first; an unknown country has none."""
        key = folded(name)
        if key not in self._first:
            return []
        numbers = [self._first[key], *self._further.get(key, ())]
        found: Iterable[Town] = map(self._town, numbers)
        if country is not None:
            code = country_code(country)
            found = (town for town in found if code and town.country in within(code))
        return sorted(found, key=lambda town: (-town.population, town.name, town.latitude))

    def _town(self, number: int) -> Town:
        name, country, latitude, longitude, population, timezone, _ = self._lines[number].split(
            "\t"
        )
        return Town(name, country, float(latitude), float(longitude), int(population), timezone)


@cache
def gazetteer() -> Gazetteer:
    """Return the shipped gazetteer, read once per process."""
    return Gazetteer()


def within(country: str) -> frozenset[str]:
    """Return the codes under which GeoNames files a country's towns, overseas parts included."""
    return frozenset({country, *PARTS.get(country, ())})


PARTS: Mapping[str, tuple[str, ...]] = {
    "FR": ("GF", "GP", "MF", "MQ", "RE", "YT"),  # outermost regions with a code of their own
    "FI": ("AX",),
}


def _dominates(key: str, candidates: Sequence[Town]) -> bool:
    """Tell whether the first candidate, the one with most people, is plainly meant."""
    first, second = candidates[:2]
    if first.population >= DOMINANCE * max(second.population, 1):
        return True
    bearers = [town for town in candidates if folded(town.name) == key]
    return bearers == [first]


def _location(town: Town) -> Location:
    raw = asdict(town) | {"precision": PRECISION}
    return Location(town.label, (town.latitude, town.longitude), raw)


def _read(path: Path) -> tuple[list[str], dict[str, int], dict[str, list[int]]]:
    """Return the lines of the extract; for every folded name the first line, and any further.

    Plain numbers for the many names that one town bears keep reading fast.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()[1:]
    first: dict[str, int] = {}
    further: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        for key in line[line.rindex("\t") + 1 :].split("|"):
            if first.setdefault(key, number) != number:
                further.setdefault(key, []).append(number)
    return lines, first, further
