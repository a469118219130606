"""The demo from nothing: filled, planned, published, and no different after a second time."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from app.demo import planning

TABLES = (
    "organisation",
    "need",
    "offer",
    "participant",
    "account",
    "plan_run",
    "plan_version",
    "shared_note",
)


def run_demo() -> str:
    result = CliRunner().invoke(main, ["demo", "--no-serve", "--port", "8765"])
    assert result.exit_code == 0, result.output
    return result.output


def counts(folder: Path) -> dict[str, int]:
    with closing(sqlite3.connect(folder / "netinvet.db")) as database:
        return {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in TABLES
        }


@pytest.mark.slow
def test_a_second_demo_adds_nothing_and_opens_the_same_doors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETINVET_DATA", str(tmp_path))
    monkeypatch.setenv("NETINVET_ENV", "demo")
    monkeypatch.setenv("NETINVET_BASE_URL", "")
    monkeypatch.setattr(planning, "SECONDS", 3)

    first = run_demo()
    filled = counts(tmp_path)
    second = run_demo()

    assert (filled["plan_run"], filled["plan_version"], filled["participant"]) == (1, 1, 176)
    assert counts(tmp_path) == filled
    for output in (first, second):
        ways = re.findall(r"http://127\.0\.0\.1:8765/(sign-in|i)/\S{43}", output)
        assert sorted(ways) == ["i", *["sign-in"] * 5]
    assert "Demo data imported: 0 rows new or changed." in second
