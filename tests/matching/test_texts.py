"""The same need in another language finds the same hosts."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from matching.matcher import Matcher
from matching.profiles import Offer
from matching.texts import concepts_of, likeness_of
from matching.vocabulary import LANGUAGES, ConceptSpace, Linker, Vocabulary
from tests.matching.builders import make_need, make_offer

FOLDER = Path(__file__).parents[2] / "seeds" / "reference" / "vocabulary"
NEEDS = (
    {"fr": "Bac pro Logistique", "pl": "technik logistyk", "en": "Logistics technician"},
    {"fr": "cariste", "pl": "operator wózka widłowego", "en": "forklift driver"},
    {"fr": "conducteur routier", "pl": "kierowca ciężarówki", "en": "lorry driver"},
    {"fr": "déclarant en douane", "pl": "agent celny", "en": "customs declarant"},
    {"fr": "magasinier", "pl": "magazynier", "en": "storekeeper"},
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.load(FOLDER)


@pytest.fixture(scope="module")
def linker(vocabulary: Vocabulary) -> Linker:
    return Linker(vocabulary)


@pytest.fixture(scope="module")
def matcher(vocabulary: Vocabulary, linker: Linker) -> Matcher:
    """Four hundred offers, each written in one of the eleven languages."""
    lot = Random(5)
    names = {
        language: [label.text for label in vocabulary.names_in(language)] for language in LANGUAGES
    }
    return Matcher(likeness=likeness_of(ConceptSpace(vocabulary))).fit(
        [written(f"offer {number}", lot, names, linker) for number in range(400)]
    )


def written(key: str, lot: Random, names: Mapping[str, list[str]], linker: Linker) -> Offer:
    language = lot.choice(LANGUAGES)
    texts = lot.sample(names[language], 2)
    return make_offer(key, concepts=concepts_of(linker, texts, language))


def first_ten(matcher: Matcher, linker: Linker, text: str, language: str) -> set[str]:
    need = make_need(concepts=concepts_of(linker, [text], language))
    return {one.offer.key for one in matcher.suggest(need, limit=10)}


@pytest.mark.parametrize("texts", NEEDS, ids=lambda texts: texts["en"])
def test_the_same_need_in_french_polish_or_english_shares_seven_of_its_first_ten(
    matcher: Matcher, linker: Linker, texts: dict[str, str]
) -> None:
    french, polish, english = (
        first_ten(matcher, linker, texts[language], language) for language in ("fr", "pl", "en")
    )

    assert len(french & polish) >= 7
    assert len(french & english) >= 7
    assert len(polish & english) >= 7


def test_nine_of_ten_concepts_share_seven_of_ten_suggestions_whatever_the_language(
    vocabulary: Vocabulary, matcher: Matcher, linker: Linker
) -> None:
    shared = []
    for concept in sorted(vocabulary.concepts)[::4]:
        tops = [
            first_ten(matcher, linker, vocabulary.preferred(concept, language), language)
            for language in ("fr", "pl", "en")
        ]
        shared.append(min(len(tops[0] & tops[1]), len(tops[0] & tops[2]), len(tops[1] & tops[2])))

    assert sum(count >= 7 for count in shared) / len(shared) >= 0.9


def test_a_text_that_means_nothing_gives_no_concepts(linker: Linker) -> None:
    for text in ("", "😀😀", "שלום", "x" * 20_000):
        assert concepts_of(linker, [text], "fr").keys() <= linker.vocabulary.concepts.keys()
    assert concepts_of(linker, [""], "fr") == {}
