"""Every column that the command adds, reckoned a second time from the tables in whole numbers."""

import csv
import io
from functools import cache
from itertools import product
from math import asin, cos, floor, radians, sin, sqrt
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from app.grants.rules.reading import TABLES
from app.grants.sheet import COLUMNS

Row = dict[str, str]

TOWNS = {
    ("Roanne", "FR"): (46.03624, 4.06802),
    ("Strasbourg", "FR"): (48.58392, 7.74553),
    ("Kehl", "DE"): (48.57297, 7.81523),
    ("Legnica", "PL"): (51.21006, 16.1619),
    ("Helsinki", "FI"): (60.16952, 24.93545),
    ("Lisbon", "PT"): (38.72509, -9.1498),
}
STAFF, LEARNERS = ("staff", ("1", "4")), ("learner", ("1", "100", "130"))
VET = {
    "SM-JOB-SHDW": (*STAFF, ("1", "2", "14", "60", "61")),
    "SM-TTA": (*STAFF, ("2", "13", "365")),
    "SM-COUR-TRAIN": (*STAFF, ("5", "10", "12")),
    "LM-SHORT-VET": (*LEARNERS, ("9", "12", "89", "90")),
    "LM-LONG-VET": (*LEARNERS, ("89", "90")),
    "PREP-VISIT": ("staff", ("1", "3", "4"), ("3",)),
    "ACCOMPANYING": ("accompanying", ("1", "2"), ("5", "26")),
}
HE = {"HE-STA": (*STAFF, ("1", "2", "20", "61"))}
JOURNEYS = [
    (("Roanne", "FR"), ("Legnica", "PL")),
    (("Roanne", "FR"), ("Strasbourg", "FR")),
    (("Strasbourg", "FR"), ("Kehl", "DE")),
    (("Lisbon", "PT"), ("Helsinki", "FI")),
]
CALLS = [("2023", "VET"), ("2026", "VET"), ("2023", "HE"), ("2026", "HE"), ("2025", "VET")]
AMOUNTS = (
    *("travel_eur", "individual_support_eur", "other_eur", "total_eur"),
    *("org_support_eur", "low_eur", "high_eur"),
)
AGENCY = {"staff": 130, "learner": 71, "accompanying": 130}
"""What an agency might pay a day, whoever receives."""


@cache
def table(name: str, call: tuple[str, str]) -> list[Row]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if (row["call_year"], row["field"]) == call]


def rows() -> list[Row]:
    found = []
    for (year, field), (origin, destination) in product(CALLS, JOURNEYS):
        for activity, (kind, groups, lengths) in (VET if field == "VET" else HE).items():
            for persons, days, green in product(groups, lengths, ("no", "yes")):
                action = "KA121-VET" if field == "VET" else "KA131-HED"
                values = (year, field, action, activity, *origin, *destination, "", "", days)
                travel_days = "6" if green == "yes" else "2"
                cells = (*values, travel_days, green, kind, persons, "no")
                found.append(dict(zip(COLUMNS, cells, strict=True)))
    return found


def kilometres(row: Row) -> float:
    here = TOWNS[row["origin_city"], row["origin_country"]]
    there = TOWNS[row["destination_city"], row["destination_country"]]
    (north, east), (other_north, other_east) = (tuple(map(radians, p)) for p in (here, there))
    chord = sin((other_north - north) / 2) ** 2
    chord += cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * 6371 * asin(sqrt(chord))


def is_eligible(row: Row, call: tuple[str, str]) -> bool:
    limits = {one["activity"]: one for one in table("activities", call)}[row["activity_code"]]
    days, persons = int(row["activity_days"]), int(row["persons"])
    return (
        row["origin_country"] != row["destination_country"]
        and int(limits["min_days"] or 0) <= days <= int(limits["max_days"] or 9999)
        and persons <= int(limits["max_persons"] or 9999)
    )


def travel(row: Row, call: tuple[str, str]) -> tuple[str, int]:
    for band in table("travel_bands", call):
        if int(band["min_km"]) <= floor(kilometres(row)) <= int(band["max_km"] or 10**6):
            standard = band["standard_eur"]
            euros = (band["green_eur"] or standard) if row["green"] == "yes" else standard
            label = f"{band['min_km']}-{band['max_km']}" if band["max_km"] else "8000+"
            return label, int(euros)
    return "none", 0


def stay(base: int, days: int) -> int:
    return base * min(days, 14) + (base * 7 + 5) // 10 * max(days - 14, 0)


def bounds(row: Row, call: tuple[str, str], group: str) -> tuple[int, int]:
    wanted = ("*" if row["activity_code"] == "ACCOMPANYING" else row["activity_code"], group)
    for rate in table("daily_rates", call):
        of = (rate["activity"], rate["group"], rate["participant"])
        if of == (*wanted, row["participant_kind"]):
            return int(rate["min_eur"]), int(rate["max_eur"])
    raise AssertionError(wanted)


def other(row: Row, call: tuple[str, str]) -> int:
    costs = {one["item"]: one for one in table("unit_costs", call)}
    if row["activity_code"] == "PREP-VISIT":
        return int(costs["preparatory_visit"]["eur"])
    if row["activity_code"] == "LM-LONG-VET":
        return int(costs["reinforced_linguistic_support"]["eur"])
    if row["activity_code"] == "SM-COUR-TRAIN":
        most = int(costs["course_fee"]["cap_eur"] or 10**6)
        return min(int(costs["course_fee"]["eur"]) * int(row["activity_days"]), most)
    return 0


def organising(row: Row, call: tuple[str, str]) -> int:
    key = "KA131" if call[1] == "HE" else row["activity_code"]
    return sum(
        int(tier["eur"])
        for number in range(1, int(row["persons"]) + 1)
        for tier in table("organisational_support", call)
        if tier["activity"] == key
        and int(tier["from_participant"]) <= number <= int(tier["to_participant"] or 10**6)
    )


def reckoned(row: Row, *, with_rates: bool) -> Row:
    call = (row["call_year"], row["field"])
    groups = {one["country"]: one["group"] for one in table("countries", call)}
    distance, group = f"{kilometres(row):.2f}", groups.get(row["destination_country"], "")
    band, each = travel(row if groups else row | {"green": "no"}, call if groups else CALLS[1])
    found = dict.fromkeys(AMOUNTS, "")
    found |= {"distance_km": distance, "band": band, "receiving_group": group}
    if not groups or not is_eligible(row, call):
        return {"eligible": "no" if groups else "unknown", **found}
    persons, fixed = int(row["persons"]), other(row, call)
    days, supports = int(row["activity_days"]) + int(row["travel_days"]), (0, 0)
    if row["activity_code"] == "PREP-VISIT":
        each = 0
    else:
        low, high = bounds(row, call, group)
        supports = (persons * stay(low, days), persons * stay(high, days))
    found |= {
        "travel_eur": str(persons * each),
        "other_eur": str(persons * fixed),
        "org_support_eur": str(organising(row, call)),
        "low_eur": str(persons * (each + fixed) + supports[0]),
        "high_eur": str(persons * (each + fixed) + supports[1]),
    }
    if with_rates or supports[0] == supports[1]:
        support = persons * stay(AGENCY[row["participant_kind"]], days) if any(supports) else 0
        found["individual_support_eur"] = str(support)
        found["total_eur"] = str(persons * (each + fixed) + support)
    return {"eligible": "yes", **found}


def written(path: Path, lines: list[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return path


@pytest.mark.parametrize("with_rates", [False, True])
def test_every_added_column_is_what_the_tables_give(tmp_path: Path, *, with_rates: bool) -> None:
    given = rows()
    rates = [
        {
            **dict(zip(("call_year", "field"), call, strict=True)),
            "sending_country": country,
            "participant": kind,
            "group": group,
            "eur_per_day_1_14": str(AGENCY[kind]),
            "eur_per_day_from_15": "",
            "source_url": "https://agency.example/rates",
        }
        for call, country in product(CALLS, ("FR", "DE", "PT"))
        for kind, group in product(("staff", "learner"), "123")
    ]
    sheet = written(tmp_path / "given.csv", given)
    named = written(tmp_path / "rates.csv", rates) if with_rates else "none"

    result = CliRunner().invoke(main, ["grants", str(sheet), "--rates", str(named)])

    assert result.exit_code == 0, result.output
    answers = list(csv.DictReader(io.StringIO(result.stdout)))
    assert all(answer.pop("reason") for answer in answers)
    assert answers == [row | reckoned(row, with_rates=with_rates) for row in given]
