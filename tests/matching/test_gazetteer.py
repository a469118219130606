"""Towns are found by any of their names; what is ambiguous is asked, not guessed."""

import pytest
from geopy.location import Location
from hypothesis import given
from hypothesis import strategies as st

from matching.gazetteer import AmbiguousPlace, Gazetteer, Town, gazetteer, within
from matching.place_names import country_code, folded

FOUND = Gazetteer()


def the(query: str | dict[str, str]) -> Location:
    """Return the one place that is found."""
    place = FOUND.geocode(query)
    assert isinstance(place, Location)
    return place


def each(query: str) -> list[Location]:
    """Return all places that are found."""
    places = FOUND.geocode(query, exactly_one=False)
    assert isinstance(places, list)
    return places


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("Roanne, FR", "Roanne, FR"),
        ("Roanne", "Roanne, FR"),
        ("Seynod, FR", "Seynod, FR"),
        ("meru, fr", "Méru, FR"),
        ("Legnica, PL", "Legnica, PL"),
        ("Liegnitz, Pologne", "Legnica, PL"),
        ("KERAVA, Finland", "Kerava, FI"),
        ("Hameenlinna", "Hämeenlinna, FI"),
        ("Tavastehus, FI", "Hämeenlinna, FI"),
        ("Tampere, Finlande", "Tampere, FI"),
        ("Vic, ES", "Vic, ES"),
        ("Doetinchem, NL", "Doetinchem, NL"),
        ("Kehl, Deutschland", "Kehl, DE"),
        ("Fonte, IT", "Onè, IT"),
        ("'s-Gravenhage, NL", "The Hague, NL"),
        ("Poznan, PL", "Poznań, PL"),
        ("Athens, EL", "Athens, GR"),
        ("London, UK", "London, GB"),
        ("Fort-de-France, FR", "Fort-de-France, MQ"),
        ("Las Palmas de Gran Canaria, ES", "Las Palmas de Gran Canaria, ES"),
        ("Hanoi, VN", "Hanoi, VN"),
        ("Nouméa, NC", "Nouméa, NC"),
        ("Salamanca, ES", "Salamanca, ES"),
    ],
)
def test_a_town_is_found_by_any_of_its_names(query: str, label: str) -> None:
    assert the(query).address == label


def test_an_answer_is_the_point_of_a_town_and_says_so() -> None:
    place = the({"city": "Strasbourg", "country": "FR"})

    assert (place.latitude, place.longitude) == (48.58392, 7.74553)
    assert place.raw == {
        "name": "Strasbourg",
        "country": "FR",
        "latitude": 48.58392,
        "longitude": 7.74553,
        "population": 274845,
        "timezone": "Europe/Paris",
        "precision": "town",
    }


def test_a_name_that_several_towns_bear_is_asked_with_its_candidates() -> None:
    with pytest.raises(AmbiguousPlace, match="Vic may be any of: Vic, ES") as asked:
        FOUND.geocode("Vic")

    assert [town.label for town in asked.value.candidates] == [
        place.address for place in each("Vic")
    ]


def test_namesakes_of_one_country_are_asked_when_neither_dominates() -> None:
    with pytest.raises(AmbiguousPlace) as asked:
        FOUND.geocode("Hamm, DE")

    assert [town.population for town in asked.value.candidates][:2] == [178967, 37989]


def test_a_town_with_ten_times_the_people_of_its_namesakes_is_meant() -> None:
    names = [place.address for place in each("Frankfurt, DE")]

    assert names[:2] == ["Frankfurt am Main, DE", "Frankfurt (Oder), DE"]
    assert the("Frankfurt, DE").address == "Frankfurt am Main, DE"


def test_an_overseas_namesake_is_not_overlooked() -> None:
    with pytest.raises(AmbiguousPlace) as asked:
        FOUND.geocode("Saint-Denis, FR")

    assert {town.country for town in asked.value.candidates} == {"FR", "RE"}
    assert the("Saint-Denis, RE").raw["timezone"] == "Indian/Reunion"


@pytest.mark.parametrize(
    "query", ["Nowhere at all, FR", "Roanne, DE", "Roanne, Atlantis", "", ","]
)
def test_what_is_not_there_is_not_found(query: str) -> None:
    assert FOUND.geocode(query) is None
    assert FOUND.geocode(query, exactly_one=False) is None


def test_the_gazetteer_is_read_once() -> None:
    assert gazetteer() is gazetteer()


@given(st.sampled_from([FOUND.town(name, "FI") for name in ("Tampere", "Kerava", "Hämeenlinna")]))
def test_a_town_is_found_under_its_own_label(town: Town) -> None:
    assert town in FOUND.towns(town.name, town.country)


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@given(st.text(max_size=30), st.none() | st.text(max_size=5))
def test_any_text_is_found_or_not_but_never_fails(name: str, country: str | None) -> None:
    towns = FOUND.towns(name, country)

    assert all(
        country is None or town.country in within(country_code(country) or "") for town in towns
    )
