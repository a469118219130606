"""Every daily rate and travel band of the tables, reckoned a second time in whole numbers."""

import csv
from dataclasses import replace
from itertools import product

import pytest

from app.grants.rules import Heading, Place
from app.grants.rules.reading import TABLES
from tests.app.grants.cases import BOOK, JOB_SHADOWING, LYON, judge

Row = dict[str, str]
KM_A_DEGREE = 111.195


def rows(name: str) -> list[Row]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


RATES = [
    row
    for row in rows("daily_rates.csv")
    if row["participant"] in {"staff", "learner"} and row["group"] in "123"
]
CALLS = {(row["call_year"], row["field"]) for row in rows("call_years.csv")}
BANDS = [row for row in rows("travel_bands.csv") if (row["call_year"], row["field"]) in CALLS]
ACTIVITY_DAYS = {"LM-LONG-VET": (90, 200), "LM-SHORT-VET": (10, 16), "LM-SKILL-VET": (1, 10)}


def country_in(row: Row, group: str) -> str:
    """Return an EU country of a group, not the sender's."""
    rules = BOOK.calls[row["call_year"], row["field"]]
    members = (land for land in rules.countries.values() if land.status == "EU")
    return next(land.code for land in members if land.group == group and land.code != "FR")


def reckoned(base: int, days: int) -> int:
    """Return whole euros: 14 days in full, then 70 % of the rate to the nearest whole euro."""
    later = (base * 7 + 5) // 10
    return base * min(days, 14) + later * max(days - 14, 0)


@pytest.mark.parametrize(
    "row",
    RATES,
    ids=lambda row: "-".join(row[name] for name in ("call_year", "activity", "group")),
)
@pytest.mark.parametrize("green", [False, True])
def test_every_daily_rate_is_paid_as_the_table_has_it(row: Row, *, green: bool) -> None:
    travel_days = 6 if green else 2
    for days, persons in product(ACTIVITY_DAYS.get(row["activity"], (2, 10)), (2, 3)):
        answer = judge(
            call_year=row["call_year"],
            field=row["field"],
            action="KA121" if row["field"] == "VET" else "KA131",
            activity=row["activity"],
            participant=row["participant"],
            destination=Place(country_in(row, row["group"]), 45.0, 10.0),
            activity_days=days,
            travel_days=travel_days,
            green=green,
            persons=persons,
        )

        support = answer.under(Heading.INDIVIDUAL_SUPPORT)
        expected = [
            persons * reckoned(int(row[bound]), days + travel_days)
            for bound in ("min_eur", "max_eur")
        ]
        assert [support.low, support.high] == expected


@pytest.mark.parametrize(
    "row", BANDS, ids=lambda row: "-".join(row[name] for name in ("call_year", "field", "min_km"))
)
def test_every_travel_band_is_paid_from_its_first_to_its_last_kilometre(row: Row) -> None:
    last = int(row["max_km"] or 9_000)
    staff = {"VET": ("KA121", "SM-TTA"), "HE": ("KA131", "HE-STT")}
    action, activity = staff[row["field"]]
    case = replace(
        JOB_SHADOWING,
        call_year=row["call_year"],
        field=row["field"],
        action=action,
        activity=activity,
        origin=Place("ES", -40.0, LYON.longitude),
    )

    for kilometres, green in product((int(row["min_km"]) + 0.1, last + 0.9), (False, True)):
        north = Place("FR", -40.0 + kilometres / KM_A_DEGREE, LYON.longitude)
        amount = judge(case, destination=north, green=green).under(Heading.TRAVEL)

        expected = (
            int(row["green_eur"] or row["standard_eur"]) if green else int(row["standard_eur"])
        )
        assert amount.exact == expected
