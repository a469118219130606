"""Read the tables of all call years from a folder of CSV files."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import TypeVar

from app.grants.rules.tables import (
    Action,
    Activity,
    Band,
    CallRules,
    Country,
    DailyRate,
    DayRules,
    MonthlyRate,
    RuleBook,
    Territory,
    Tier,
    UnitCost,
)

TABLES = Path(__file__).resolve().parents[3] / "seeds" / "reference" / "erasmus"

NOT_PRINTED = "?"
"""Stands for a green amount that the source leaves open."""

Row = dict[str, str]
T = TypeVar("T")
Key = tuple[str, str]


class BadTable(ValueError):
    """A row of a table cannot be read; the message names file, row and value."""


@cache
def read_book(folder: Path = TABLES) -> RuleBook:
    """Return the rules of every call year that `call_years.csv` names.

    Raises:
        OSError: a table is missing.
        BadTable: a row cannot be read.

    """
    activities = _by_call(folder, "activities.csv", _activity)
    actions = _by_call(folder, "actions.csv", _action)
    countries = _by_call(folder, "countries.csv", _country)
    bands = _by_call(folder, "travel_bands.csv", _band)
    daily = _by_call(folder, "daily_rates.csv", _daily)
    monthly = _by_call(folder, "monthly_rates.csv", _monthly)
    tiers = _by_call(folder, "organisational_support.csv", _tier)
    costs = _by_call(folder, "unit_costs.csv", _cost)
    calls = {
        key: CallRules(
            *key,
            days=days,
            activities={row.name: row for row in activities[key]},
            actions={row.name: row for row in actions[key]},
            countries={row.code: row for row in countries[key]},
            bands=tuple(sorted(bands[key], key=lambda band: band.min_km)),
            daily=tuple(daily[key]),
            monthly=tuple(monthly[key]),
            organisational=tuple(tiers[key]),
            unit_costs=tuple(costs[key]),
        )
        for key, (days,) in _by_call(folder, "call_years.csv", _days).items()
    }
    return RuleBook(
        calls,
        tuple(territory for _, territory in _rows(folder, "territories.csv", _territory)),
        {key: tuple(found) for key, found in bands.items() if key not in calls},
    )


def _by_call(folder: Path, name: str, read: Callable[[Row], T]) -> dict[Key, list[T]]:
    tables: dict[Key, list[T]] = defaultdict(list)
    for row, value in _rows(folder, name, read):
        tables[row["call_year"], row["field"]].append(value)
    return tables


def _rows(folder: Path, name: str, read: Callable[[Row], T]) -> Iterator[tuple[Row, T]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                yield row, read(row)
            except (KeyError, ValueError, InvalidOperation, AttributeError, TypeError) as error:
                raise BadTable(f"{name}, row {number}: {error!r}") from error


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _activity(row: Row) -> Activity:
    return Activity(
        name=row["activity"],
        participants=tuple(row["participants"].split(";")),
        min_days=_whole(row["min_days"]),
        max_days=_whole(row["max_days"]),
        min_months=_whole(row["min_months"]),
        max_months=_whole(row["max_months"]),
        min_days_fewer_opportunities=_whole(row["min_days_fewer_opportunities"]),
        min_days_outside=_whole(row["min_days_outside"]),
        min_persons=_whole(row["min_persons"]),
        max_persons=_whole(row["max_persons"]),
        outside={"yes": True, "no": False, "": None}[row["outside"]],
        incoming=row["incoming"] == "yes",
        travel=row["travel"] or "yes",
        rates=row["rates"] or row["activity"],
        notes=tuple(filter(None, row["notes"].split(";"))),
        source=row["source"],
    )


def _action(row: Row) -> Action:
    return Action(
        row["action"],
        row["outside"] == "yes",
        row["from_outside"] == "yes",
        _whole(row["max_participants"]),
        row["source"],
    )


def _country(row: Row) -> Country:
    return Country(row["country"], row["group"], row["status"], row["region"], row["source"])


def _band(row: Row) -> Band:
    standard, printed = Decimal(row["standard_eur"]), row["green_eur"] or row["standard_eur"]
    green = None if printed == NOT_PRINTED else Decimal(printed)
    return Band(int(row["min_km"]), _whole(row["max_km"]), standard, green, row["source"])


def _days(row: Row) -> DayRules:
    return DayRules(
        int(row["standard_travel_days"]),
        int(row["green_travel_days"]),
        row["travel_days_source"],
        int(row["full_rate_days"]),
        Decimal(row["later_percent"]) / 100,
        row["later_source"],
    )


def _daily(row: Row) -> DailyRate:
    return DailyRate(
        row["activity"],
        row["participant"],
        row["group"],
        int(row["from_day"]),
        Decimal(row["min_eur"]),
        Decimal(row["max_eur"]),
        row["source"],
    )


def _monthly(row: Row) -> MonthlyRate:
    low, high = Decimal(row["min_eur"]), Decimal(row["max_eur"])
    return MonthlyRate(row["activity"], row["relation"], low, high, row["source"])


def _tier(row: Row) -> Tier:
    first, last = int(row["from_participant"]), _whole(row["to_participant"])
    return Tier(row["activity"], first, last, Decimal(row["eur"]), row["source"])


def _cost(row: Row) -> UnitCost:
    return UnitCost(
        row["item"],
        tuple(filter(None, row["activities"].split(";"))),
        row["unit"],
        Decimal(row["eur"]),
        Decimal(row["cap_eur"]) if row["cap_eur"] else None,
        _whole(row["staff_min_days"]),
        row["source"],
    )


def _territory(row: Row) -> Territory:
    west = float(row["west_of_degrees"]) if row["west_of_degrees"] else None
    return Territory(row["code"], row["country"], row["kind"], west, row["source"])
