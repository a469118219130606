"""The worked examples hold: with the agency's rate to the euro, without it as a bound."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from app.grants.rules import (
    AgencyRate,
    AgencyRates,
    Case,
    Estimate,
    Heading,
    Settings,
    Verdict,
    estimate,
    read_agency_rates,
    read_book,
)
from app.grants.rules.reading import TABLES
from app.grants.sheet import CaseReader
from matching.gazetteer import gazetteer

BOOK = read_book()
DATA = Path(__file__).parent / "data" / "worked_examples.csv"
with DATA.open(encoding="utf-8", newline="") as file:
    EXAMPLES = list(csv.DictReader(file))
READER = CaseReader(gazetteer())
AMOUNTS = {
    "travel_eur": Heading.TRAVEL,
    "individual_support_eur": Heading.INDIVIDUAL_SUPPORT,
    "other_eur": Heading.OTHER,
    "org_support_eur": Heading.ORGANISATIONAL_SUPPORT,
}

Row = dict[str, str]
judged = [row for row in EXAMPLES if row["activity_code"]]
fundable = [row for row in judged if row["expected_eligible"] == "yes"]
bounded = [row for row in fundable if row["rate_basis"].startswith("guide range")]
fixed = [row for row in fundable if row["rate_basis"].startswith("fixed")]


def by_id(row: Row) -> str:
    return row["id"]


def settled(answer: Estimate) -> Row:
    """Return the amounts under each heading, nothing of it being 0."""
    return {
        column: str(
            sum(line.amount.exact or 0 for line in answer.lines if line.heading is heading)
        )
        for column, heading in AMOUNTS.items()
    }


def expected(row: Row) -> Row:
    return {column: row[column] or "0" for column in AMOUNTS}


def with_its_rate(row: Row, case: Case) -> Settings:
    """Return settings that hold the rate of an example as if its agency had fixed it."""
    call = (row["call_year"], row["field"])
    key = (*call, row["origin_country"], row["participant_kind"], row["receiving_group"])
    rate = AgencyRate(Decimal(row["base_rate_eur"]), None, row["source_url"])
    assert case.persons == int(row["persons"])
    return Settings(AgencyRates({key: rate}))


@pytest.mark.parametrize("row", EXAMPLES, ids=by_id)
def test_distance_and_band_are_those_of_the_example(row: Row) -> None:
    answer = estimate(READER.read(row), BOOK)

    assert answer.kilometres == pytest.approx(float(row["expected_distance_km"]), abs=0.005)
    assert answer.band == row["band"]


@pytest.mark.parametrize("row", judged, ids=by_id)
def test_verdict_and_group_are_those_of_the_example(row: Row) -> None:
    answer = estimate(READER.read(row), BOOK)

    assert (answer.verdict, answer.group) == (row["expected_eligible"], row["receiving_group"])
    assert bool(answer.lines) == (answer.verdict is Verdict.YES)


@pytest.mark.parametrize("row", bounded, ids=by_id)
def test_with_the_agencys_rate_every_amount_is_exact(row: Row) -> None:
    case = READER.read(row)

    answer = estimate(case, BOOK, with_its_rate(row, case))

    assert settled(answer) == expected(row)
    assert answer.project.exact == Decimal(row["total_eur"])


@pytest.mark.parametrize("row", bounded, ids=by_id)
def test_without_the_agencys_rate_the_example_is_a_bound(row: Row) -> None:
    total = estimate(READER.read(row), BOOK).project

    bound = total.low if row["rate_basis"].endswith("minimum") else total.high
    assert (total.exact, bound) == (None, Decimal(row["total_eur"]))
    assert total.low is not None
    assert total.high is not None
    assert total.low < total.high


@pytest.mark.parametrize("row", fixed, ids=by_id)
def test_where_the_guide_fixes_the_rate_no_agency_is_needed(row: Row) -> None:
    answer = estimate(READER.read(row), BOOK)

    total = Decimal(row["total_eur"])
    assert settled(answer) == expected(row)
    assert answer.project == type(answer.project).of(total)


def test_a_rate_seen_at_an_agency_is_shipped_with_its_source() -> None:
    row = next(row for row in EXAMPLES if row["rate_basis"].startswith("Polish NA rate"))
    agency = read_agency_rates(TABLES / "agency_rates.csv")

    answer = estimate(READER.read(row), BOOK, Settings(agency))

    assert settled(answer) == expected(row)
    sources = [line.reason.source for line in answer.lines]
    assert row["source_url"] in sources
    assert "" not in sources


def test_every_example_is_put_to_use() -> None:
    used = {by_id(row) for row in (*bounded, *fixed)}
    refused = {by_id(row) for row in judged if row["expected_eligible"] == "no"}
    travel_only = {by_id(row) for row in EXAMPLES if not row["activity_code"]}

    assert used | refused | travel_only | {"W33"} == {by_id(row) for row in EXAMPLES}
