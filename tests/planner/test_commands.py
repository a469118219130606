"""The commands `plan` and `check-plan`, as an operator calls them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from planner import problem_text, write_problem
from tests.planner.examples import afternoon, make_host, make_problem


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    write_problem(afternoon(), tmp_path / "problem.json")
    return tmp_path / "problem.json"


def test_a_plan_is_written_and_found_sound(problem_file: Path) -> None:
    output = problem_file.with_name("plan.json")
    made = CliRunner().invoke(
        main, ["plan", str(problem_file), "-o", str(output), "--seconds", "1", "--seed", "2"]
    )
    assert (made.exit_code, made.stderr) == (0, "")
    checked = CliRunner().invoke(main, ["check-plan", str(problem_file), str(output)])
    assert (checked.exit_code, checked.stdout[:3]) == (0, "ok:")
    assert json.loads(output.read_text())["seed"] == 2


def test_a_broken_rule_is_named(problem_file: Path) -> None:
    output = problem_file.with_name("plan.json")
    CliRunner().invoke(main, ["plan", str(problem_file), "-o", str(output), "--seconds", "1"])
    record = json.loads(output.read_text())
    record["tours"][0]["return"] = record["tours"][0]["depart"]
    output.write_text(json.dumps(record))
    checked = CliRunner().invoke(main, ["check-plan", str(problem_file), str(output)])
    assert (checked.exit_code, checked.stdout) == (1, "bus: bus cannot be back by then.\n")


def test_a_wrong_objective_is_named(problem_file: Path) -> None:
    output = problem_file.with_name("plan.json")
    CliRunner().invoke(main, ["plan", str(problem_file), "-o", str(output), "--seconds", "1"])
    record = json.loads(output.read_text())
    record["objective"] += 1
    record["bound"] = None
    output.write_text(json.dumps(record))
    checked = CliRunner().invoke(main, ["check-plan", str(problem_file), str(output)])
    assert checked.exit_code == 1
    assert "The plan says objective" in checked.stdout


def test_a_faulty_file_is_refused_with_path_and_sentence(tmp_path: Path) -> None:
    record = json.loads(problem_text(afternoon()))
    record["hosts"][0]["place"] = "moon"
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(record))
    made = CliRunner().invoke(main, ["plan", str(file), "-o", str(tmp_path / "plan.json")])
    assert made.exit_code == 2
    assert made.stderr == f"{file}: $.hosts[0].place: The id “moon” is not defined.\n"


def test_what_is_impossible_is_named_before_the_search(tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    write_problem(make_problem(hosts=(make_host("h1", min_group=2),)), file)

    made = CliRunner().invoke(
        main, ["plan", str(file), "-o", str(tmp_path / "plan.json"), "--seconds", "1"]
    )

    said = "h1 wants at least 2 people; only 1 could come on one tour."
    assert made.stderr == f"{file}: impossible: $.hosts[0].min_group: {said}\n"
    assert made.exit_code == 0


GARBAGE = [
    b"",
    b"{",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"format": NaN}',
    b'{"tours": 1, "tours": 2}',
    b"9" * 10_000,
    b'"\\ud800"',
    b"null",
    b" " * 33_000_000,
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=[str(text[:12]) for text in GARBAGE])
def test_garbage_is_refused_by_both_commands(problem_file: Path, garbage: bytes) -> None:
    file = problem_file.with_name("garbage.json")
    file.write_bytes(garbage)

    for arguments in (
        ["plan", str(file), "-o", str(file.with_name("plan.json"))],
        ["check-plan", str(file), str(file)],
        ["check-plan", str(problem_file), str(file)],
    ):
        refused = CliRunner().invoke(main, arguments)
        assert refused.exit_code == 2
        assert refused.stderr.startswith(f"{file}: $")


def test_progress_can_be_read_by_machines(problem_file: Path) -> None:
    output = problem_file.with_name("plan.json")
    made = CliRunner().invoke(
        main, ["plan", str(problem_file), "-o", str(output), "--seconds", "1", "--json-progress"]
    )
    last = json.loads(made.stderr.splitlines()[-1])
    assert last.keys() == {"seconds", "objective", "bound", "gap", "phase", "plans_found"}
