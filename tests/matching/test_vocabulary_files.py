"""The vocabulary's files: the shipped ones are whole, wrong ones refused with their line."""

import shutil
from pathlib import Path

import pytest

from matching.vocabulary import LANGUAGES, Vocabulary, VocabularyFault

SHIPPED = Path(__file__).parents[2] / "seeds" / "reference" / "vocabulary"


def test_every_shipped_concept_has_a_preferred_label_in_every_language() -> None:
    vocabulary = Vocabulary.load(SHIPPED)

    named = {(label.concept, label.language) for label in vocabulary.labels if label.preferred}

    assert named == {(concept, lang) for concept in vocabulary.concepts for lang in LANGUAGES}


def _copy(folder: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, folder / "vocabulary"))


def _faults(folder: Path) -> list[str]:
    with pytest.raises(VocabularyFault) as refused:
        Vocabulary.load(folder)
    return str(refused.value).split("\n")


def _append(file: Path, line: str) -> int:
    """Append a line and return its number."""
    text = file.read_text(encoding="utf-8") + line + "\n"
    file.write_text(text, encoding="utf-8")
    return text.count("\n")


def test_a_concept_without_a_language_is_refused(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    file = folder / "labels" / "fi.tsv"
    kept = [
        line
        for line in file.read_text(encoding="utf-8").split("\n")
        if not line.startswith("truck-driver\t")
    ]
    file.write_text("\n".join(kept), encoding="utf-8")

    assert _faults(folder) == [
        "labels/fi.tsv: The concept “truck-driver” has no label in this language."
    ]


@pytest.mark.parametrize(
    ("file", "line", "sentence"),
    [
        (
            "labels/fr.tsv",
            "no-such-thing\tchose",
            "There is no concept “no-such-thing” in concepts.tsv.",
        ),
        ("labels/pl.tsv", "bus-driver\t", "The cell “preferred” is empty."),
        (
            "concepts.tsv",
            "truck-driver\ttask\t8332\t1041\tH49\t4",
            "The concept “truck-driver” stands here a second time.",
        ),
        (
            "concepts.tsv",
            "x\tthing\t8332\t1041\tH49\t4",
            "A concept is an occupation or a task, not “thing”.",
        ),
        (
            "programmes.tsv",
            "FR\tfr\tBac pro X\ttruck-driver\t9",
            "“9” is not a whole number in its range.",
        ),
        (
            "programmes.tsv",
            "FR\tfr\tBac pro X\ttruck-driver\t4\t2020\t2010",
            "The programme “Bac pro X” ends before it begins.",
        ),
        (
            "programmes.tsv",
            "FR\tfr\tBac pro X\ttruck-driver\t4\t\t\tBac pro Y",
            "This country has no programme “Bac pro Y” that could follow.",
        ),
        (
            "generic.tsv",
            "sv\tutbildning",
            "The vocabulary is not kept in the language “sv”.",
        ),
        ("generic.tsv", "fr\tbac\tpro", "This line has 3 cells, not 2."),
    ],
)
def test_a_wrong_line_is_refused_with_its_file_and_number(
    tmp_path: Path, file: str, line: str, sentence: str
) -> None:
    folder = _copy(tmp_path)
    number = _append(folder / file, line)

    assert _faults(folder) == [f"{file}, line {number}: {sentence}"]


@pytest.mark.parametrize("column", ["isco", "isced_f", "nace", "profiles"])
def test_an_unknown_code_is_refused(tmp_path: Path, column: str) -> None:
    folder = _copy(tmp_path)
    file = folder / "concepts.tsv"
    heading, first, *rest = file.read_text(encoding="utf-8").split("\n")
    cells = first.split("\t")
    cells[heading.split("\t").index(column)] = "0815x"
    file.write_text("\n".join([heading, "\t".join(cells), *rest]), encoding="utf-8")

    scheme = "profile" if column == "profiles" else column
    sentence = f"There is no such code: {scheme} 0815x. The known codes are in codes.tsv."
    assert _faults(folder) == [f"concepts.tsv, line 2: {sentence}"]


def test_a_label_of_two_concepts_of_one_language_is_refused(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    file = folder / "labels" / "fr.tsv"
    lines = file.read_text(encoding="utf-8").rstrip("\n").split("\n")
    lines[-1] += " | Conducteur  ROUTIER"
    file.write_text("\n".join(lines), encoding="utf-8")

    sentence = "The label “Conducteur  ROUTIER” stands in this language already."
    assert _faults(folder) == [f"labels/fr.tsv, line {len(lines)}: {sentence}"]


def test_a_missing_file_and_a_file_that_is_no_text_are_refused(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    (folder / "generic.tsv").unlink()
    (folder / "labels" / "de.tsv").write_bytes(b"\xff\xfe\x00")

    assert [fault for fault in _faults(folder) if "has no label" not in fault] == [
        "labels/de.tsv: This file cannot be read as UTF-8 text.",
        "generic.tsv: This file is missing.",
    ]


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    (folder / "generic.tsv").write_text("phrase\tlanguage\n", encoding="utf-8")

    assert _faults(folder) == [
        "generic.tsv, line 1: The first line must name these columns: language, phrase."
    ]
