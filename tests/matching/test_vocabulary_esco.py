"""ESCO's files: read in both forms, kept the same way each time, refused when malformed."""

import gzip
from pathlib import Path

import pytest

from matching.vocabulary import Concept, Kind, Label, Linker, Vocabulary, VocabularyFault
from matching.vocabulary.esco import BASE, read_release
from matching.vocabulary.store import read_added, read_store, write_store
from matching.vocabulary.widening import labels_added, release_linker

SHIPPED = Path(__file__).parents[2] / "seeds" / "reference" / "vocabulary"
FORKLIFT = "occupation/00000000-0000-0000-0000-00000000000a"
BAKER = "occupation/00000000-0000-0000-0000-00000000000b"
GROUP = "isco/C8344"


def pack(folder: Path, language: str, *lines: str) -> None:
    data = gzip.compress("\n".join(lines).encode())
    (folder / f"labels_1.0.0_{language}.tsv.gz").write_bytes(data)


def make_release(folder: Path) -> Path:
    """Invented labels in three languages, an occupation of the field and one outside it."""
    pack(
        folder,
        "fr",
        f"{FORKLIFT}\t001\tpilote de fourches",
        f"{FORKLIFT}\t000\tcariste",
        f"{BAKER}\t000\tboulanger",
        f"{GROUP}\t000\tconducteurs de chariots",
        "skill/123\t000\tlever des charges",
    )
    pack(folder, "pl", f"{FORKLIFT}\t000\toperator wózka widłowego", f"{BAKER}\t000\tpiekarz")
    pack(folder, "sv", f"{FORKLIFT}\t000\ttruckförare", f"{BAKER}\t000\tbagare")
    (folder / "esco_occupation_isco_nace.csv").write_text(
        f"concept_uri,isco,nace\n{BASE}{FORKLIFT},8344,52\n{BASE}{BAKER},7512,10\n",
        encoding="utf-8",
    )
    return folder


def test_label_files_become_concepts_with_their_groups(tmp_path: Path) -> None:
    release = read_release(make_release(tmp_path))

    assert release == Vocabulary(
        concepts={
            GROUP: Concept(id=GROUP, kind=Kind.OCCUPATION, isco="8344", broader=("isco/C834",)),
            FORKLIFT: Concept(
                id=FORKLIFT, kind=Kind.OCCUPATION, isco="8344", broader=(GROUP, "isco/C834")
            ),
            BAKER: Concept(
                id=BAKER, kind=Kind.OCCUPATION, isco="7512", broader=("isco/C7512", "isco/C751")
            ),
        },
        labels=(
            Label(GROUP, "fr", "conducteurs de chariots", preferred=True),
            Label(FORKLIFT, "fr", "cariste", preferred=True),
            Label(FORKLIFT, "fr", "pilote de fourches"),
            Label(FORKLIFT, "pl", "operator wózka widłowego", preferred=True),
            Label(FORKLIFT, "sv", "truckförare", preferred=True),
            Label(BAKER, "fr", "boulanger", preferred=True),
            Label(BAKER, "pl", "piekarz", preferred=True),
            Label(BAKER, "sv", "bagare", preferred=True),
        ),
    )


def test_the_official_files_name_concepts_by_their_whole_address(tmp_path: Path) -> None:
    (tmp_path / "occupations_fr.csv").write_text(
        "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels\n"
        f'Occupation,{BASE}{FORKLIFT},8344,cariste,"pilote de fourches\npousseur de palettes"\n',
        encoding="utf-8",
    )
    (tmp_path / "ISCOGroups_fr.csv").write_text(
        "conceptType,conceptUri,code,preferredLabel,altLabels\n"
        f"ISCOGroup,{BASE}{GROUP},8344,conducteurs de chariots,\n",
        encoding="utf-8",
    )

    release = read_release(tmp_path)

    assert release.concepts[BASE + FORKLIFT].broader == (BASE + GROUP, f"{BASE}isco/C834")
    assert release.labels == (
        Label(BASE + GROUP, "fr", "conducteurs de chariots", preferred=True),
        Label(BASE + FORKLIFT, "fr", "cariste", preferred=True),
        Label(BASE + FORKLIFT, "fr", "pilote de fourches"),
        Label(BASE + FORKLIFT, "fr", "pousseur de palettes"),
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"{BAKER}\t000", "This line has 2 cells, not 3."),
        ("baker\t000\tboulanger", "“baker” is not the address of an ESCO concept."),
        (f"{BAKER}\tfirst\tboulanger", "“first” is not a whole number in its range."),
        (f"{BAKER}\t000\t ", "The cell “label” is empty."),
    ],
)
def test_a_malformed_label_is_refused_with_file_and_line(
    tmp_path: Path, line: str, sentence: str
) -> None:
    pack(tmp_path, "fr", f"{FORKLIFT}\t000\tcariste", line)

    with pytest.raises(VocabularyFault) as refused:
        read_release(tmp_path)

    assert str(refused.value) == f"labels_1.0.0_fr.tsv.gz, line 2: {sentence}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "conceptUri,label\nx,y\n",
            (
                "line 1: The first line must name these columns: "
                "conceptUri, preferredLabel, altLabels."
            ),
        ),
        (
            "conceptUri,preferredLabel,altLabels\nx,y\n",
            "line 2: This line has more or fewer cells than the heading.",
        ),
        (
            f"conceptUri,preferredLabel,altLabels\n{BASE}{BAKER},,\n",
            "line 2: The cell “preferredLabel” is empty.",
        ),
        (
            'conceptUri,preferredLabel,altLabels\nx,"y\n',
            "line 2: This line is no CSV: unexpected end of data.",
        ),
    ],
)
def test_a_malformed_official_file_is_refused_with_its_line(
    tmp_path: Path, text: str, sentence: str
) -> None:
    (tmp_path / "occupations_fr.csv").write_text(text, encoding="utf-8")

    with pytest.raises(VocabularyFault) as refused:
        read_release(tmp_path)

    assert str(refused.value) == f"occupations_fr.csv, {sentence}"


def test_a_file_that_is_not_packed_and_a_folder_without_labels_are_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyFault) as nothing:
        read_release(tmp_path)
    (tmp_path / "labels_1_fr.tsv.gz").write_bytes(b"no gzip")
    with pytest.raises(VocabularyFault) as no_text:
        read_release(tmp_path)

    assert str(nothing.value) == f"{tmp_path}: No file of ESCO labels was found here."
    assert str(no_text.value) == "labels_1_fr.tsv.gz: This file cannot be read as UTF-8 text."


def test_what_is_stored_is_read_again_and_the_same_release_gives_the_same_bytes(
    tmp_path: Path,
) -> None:
    release = read_release(make_release(tmp_path))
    added = [Label("forklift-driver", "sv", "truckförare")]
    first, second = tmp_path / "first", tmp_path / "second"

    write_store(release, added, first)
    write_store(release, added, second)
    write_store(release, added, second)

    assert read_store(first) == release
    assert read_added(first) == added
    assert sorted(path.name for path in second.iterdir()) == [
        "esco.tsv.gz",
        "esco_labels.tsv.gz",
    ]
    for path in second.iterdir():
        assert path.read_bytes() == (first / path.name).read_bytes()


def test_nothing_is_read_where_nothing_was_stored(tmp_path: Path) -> None:
    assert read_store(tmp_path) is None
    assert read_added(tmp_path) == []


def test_all_concepts_of_the_release_are_ranked_by_address(tmp_path: Path) -> None:
    linker = release_linker(read_release(make_release(tmp_path)))

    assert [link.concept for link in linker.link("bagare", "sv")][:1] == [BAKER]
    assert [link.concept for link in linker.link("un cariste", "fr")][:2] == [FORKLIFT, GROUP]


def test_an_occupation_that_we_share_gives_its_labels_to_ours(tmp_path: Path) -> None:
    shipped = Vocabulary.load(SHIPPED)
    added = labels_added(shipped, read_release(make_release(tmp_path)))

    assert added == [
        Label("forklift-driver", "fr", "pilote de fourches"),
        Label("forklift-driver", "sv", "truckförare"),
    ]
    widened = Linker(shipped.with_labels(added))
    assert widened.link("truckförare", "sv", top=1)[0].concept == "forklift-driver"
