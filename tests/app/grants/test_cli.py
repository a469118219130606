"""The command `netinvet grants`: a sheet in, the same sheet with verdicts and amounts out."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cli import main
from app.grants.sheet import COLUMNS, CaseReader
from matching.gazetteer import gazetteer

DATA = Path(__file__).parent / "data" / "worked_examples.csv"
ROW = {
    "id": "1",
    "call_year": "2026",
    "field": "VET",
    "action": "KA121-VET",
    "activity_code": "SM-JOB-SHDW",
    "origin_city": "Lyon",
    "origin_country": "FR",
    "destination_city": "Barcelona",
    "destination_country": "ES",
    "start": "2026-10-12",
    "end": "2026-10-16",
    "activity_days": "5",
    "travel_days": "2",
    "green": "no",
    "participant_kind": "staff",
    "persons": "1",
    "fewer_opportunities": "",
}
ADDED = {
    "eligible": "yes",
    "distance_km": "530.95",
    "band": "500-1999",
    "receiving_group": "2",
    "travel_eur": "309",
    "individual_support_eur": "",
    "other_eur": "0",
    "total_eur": "",
    "org_support_eur": "350",
    "low_eur": "974",
    "high_eur": "1492",
}


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "mobilities.csv"


def write(
    path: Path, *rows: dict[str, str], encoding: str = "utf-8", delimiter: str = ","
) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["grants", *map(str, arguments)])


def answers(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_row_keeps_its_cells_and_gains_verdict_reason_and_amounts(sheet: Path) -> None:
    write(sheet, ROW)

    (row,) = answers(run(sheet))

    reason = row.pop("reason")
    assert row == ROW | ADDED
    assert "bounded by the guide’s range until the agency’s rate is entered" in reason
    assert "programme-guide-2026_en.pdf#page=99]" in reason


def test_the_columns_are_added_in_their_order_and_replace_older_answers(sheet: Path) -> None:
    write(sheet, ROW | {"total_eur": "7", "remark": "kept", "eligible": "maybe"})

    heading = run(sheet).stdout.partition("\n")[0].split(",")

    assert heading == [
        *ROW,
        "remark",
        *("eligible", "reason", "distance_km", "band", "receiving_group", "travel_eur"),
        *("individual_support_eur", "other_eur", "total_eur", "org_support_eur"),
        *("low_eur", "high_eur"),
    ]


def test_rates_given_as_a_file_settle_the_total(sheet: Path, tmp_path: Path) -> None:
    write(sheet, ROW)
    rates = tmp_path / "rates.csv"
    entered = {
        "call_year": "2026",
        "field": "VET",
        "sending_country": "FR",
        "participant": "staff",
        "group": "2",
        "eur_per_day_1_14": "150",
        "eur_per_day_from_15": "105",
        "source_url": "https://agency.example/rates",
    }
    write(rates, entered)

    (row,) = answers(run(sheet, "--rates", rates))

    expected = ADDED | {"individual_support_eur": "1050", "total_eur": "1359"}
    assert {name: row[name] for name in expected} == expected
    assert "https://agency.example/rates" in row["reason"]


def test_rates_that_were_seen_are_used_unless_none_are_wanted(sheet: Path) -> None:
    seen = {"call_year": "2024", "field": "HE", "action": "KA131-HED", "activity_code": "HE-STT"}
    write(sheet, ROW | seen | {"origin_city": "Opole", "origin_country": "PL"})

    (shipped,), (none,) = answers(run(sheet)), answers(run(sheet, "--rates", "none"))

    assert (shipped["total_eur"], none["total_eur"]) == (str(309 + 7 * 170), "")


def test_where_half_a_euro_goes_is_set(sheet: Path) -> None:
    write(
        sheet,
        ROW
        | {
            "activity_code": "SM-TTA",
            "activity_days": "15",
            "travel_days": "0",
            "end": "2026-10-26",
        },
    )

    low = [answers(run(sheet, "--ties", ties))[0]["low_eur"] for ties in ("up", "even")]

    assert low == [str(309 + 14 * 95 + 67), str(309 + 14 * 95 + 66)]


@pytest.mark.parametrize(
    ("changes", "eligible", "said"),
    [
        ({"end": "2026-02-30"}, "no", "“2026-02-30” in column end is no date"),
        ({"start": "12/10/2026"}, "no", "“12/10/2026” in column start is no date"),
        ({"end": "2026-10-11"}, "no", "lies before the start"),
        ({"persons": "two"}, "no", "“two” in column persons cannot be read"),
        ({"persons": "0"}, "no", "“0” in column persons cannot be read"),
        ({"green": "perhaps"}, "no", "“perhaps” in column green cannot be read"),
        ({"destination_city": "Nancy", "destination_country": "FR"}, "no", "goes abroad"),
        ({"activity_days": "61", "end": "2026-12-11"}, "no", "lasts at most 60 days"),
        ({"activity_code": "PREP-VISIT", "persons": "4"}, "no", "takes at most 3 persons"),
        ({"call_year": "2025"}, "unknown", "Rules not loaded for call year 2025, field VET."),
        ({"origin_city": "Nowhere"}, "unknown", "The place “Nowhere, FR” was not found."),
        ({"destination_city": "Hamm", "destination_country": "DE"}, "unknown", "may be any of"),
    ],
)
def test_bad_input_is_answered_with_a_sentence_and_nothing_is_lost(
    sheet: Path, changes: dict[str, str], eligible: str, said: str
) -> None:
    given_row = ROW | changes
    write(sheet, given_row, ROW)

    bad, good = answers(run(sheet))

    assert {name: bad[name] for name in ROW} == given_row
    assert (bad["eligible"], bad["total_eur"]) == (eligible, "")
    assert said in bad["reason"]
    assert good["eligible"] == "yes"


def test_the_sheet_may_come_from_excel(sheet: Path) -> None:
    row = ROW | {"origin_city": "Méru", "destination_city": "Kehl", "destination_country": "DE"}
    write(sheet, row, encoding="cp1252", delimiter=";")

    (answer,) = answers(run(sheet))

    assert (answer["origin_city"], answer["eligible"], answer["band"]) == (
        "Méru",
        "yes",
        "100-499",
    )


def test_the_answer_goes_to_a_file_where_one_is_named(sheet: Path, tmp_path: Path) -> None:
    write(sheet, ROW)
    output = tmp_path / "out.csv"

    result = run(sheet, "-o", output)

    assert (result.exit_code, result.stdout) == (0, "")
    assert output.read_text(encoding="utf-8") == run(sheet).stdout


def test_a_sheet_without_the_columns_is_refused_by_name(sheet: Path) -> None:
    write(sheet, {name: ROW[name] for name in ROW if name not in {"start", "persons"}})

    result = run(sheet)

    assert result.exit_code == 2
    assert "mobilities.csv: these columns are missing: start, persons" in result.stderr


def test_rates_that_cannot_be_read_are_refused_before_any_row(sheet: Path, tmp_path: Path) -> None:
    write(sheet, ROW)
    rates = tmp_path / "rates.csv"
    rates.write_text("call_year\n2026\n", encoding="utf-8")

    missing, faulty = run(sheet, "--rates", tmp_path / "no.csv"), run(sheet, "--rates", rates)

    assert [result.exit_code for result in (missing, faulty)] == [2, 2]
    assert "rates.csv: these columns are missing" in faulty.stderr


def test_cells_beyond_the_headings_are_reported(sheet: Path) -> None:
    write(sheet, ROW)
    sheet.write_text(sheet.read_text(encoding="utf-8").rstrip() + ",more,cells\n", "utf-8")

    result = run(sheet)

    assert result.stderr == "Row 2: left out, beyond the last heading: more, cells\n"
    assert answers(result)[0]["eligible"] == "yes"


def test_the_worked_examples_pass_through_the_command() -> None:
    rows = answers(run(DATA))

    with DATA.open(encoding="utf-8", newline="") as file:
        examples = list(csv.DictReader(file))
    assert [row["eligible"] for row in rows] == [row["expected_eligible"] for row in examples]
    assert [row["travel_eur"] for row in rows] == [row["travel_eur"] for row in examples]


def test_another_language_can_be_asked_for(sheet: Path) -> None:
    write(sheet, ROW | {"destination_city": "Nancy", "destination_country": "FR"})

    (row,) = answers(run(sheet, "--language", "de"))

    assert "Frankreich" in row["reason"]


def test_what_is_wanted_instead_is_said_in_the_language_asked_for(sheet: Path) -> None:
    write(sheet, ROW | {"persons": "two"}, ROW | {"green": "perhaps"})

    number, choice = (row["reason"] for row in answers(run(sheet, "--language", "fr")))

    assert number.endswith("illisible : donnez un nombre entier.")
    assert choice.endswith("illisible : écrivez « yes » ou « no ».")


texts = st.dictionaries(
    st.sampled_from(COLUMNS), st.text(max_size=12) | st.sampled_from(list(ROW.values()))
)


@given(texts)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_row_can_be_read(changes: dict[str, str]) -> None:
    case = CaseReader(gazetteer()).read(ROW | changes)

    assert case.persons >= 1
    assert case.travel_days >= 0
