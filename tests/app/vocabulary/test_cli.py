"""The commands `netinvet link` and `netinvet vocabulary`."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main

FORKLIFT = "occupation/00000000-0000-0000-0000-00000000000a"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the service keep its data in a folder of the test."""
    monkeypatch.setenv("NETINVET_DATA", str(tmp_path / "var"))
    return tmp_path / "var"


def run(*arguments: str, typed: str | bytes = "") -> Result:
    return CliRunner().invoke(main, arguments, input=typed)


def pack(folder: Path, *lines: str) -> Path:
    folder.mkdir()
    (folder / "labels_1.0.0_fr.tsv.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    return folder


def test_each_line_is_linked_with_its_number_and_ranks() -> None:
    done = run("link", "--lang", "fr", "--top", "2", typed="cariste\r\n\nconducteur routier")

    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [row[:2] for row in rows] == [["1", "1"], ["1", "2"], ["3", "1"], ["3", "2"]]
    assert rows[0][2:] == ["forklift-driver", "cariste", "1.0000"]
    assert rows[2][2:] == ["truck-driver", "conducteur routier", "1.0000"]


def test_nothing_and_what_is_no_text_are_linked_to_nothing() -> None:
    assert run("link", "--lang", "fr", typed="").stdout == ""
    assert run("link", typed=b"\xff\xfe\xfa\n").stdout == ""


def test_linking_does_not_need_flask() -> None:
    code = "import sys, app.vocabulary.cli; sys.exit('flask' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_shipped_files_are_without_fault() -> None:
    done = run("vocabulary", "check")

    assert (done.exit_code, done.stdout[-10:]) == (0, "no fault.\n")


def test_a_wrong_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    done = run("vocabulary", "check", str(tmp_path))

    assert done.exit_code == 1
    assert "concepts.tsv: This file is missing.\n" in done.stderr


def test_esco_is_ranked_once_it_is_loaded(tmp_path: Path, data_folder: Path) -> None:
    folder = pack(tmp_path / "esco", f"{FORKLIFT}\t000\tcariste")
    before = run("link", "--esco", "--lang", "fr", typed="cariste")

    loaded = run("vocabulary", "import-esco", str(folder))
    after = run("link", "--esco", "--lang", "fr", typed="cariste")

    assert before.exit_code == 2
    assert "ESCO is not loaded" in before.stderr
    assert loaded.stdout == (
        f"1 concepts, 1 labels in 1 languages (fr), kept in {data_folder / 'esco.tsv.gz'}; "
        "0 of the labels now also name concepts of the field.\n"
        "This service uses the ESCO classification of the European Commission.\n"
    )
    assert after.stdout.split("\t")[:4] == ["1", "1", FORKLIFT, "cariste"]


def test_a_malformed_release_changes_nothing(tmp_path: Path, data_folder: Path) -> None:
    run("vocabulary", "import-esco", str(pack(tmp_path / "right", f"{FORKLIFT}\t000\tcariste")))
    kept = {path.name: path.read_bytes() for path in data_folder.iterdir()}

    wrong = pack(tmp_path / "wrong", f"{FORKLIFT}\tcariste")
    done = run("vocabulary", "import-esco", str(wrong))

    assert done.exit_code == 1
    assert done.stderr == "labels_1.0.0_fr.tsv.gz, line 1: This line has 2 cells, not 3.\n"
    assert {path.name: path.read_bytes() for path in data_folder.iterdir()} == kept
