"""Rows of the command that name several call years, or no activity."""

from pathlib import Path

import pytest

from tests.app.grants.test_cli import ROW, answers, run, write


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "mobilities.csv"


ANYBODY = {"activity_code": "", "participant_kind": "any", "start": "", "end": ""}


def test_what_differs_between_the_call_years_of_a_row_names_its_year(sheet: Path) -> None:
    write(sheet, ROW | ANYBODY | {"call_year": "2023 and 2026"})

    (row,) = answers(run(sheet))

    assert (row["eligible"], row["travel_eur"]) == ("yes", "275 (2023) / 309 (2026)")
    assert row["call_year"] == "2023 and 2026"
    assert row["reason"].endswith("only travel can be worked out. (2026)")


def test_a_call_year_of_several_that_is_not_loaded_stays_unknown(sheet: Path) -> None:
    write(sheet, ROW | ANYBODY | {"call_year": "2022-23 rates"})

    (row,) = answers(run(sheet))

    assert row["eligible"] == "unknown (2022) / yes (2023)"
    assert "Rules not loaded for call year 2022, field VET. (2022)" in row["reason"]


@pytest.mark.parametrize(
    ("changes", "eligible", "travel"),
    [
        ({}, "yes", "275"),
        ({"green": "yes"}, "unknown", ""),
        ({"destination_country": "FR", "destination_city": "Nancy"}, "no", ""),
        ({"destination_country": "VN", "destination_city": "Hanoi"}, "unknown", ""),
        ({"participant_kind": "staff"}, "unknown", "275"),
        ({"activity_code": "SM-TTA"}, "unknown", ""),
    ],
)
def test_a_call_of_which_two_bands_are_known_answers_for_travel_alone(
    sheet: Path, changes: dict[str, str], eligible: str, travel: str
) -> None:
    write(sheet, ROW | ANYBODY | {"call_year": "2021", "field": "YOUTH"} | changes)

    (row,) = answers(run(sheet))

    assert (row["eligible"], row["travel_eur"]) == (eligible, travel)
