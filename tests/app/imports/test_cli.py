"""Spreadsheets from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from tests.builders.sheets import organisations_sheet


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a fresh service of its own in a folder."""
    monkeypatch.setenv("NETINVET_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NETINVET_ENV", "test")
    assert CliRunner().invoke(main, ["migrate"]).exit_code == 0
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.output


def test_a_sheet_goes_in_by_one_command_and_out_by_another(service: Path) -> None:
    sheet, back = service / "in.csv", service / "out.csv"
    sheet.write_bytes(organisations_sheet([{"key": "one"}, {"key": "two"}]))

    dry = run("import", "organisations", str(sheet), "--dry-run")
    first = run("import", "organisations", str(sheet))
    out = run("export", "organisations", "-o", str(back))
    second = run("import", "organisations", str(back))

    assert dry == (0, "2 rows: 2 new, 0 changed, 0 unchanged (dry run).\n")
    assert first == (0, "2 rows: 2 new, 0 changed, 0 unchanged.\n")
    assert out == (0, f"Written to {back}.\n")
    assert second == (0, "2 rows: 0 new, 0 changed, 2 unchanged.\n")


def test_faults_are_listed_and_nothing_is_written(service: Path) -> None:
    sheet = service / "in.csv"
    sheet.write_bytes(organisations_sheet([{"key": "one"}, {"key": "two", "oid": "1"}]))

    code, output = run("import", "organisations", str(sheet))

    assert code == 1
    assert output.splitlines() == [
        "Error: 1 faults, nothing was written.",
        "Row 3, oid: An OID such as E10012345 is expected.",
    ]
    sheet.write_bytes(organisations_sheet([{"key": "one"}]))
    assert run("import", "organisations", str(sheet))[1].startswith("1 rows: 1 new")


def test_a_sheet_of_an_edition_asks_for_it(service: Path) -> None:
    sheet = service / "in.csv"
    sheet.write_bytes(b"key\nx\n")

    assert run("import", "tours", str(sheet)) == (
        1,
        "Error: Please say to which edition of the forum this sheet belongs.\n",
    )
