"""Linking texts to the concepts of the shipped vocabulary: titles, noise, corrections, spaces."""

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.vocabulary import LANGUAGES, ConceptSpace, Label, Link, Linker, Vocabulary

SHIPPED = Path(__file__).parents[2] / "seeds" / "reference" / "vocabulary"
JUDGED = Path(__file__).parent / "data" / "titles_held_out.tsv"


@cache
def linker() -> Linker:
    """One linker for all tests: it is never changed."""
    return Linker(Vocabulary.load(SHIPPED))


def judged() -> list[dict[str, str]]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def groups(text: str, language: str) -> list[str]:
    concepts = linker().vocabulary.concepts
    return [concepts[link.concept].isco for link in linker().link(text, language, top=5)]


def test_titles_of_schools_and_firms_find_their_isco_group() -> None:
    found = [(set(row["isco"].split()), groups(row["text"], row["language"])) for row in judged()]

    first = sum(bool(right & set(said[:1])) for right, said in found) / len(found)
    five = sum(bool(right & set(said)) for right, said in found) / len(found)

    assert len(found) >= 200
    assert {row["language"] for row in judged()} == set(LANGUAGES)
    assert first >= 0.8
    assert five >= 0.97


def test_no_judged_title_was_tuned_on() -> None:
    tuned = (JUDGED.parent / "titles_tuning.tsv").read_text(encoding="utf-8").split("\n")[1:]

    seen = {tuple(line.split("\t")[:2]) for line in tuned if line}

    assert seen
    assert not seen & {(row["language"], row["text"]) for row in judged()}


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("Bac pro CTRM", "fr", "truck-driver"),
        ("BAC PRO CTRM", "fr", "truck-driver"),
        ("obsługa wózka widłowego", "pl", "forklift-operation"),
        ("obsluga wozka widlowego", "pl", "forklift-operation"),
        ("Kfz-Mechatroniker (m/w/d)", "de", "car-mechanic"),
        ("şofer de camion", "ro", "truck-driver"),
        ("șofer de camion", "ro", "truck-driver"),
        ("sofer de camion", "ro", "truck-driver"),
    ],
)
def test_a_text_names_the_same_concept_with_or_without_accents_case_and_diploma_words(
    text: str, language: str, concept: str
) -> None:
    assert linker().link(text, language, top=1)[0].concept == concept


def test_a_label_of_the_vocabulary_has_the_full_score() -> None:
    assert linker().link("cariste", "fr", top=1) == [Link("forklift-driver", "cariste", 1.0)]


def test_a_text_of_unknown_language_is_linked_with_a_lower_score() -> None:
    known = linker().link("Gabelstaplerfahrer", "de", top=1)[0]
    unknown = linker().link("Gabelstaplerfahrer", None, top=1)[0]

    assert unknown.concept == known.concept
    assert unknown.score < known.score


def test_several_texts_are_linked_as_each_alone() -> None:
    texts = ["cariste", "", "chauffeur routier"]

    together = linker().link_all(texts, "fr", top=3)

    assert together == [linker().link(text, "fr", top=3) for text in texts]


@pytest.mark.parametrize(
    "text",
    ["", "   ", "🚚🚚🚚", "سائق شاحنة", "运输", "12345", "!?…", "\x00\ufffd", "asdf qwer"],
)
@pytest.mark.parametrize("language", ["fr", "fi", None])
def test_a_text_without_any_word_of_the_field_has_no_sure_link(
    text: str, language: str | None
) -> None:
    assert [link for link in linker().link(text, language) if link.is_confident] == []


def test_texts_of_another_language_or_many_pages_are_linked_with_care() -> None:
    wrong = linker().link("kierowca samochodu ciężarowego", "fi", top=1)
    huge = linker().link("lorem ipsum dolor sit amet " * 100_000, "en")

    assert [link for link in wrong + huge if link.is_confident] == []


def test_letters_that_no_label_has_lower_the_score() -> None:
    near = linker().link("magazynier", "fr", top=1)[0]

    assert near.label == "magasinier"
    assert not near.is_confident


def test_a_mixed_text_names_what_both_languages_name() -> None:
    links = linker().link("cariste / Staplerfahrer", None, top=1)

    assert links[0].concept == "forklift-driver"


@given(st.text(max_size=200), st.sampled_from([*LANGUAGES, None, "xx"]))
@settings(max_examples=60, deadline=None)
def test_a_text_gets_distinct_concepts_by_falling_scores(text: str, language: str | None) -> None:
    links = linker().link(text, language)

    scores = [link.score for link in links]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({link.concept for link in links}) == len(links) <= 10


def test_a_correction_becomes_a_label() -> None:
    corrected = linker().vocabulary.with_labels([Label("truck-driver", "fr", "routard du bitume")])

    assert Linker(corrected).link("Routard du bitume", "fr", top=1) == [
        Link("truck-driver", "routard du bitume", 1.0)
    ]
    with pytest.raises(KeyError):
        corrected.with_labels([Label("no-such-concept", "fr", "rien")])


def test_the_texts_of_a_profile_become_weighted_concepts() -> None:
    weights = linker().concepts(["magazynier", "operator wózka widłowego"], "pl")

    assert weights["warehouse-clerk"] == weights["forklift-driver"] == 1.0
    assert all(0 < weight <= 1 for weight in weights.values())


def test_an_index_is_the_same_whatever_the_order_of_the_labels() -> None:
    vocabulary = linker().vocabulary
    turned = Vocabulary(
        concepts=dict(reversed([*vocabulary.concepts.items()])),
        labels=vocabulary.labels[::-1],
        programmes=vocabulary.programmes[::-1],
        generic=vocabulary.generic,
    )
    texts = [row["text"] for row in judged() if row["language"] == "pl"]

    found = [
        [(link.concept, link.score) for link in links]
        for links in Linker(turned).link_all(texts, "pl")
    ]

    assert found == [
        [(link.concept, link.score) for link in links] for links in linker().link_all(texts, "pl")
    ]


def test_a_profile_covers_a_concept_by_its_nearest_one() -> None:
    space = ConceptSpace(linker().vocabulary)
    profiles = space.matrix(
        [{"warehouse-clerk": 0.8, "truck-driver": 1.0}, {}, {"forklift-driver": 0.5, "unknown": 1}]
    )

    covered = space.coverage("warehouse-team-leader", profiles)

    assert covered == pytest.approx(np.array([0.64, 0, 0]))
    assert space.coverage("forklift-driver", profiles)[2] == pytest.approx(0.5)


def test_relatedness_is_the_same_both_ways_and_full_for_the_same() -> None:
    related = ConceptSpace(linker().vocabulary).related

    assert np.array_equal(related, related.T)
    assert set(related.diagonal()) == {1.0}
    assert related.max() <= 1.0
    assert related.min() >= 0.0


def test_a_further_concept_never_lowers_what_a_profile_covers() -> None:
    space = ConceptSpace(linker().vocabulary)
    small = space.matrix([{"warehouse-clerk": 0.6}])
    large = space.matrix([{"warehouse-clerk": 0.6, "bus-driver": 0.2}])

    for concept in space.ids:
        assert space.coverage(concept, large)[0] >= space.coverage(concept, small)[0]
