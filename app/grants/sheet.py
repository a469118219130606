"""Rows of a sheet of mobilities as cases; what cannot be read becomes a fault of its case."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from app.grants.rules import Case, Code, Place, Reason
from matching.gazetteer import AmbiguousPlace, Gazetteer
from matching.place_names import country_code

COLUMNS = (
    "call_year",
    "field",
    "action",
    "activity_code",
    "origin_city",
    "origin_country",
    "destination_city",
    "destination_country",
    "start",
    "end",
    "activity_days",
    "travel_days",
    "green",
    "participant_kind",
    "persons",
    "fewer_opportunities",
)
KINDS = {
    "accompanying person": "accompanying",
    "accompanying persons": "accompanying",
    "enterprise staff": "enterprise",
    "invited enterprise staff": "enterprise",
    "invited expert": "expert",
    "learners": "learner",
    "students": "student",
}
YES_OR_NO = {
    "yes": True,
    "no": False,
    "": False,
    "true": True,
    "false": False,
    "1": True,
    "0": False,
}
LAST_YEAR = 2100
T = TypeVar("T")


class CaseReader:
    """Reads one row after the other; places are looked up in a gazetteer."""

    def __init__(self, places: Gazetteer) -> None:
        self.places = places

    def read_calls(self, row: Mapping[str, str | None]) -> list[Case]:
        """Return the case of a row once for each call year that it names."""
        case = self.read(row)
        return [replace(case, call_year=year) for year in years_in(case.call_year)]

    def read(self, row: Mapping[str, str | None]) -> Case:
        """Return the case of a row with the columns `COLUMNS`; never fails."""
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        faults: list[Reason] = []
        doubts: list[Reason] = []

        def cell(name: str, read: Callable[[str], T], fault: Code, *, default: T) -> T:
            try:
                return read(cells[name])
            except (ValueError, KeyError):
                faults.append(Reason(fault, {"column": name, "value": cells[name]}))
                return default

        kind = cells["participant_kind"].casefold()
        return Case(
            call_year=cells["call_year"],
            field=cells["field"].upper(),
            action=cells["action"],
            activity=cells["activity_code"],
            participant=KINDS.get(kind, kind) or "any",
            origin=self._place(cells["origin_city"], cells["origin_country"], doubts),
            destination=self._place(
                cells["destination_city"], cells["destination_country"], doubts
            ),
            starts=cell("start", _day, Code.DATE_IMPOSSIBLE, default=None),
            ends=cell("end", _day, Code.DATE_IMPOSSIBLE, default=None),
            activity_days=cell("activity_days", _days, Code.NO_WHOLE_NUMBER, default=None),
            travel_days=cell("travel_days", _days, Code.NO_WHOLE_NUMBER, default=None) or 0,
            green=cell("green", _yes_or_no, Code.NO_YES_OR_NO, default=False),
            persons=cell("persons", _persons, Code.NO_WHOLE_NUMBER, default=1),
            fewer_opportunities=cell(
                "fewer_opportunities", _yes_or_no, Code.NO_YES_OR_NO, default=False
            ),
            faults=tuple(faults),
            doubts=tuple(doubts),
        )

    def _place(self, city: str, country: str, doubts: list[Reason]) -> Place:
        label = f"{city}, {country}"
        try:
            town = self.places.town(city, country or None)
        except AmbiguousPlace as asked:
            listed = "; ".join(
                f"{town.label} ({town.latitude:.2f}, {town.longitude:.2f})"
                for town in asked.candidates
            )
            doubts.append(Reason(Code.PLACE_AMBIGUOUS, {"place": label, "candidates": listed}))
            return Place(country_code(country) or country)
        if town is None:
            doubts.append(Reason(Code.PLACE_NOT_FOUND, {"place": label}))
            return Place(country_code(country) or country)
        return Place(town.country, town.latitude, town.longitude)


YEARS = re.compile(r"\b(20\d\d)(?:\s*[-–/]\s*(20\d\d|\d\d)\b)?", re.ASCII)
MOST_YEARS = 14
"""Two programme periods; a longer run of years is a slip."""


def years_in(text: str) -> list[str]:
    """Return the call years that a text names: "2023 and 2026", "2021-2023 rates", "2021-22".

    Any other text stands for itself.
    """
    found = list(dict.fromkeys(year for match in YEARS.finditer(text) for year in _run(match)))
    return found or [text]


def _run(match: re.Match[str]) -> Iterator[str]:
    first, until = int(match[1]), match[2]
    last = first if until is None else int(until if len(until) > 2 else f"20{until}")  # noqa: PLR2004 -- digits
    if last - first > MOST_YEARS:
        last = first
    yield from map(str, range(first, last + 1))


def _day(text: str) -> date | None:
    if not text:
        return None
    day = date.fromisoformat(text)
    if day.year > LAST_YEAR:
        raise ValueError(text)
    return day


def _days(text: str) -> int | None:
    if not text:
        return None
    return _whole(text, 0)


def _persons(text: str) -> int:
    return _whole(text or "1", 1)


def _whole(text: str, least: int) -> int:
    number = int(text)
    if not (text.isascii() and least <= number <= MOST):
        raise ValueError(text)
    return number


MOST = 10_000
"""No row has more days or persons; larger numbers are slips."""


def _yes_or_no(text: str) -> bool:
    return YES_OR_NO[text.casefold()]
