"""Finding entries that stand in a directory twice."""

from dataclasses import replace
from random import Random

import pytest

from matching.duplicates import Because, Entry, duplicates

TOWNS = {
    "FR": ("Roanne", "Méru", "Seynod", "Toulouse", "Lens"),
    "PL": ("Legnica", "Łódź", "Poznań", "Gdynia"),
    "DE": ("Köln", "Stuttgart", "Bremen", "Görlitz"),
    "ES": ("Madrid", "Málaga", "Gijón"),
}
KINDS = {
    "FR": ("Lycée", "Lycée professionnel", "Transports", "Logistique"),
    "PL": ("Zespół Szkół", "Technikum", "Transport", "Spedycja"),
    "DE": ("Berufskolleg", "Berufsschule", "Spedition", "Lagerhaus"),
    "ES": ("Instituto", "Centro de Formación", "Transportes", "Almacenes"),
}
NAMES = (
    "Élise Béranger", "Hugo Çelik", "Zoé Łukasik", "Dvořák", "Müller-Weiß", "Peña Blanca",
    "São Bento", "Sjöberg", "Kraków Główny", "Oberländer", "Saint-Exupéry", "Núñez",
    "Bjørnson", "Açores", "Fröhlich", "Jagiełło", "Ibáñez", "Théodore Rivière", "Ostrava",
    "Wiśniewska", "Großmann", "Île Verte", "Quintão", "Zürcher", "Périgord",
)  # fmt: skip


def directory() -> list[Entry]:
    """Return 300 entries, each another organisation: no name stands twice in a town."""
    every = [
        Entry(
            key=f"{country}-{town}-{kind}-{name}",
            name=f"{kind} {name}",
            country=country,
            city=town,
        )
        for country, towns in TOWNS.items()
        for town in towns
        for kind in KINDS[country]
        for name in NAMES
    ]
    chosen = Random(11).sample(every, 300)
    return [
        replace(entry, oid=f"E10{number:06}") if number % 3 == 0 else entry
        for number, entry in enumerate(chosen)
    ]


def spoilt(entry: Entry, way: int) -> Entry:
    """Return an entry as somebody else would have typed it."""
    plain = entry.name.translate(str.maketrans("éèçłřüßñãöóôøåêÉÇÎÀ", "eeclrusnaoooaaeECIA"))
    ways = (
        replace(entry, name=f"{entry.name} GmbH", oid=""),
        replace(entry, name=f"{plain.upper()} S.A.R.L.", oid=""),
        replace(entry, name=plain, oid=""),
        replace(entry, name=" ".join(reversed(entry.name.split())), oid=""),
        replace(entry, name=entry.name.replace("i", "", 1) + ", Sp. z o.o.", oid=""),
        replace(entry, name="Somebody else's words", oid="e10 888888"),
    )
    return replace(ways[way % len(ways)], key=f"twin of {entry.key}")


def test_of_20_planted_twins_among_300_at_least_18_are_proposed_and_3_at_most_are_false() -> None:
    entries = directory()
    originals = Random(4).sample(entries, 20)
    twins = [spoilt(entry, number) for number, entry in enumerate(originals)]
    with_oid = {twin.key.removeprefix("twin of ") for twin in twins if twin.oid}
    entries = [replace(e, oid="E10888888") if e.key in with_oid else e for e in entries]
    entries = [  # each official number belongs to one pair
        replace(e, oid=f"E2{n:07}") if e.oid == "E10888888" else e for n, e in enumerate(entries)
    ]
    numbers = {entry.key: entry.oid for entry in entries}
    twins = [
        replace(twin, oid=numbers[twin.key.removeprefix("twin of ")].lower()) if twin.oid else twin
        for twin in twins
    ]

    found = {frozenset((pair.one, pair.other)) for pair in duplicates([*entries, *twins])}

    planted = {frozenset((twin.key, twin.key.removeprefix("twin of "))) for twin in twins}
    assert len(found & planted) >= 18
    assert len(found - planted) <= 3


def test_the_order_of_the_entries_changes_nothing() -> None:
    entries = [*directory()[:60], *(spoilt(one, n) for n, one in enumerate(directory()[:9]))]

    assert duplicates(entries) == duplicates(entries[::-1])


PORT = Entry(
    key="a",
    name="Rotterdam Port and Shipping School",
    country="NL",
    city="Rotterdam",
    oid="E10000001",
)


@pytest.mark.parametrize(
    ("other", "because"),
    [
        (
            Entry(key="b", name="Rotterdam Port and Shipping-School B.V.", country="NL"),
            Because.SAME_NAME,
        ),
        (
            Entry(
                key="b", name="Rotterdam Port and Shiping School", country="NL", city="Rotterdam"
            ),
            Because.ALIKE,
        ),
        (Entry(key="b", name="Haven", country="NL", oid="e10000001"), Because.SAME_OID),
        (
            Entry(
                key="b", name="Rotterdam Port and Shipping School", country="NL", oid="E10000002"
            ),
            None,
        ),
        (
            Entry(key="b", name="Rotterdam Port and Shipping School", country="NL", city="Breda"),
            None,
        ),
        (
            Entry(
                key="b", name="Rotterdam Port and Shipping School", country="BE", city="Rotterdam"
            ),
            None,
        ),
        (
            Entry(
                key="b",
                name="Rotterdam Port and Shipping School 2",
                country="NL",
                city="Rotterdam",
            ),
            None,
        ),
    ],
)
def test_what_joins_and_what_keeps_apart(other: Entry, because: Because | None) -> None:
    found = [pair.because for pair in duplicates([PORT, other])]

    assert found == ([because] if because else [])


def test_two_firms_of_a_town_with_a_long_name_are_two() -> None:
    town = "Ludwigshafen am Rhein"
    firms = [
        Entry(key=name, name=f"{name} {town} (fictional)", country="DE", city=town)
        for name in ("Frahtis", "Vialonga")
    ]

    assert duplicates(firms) == []


def test_nothing_and_nameless_entries_are_no_error() -> None:
    assert duplicates([]) == []
    assert duplicates([Entry(key=key, name="…", country="FR", city=key) for key in "ab"]) == []
