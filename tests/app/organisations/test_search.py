"""Searching the directory: every filter, its facets, accents, and the same answer as by hand."""

from random import Random

import pytest

from app.organisations.models import CefrLevel, OrganisationKind, Sector
from app.organisations.search import Entry, Point, SearchIn, minutes_between, search, speaks
from app.web.values import folded

COUNTRIES, LANGUAGES = ("FR", "PL", "FI"), ("en", "fr", "pl")


def make_entry(number: int = 1, **facts: object) -> Entry:
    usual: dict[str, object] = {
        "id": number,
        "key": f"o{number}",
        "name": f"Organisation {number}",
        "kind": OrganisationKind.SCHOOL,
        "country": "FR",
        "city": "Méru",
        "is_fictional": True,
        "is_stale": False,
        "point": Point(49.2, 2.1),
        "sectors": (Sector.TRANSPORT_LOGISTICS,),
        "languages": {"en": CefrLevel.B1},
        "programmes": (),
        "words": folded(f"Organisation {number} Méru"),
    }
    return Entry(**{**usual, **facts})  # type: ignore[arg-type]  # facts are what the test says


def asked(**filters: str) -> dict[str, object]:
    value: dict[str, object] = SearchIn().load(filters)
    return value


def names(entries: list[Entry], **filters: str) -> list[int]:
    return [entry.id for entry in search(entries, asked(**filters)).entries]


def test_a_search_finds_towns_without_their_accents() -> None:
    entries = [make_entry(1), make_entry(2, words="lyon")]

    assert names(entries, q="MERU organisation") == [1]


def test_a_language_is_found_at_its_level_and_above_and_an_unknown_level_is_not_no() -> None:
    known, unknown = make_entry(), make_entry(languages={"en": None})

    assert [
        speaks(known, "en", level) for level in (CefrLevel.A2, CefrLevel.B1, CefrLevel.B2)
    ] == [True, True, False]
    assert speaks(unknown, "en", CefrLevel.C2)
    assert not speaks(known, "fr", None)


def test_a_facet_counts_what_the_other_filters_leave() -> None:
    entries = [make_entry(1), make_entry(2, country="PL"), make_entry(3, languages={})]

    found = search(entries, asked(country="FR", language="en"))

    assert [entry.id for entry in found.entries] == [1]
    assert dict(found.facets["country"]) == {"FR": 1, "PL": 1}
    assert dict(found.facets["language"]) == {"en": 1}


def test_a_chosen_value_that_finds_nothing_is_still_shown_as_chosen() -> None:
    found = search([make_entry(1), make_entry(2, country="PL")], asked(country="FI"))

    assert found.entries == []
    assert dict(found.facets["country"]) == {"FR": 1, "PL": 1, "FI": 0}


def test_a_page_beyond_the_last_shows_the_last() -> None:
    entries = [make_entry(number) for number in range(1, 24)]

    found = search(entries, asked(page="99"))

    assert (found.page, found.pages, len(found.shown)) == (2, 2, 3)


def test_minutes_by_road_are_the_stated_estimate() -> None:
    paris, lyon = Point(48.8566, 2.3522), Point(45.764, 4.8357)

    assert minutes_between(paris, lyon) == pytest.approx(391.5 * 1.25, abs=2)
    assert minutes_between(paris, paris) == 0


def random_entry(lot: Random, number: int) -> Entry:
    return make_entry(
        number,
        kind=lot.choice(list(OrganisationKind)),
        country=lot.choice(COUNTRIES),
        sectors=tuple(lot.sample(list(Sector), lot.randint(0, 2))),
        languages={
            language: lot.choice([None, *CefrLevel])
            for language in lot.sample(LANGUAGES, lot.randint(0, 3))
        },
        point=lot.choice([None, Point(lot.uniform(45, 52), lot.uniform(0, 8))]),
        free_places=lot.choice([None, 0, 1, 4]),
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_thousand_organisations_are_filtered_as_by_hand(seed: int) -> None:
    lot = Random(seed)
    entries = [random_entry(lot, number) for number in range(1000)]
    centre = Point(49, 2)
    wanted = asked(
        sector=lot.choice(list(Sector)).value,
        language=lot.choice(LANGUAGES),
        level="B1",
        free_from="2027-03-01",
        minutes="150",
        learners="2",
    )

    found = {entry.id for entry in search(entries, wanted, centre).entries}

    by_hand = set()
    for entry in entries:
        if wanted["sector"] not in entry.sectors or wanted["language"] not in entry.languages:
            continue
        level = entry.languages[str(wanted["language"])]
        if level in (CefrLevel.A1, CefrLevel.A2) or (entry.free_places or 0) < 2:
            continue
        if entry.point and minutes_between(centre, entry.point) <= 150:
            by_hand.add(entry.id)
    assert found == by_hand
