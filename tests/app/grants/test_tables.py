"""The tables are data: a further call year needs no code, and a faulty row is named."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from app.grants.rules import (
    AgencyRate,
    AgencyRates,
    BadTable,
    Code,
    Reason,
    read_agency_rates,
    read_book,
)
from app.grants.rules.answers import Heading
from app.grants.rules.reading import TABLES
from app.grants.sentences import SENTENCES, sentence
from tests.app.grants.cases import BOOK, judge

RATES_HEADER = (
    "call_year,field,sending_country,participant,group,"
    "eur_per_day_1_14,eur_per_day_from_15,source_url,notes\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the tables, so that a test can change them."""
    return Path(shutil.copytree(TABLES, tmp_path / "tables"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_five_sets_of_rules_are_loaded() -> None:
    assert sorted(BOOK.calls) == [
        ("2023", "HE"),
        ("2023", "VET"),
        ("2024", "HE"),
        ("2026", "HE"),
        ("2026", "VET"),
    ]


def test_a_further_call_year_is_further_rows(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        added = [line.replace("2026,", "2031,", 1) for line in lines if line.startswith("2026,")]
        path.write_text("\n".join([*lines, *added]) + "\n", encoding="utf-8")
    change(folder / "travel_bands.csv", "2031,VET,500,1999,309,417", "2031,VET,500,1999,400,500")

    book = read_book(folder)

    assert judge(call_year="2031").verdict == "unknown"
    from_2031 = judge(call_year="2031", book=book)
    assert from_2031.under(Heading.TRAVEL).exact == 400
    assert judge(book=book) == judge()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("travel_bands.csv", "2023,VET,10,99,23", "2023,VET,ten,99,23"),
        ("daily_rates.csv", "SM-JOB-SHDW,staff,1,1,101,180", "SM-JOB-SHDW,staff,1,1,,180"),
        ("activities.csv", "SM-JOB-SHDW,staff,2,60", "SM-JOB-SHDW,staff,two,60"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(folder: Path, name: str, old: str, new: str) -> None:
    change(folder / name, old, new)

    with pytest.raises(BadTable, match=rf"{name}, row \d+"):
        read_book(folder)


def test_every_row_of_every_table_names_its_source() -> None:
    silent = []
    for path in TABLES.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                sources = [text for name, text in row.items() if "source" in name]
                if not sources or not all(sources):
                    silent.append((path.name, number))

    assert silent == []


def test_every_reason_has_a_sentence_and_every_sentence_a_reason() -> None:
    assert set(SENTENCES) == set(Code)


def test_a_sentence_is_filled_and_cites_its_page() -> None:
    reason = Reason(Code.OWN_COUNTRY, {"country": "FR"}, "guide, p. 1")

    assert sentence(reason) == (
        "A mobility goes abroad; start and destination are both in France. [guide, p. 1]"
    )


def test_rates_of_an_agency_are_read_with_their_source(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(RATES_HEADER + "2026,VET,FR,staff,2,150,,agency page,\n", encoding="utf-8")

    assert read_agency_rates(path) == AgencyRates(
        {("2026", "VET", "FR", "staff", "2"): AgencyRate(Decimal(150), None, "agency page")}
    )


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("2026,VET,FR,staff,2,much,,page,", "row 2: 'much' is no amount"),
        ("2026,VET,FR,staff,2,,,page,", "row 2: '' is no amount"),
        ("2026,VET,FR,staff,2,-1,,page,", "row 2: a rate must be above zero"),
        ("2026,VET,FR,staff,2,NaN,,page,", "row 2: a rate must be above zero"),
        ("2026,VET,FR,staff,2,Infinity,,page,", "row 2: a rate must be above zero"),
        ("2026,VET,FR,staff,2,150,0,page,", "row 2: a rate must be above zero"),
        ("2026,VET,FR,staff,2,150,,,", "row 2: the source of the rate is missing"),
    ],
)
def test_a_rate_that_cannot_be_right_is_refused(tmp_path: Path, row: str, fault: str) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(RATES_HEADER + row + "\n", encoding="utf-8")

    with pytest.raises(BadTable, match=fault):
        read_agency_rates(path)


def test_a_file_of_rates_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("call_year,field\n2026,VET\n", encoding="utf-8")

    with pytest.raises(BadTable, match="these columns are missing: sending_country, participant"):
        read_agency_rates(path)
