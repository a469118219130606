"""The service's linker follows the files."""

import shutil
from pathlib import Path

import pytest

from app.vocabulary.current import Current
from app.vocabulary.folders import SHIPPED
from matching.vocabulary import Label, Vocabulary, VocabularyFault
from matching.vocabulary.store import write_store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the shipped files, with the service's data beside it."""
    monkeypatch.setenv("NETINVET_DATA", str(tmp_path / "var"))
    return Path(shutil.copytree(SHIPPED, tmp_path / "vocabulary"))


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n") + text, encoding="utf-8")


def test_a_label_that_a_curator_adds_is_used_at_the_next_look(folder: Path) -> None:
    current = Current(folder, seconds=0)
    before = current.linker()

    append(folder / "labels" / "fr.tsv", " | poseur de lunes")

    assert current.linker() is not before
    assert current.linker() is current.linker()
    assert current.linker().link("poseur de lunes", "fr", top=1)[0].score == 1.0


def test_between_two_looks_the_files_are_left_alone(folder: Path) -> None:
    current = Current(folder, seconds=3600)
    before = current.linker()

    append(folder / "labels" / "fr.tsv", " | poseur de lunes")

    assert current.linker() is before


def test_a_fault_in_the_files_keeps_the_last_good_vocabulary(folder: Path) -> None:
    current = Current(folder, seconds=0)
    good = current.linker()

    append(folder / "labels" / "fr.tsv", "\nno-such-concept\tchose\n")

    assert current.linker() is good
    with pytest.raises(VocabularyFault):
        Current(folder).linker()


def test_what_esco_adds_is_linked_as_soon_as_it_is_loaded(folder: Path, tmp_path: Path) -> None:
    current = Current(folder, seconds=0)
    before = current.linker()

    nothing = Vocabulary(concepts={}, labels=())
    write_store(nothing, [Label("forklift-driver", "sv", "truckförare")], tmp_path / "var")

    assert "sv" not in before.vocabulary.languages
    assert current.linker().link("truckförare", "sv", top=1)[0].concept == "forklift-driver"
