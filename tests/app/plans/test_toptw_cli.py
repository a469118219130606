"""The command `toptw`, as an operator calls it."""

import json
from pathlib import Path

from click.testing import CliRunner

from app.cli import main
from tests.planner.toptw_files import SQUARE, judge

SHORT = ["--tours", "2", "--seconds", "0.2"]


def test_routes_and_score_are_written_as_json(tmp_path: Path) -> None:
    file = tmp_path / "square.txt"
    file.write_text(SQUARE)

    called = CliRunner().invoke(main, ["toptw", str(file), *SHORT, "--json"])

    answer = json.loads(called.stdout)
    assert (called.exit_code, answer["instance"], answer["score"]) == (0, "square", 60)
    assert judge(SQUARE, answer["routes"], 2) == 60


def test_routes_and_score_are_written_for_people(tmp_path: Path) -> None:
    file = tmp_path / "square.txt"
    file.write_text(SQUARE)

    called = CliRunner().invoke(main, ["toptw", str(file), *SHORT])

    assert called.stdout.splitlines()[-1] == "score 60, bound 60"


def test_faults_are_named_by_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.txt"
    file.write_text(SQUARE.replace("20 60", "70 60"))

    called = CliRunner().invoke(main, ["toptw", str(file), *SHORT])

    sentence = f"{file}: line 5: the window is reversed: 70 is after 60\n"
    assert (called.exit_code, called.stderr) == (2, sentence)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\xff")

    called = CliRunner().invoke(main, ["toptw", str(file), *SHORT])

    assert (called.exit_code, called.stderr) == (2, f"{file}: this is not a text file\n")
