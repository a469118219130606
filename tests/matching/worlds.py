"""The world in small, by lot: needs and offers that often, but not always, suit each other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from matching.profiles import (
    Accreditation,
    Asks,
    Cefr,
    Kind,
    LanguageLevel,
    Need,
    Offer,
    Period,
    Place,
    Record,
    Wanted,
)
from tests.matching.builders import TODAY

T = TypeVar("T")

COUNTRIES = ("FR", "PL", "NL", "FI")
LANGUAGES = ("en", "fr", "pl")
SCHEMES = ("charter", "label", "sbb")
FIELDS = ("1041", "1042", "104", "0416", "0413", "07")
CONCEPTS = ("warehouse", "forwarding", "customs", "sales")
ORGANISATIONS = ("host 0", "host 1", "host 2")
FIRST_DAY = date(2027, 1, 4)
FIRST_WEEK = 105_712


def random_need(lot: Random, key: str = "need") -> Need:
    window = _period(lot, shortest=21)
    return Need(
        key=key,
        organisation="school",
        country=lot.choice(COUNTRIES),
        window=window,
        weeks=lot.randint(1, min(6, len(window.weeks))),
        asked_on=TODAY,
        learners=lot.randint(1, 4),
        kind=lot.choice((Kind.PLACEMENT, Kind.PLACEMENT, Kind.STUDY)),
        place=_place(lot),
        sector=lot.choice((None, "logistics", "trade")),
        concepts=_concepts(lot),
        profile=lot.choice((None, "warehouse technician", "transport technician")),
        isced_field=lot.choice((None, *FIELDS)),
        eqf=lot.choice((None, 3, 4, 5)),
        languages=_languages(lot),
        minors=_flag(lot),
        host_family=lot.choice(list(Wanted)),
        abroad=_yes(lot),
        countries=_some(lot, COUNTRIES, 3) if _yes(lot) else frozenset(),
        max_kilometres=lot.choice((None, None, 500, 1500)),
        max_minutes=lot.choice((None, None, 300, 900)),
        minutes={key: lot.randint(0, 1500) for key in _some(lot, ("offer", "offer 0"), 2)},
        required=_some(lot, SCHEMES, 1) if lot.random() < 0.3 else frozenset(),
        wished=_some(lot, SCHEMES, 2),
        accreditations=_accreditations(lot),
        accompanied=_flag(lot),
        hosts_too=_flag(lot),
        record=_record(lot),
        met=dict.fromkeys(_some(lot, ORGANISATIONS, 1), "2023"),
    )


def random_offer(lot: Random, key: str = "offer") -> Offer:
    return Offer(
        key=key,
        organisation=lot.choice(ORGANISATIONS),
        country=lot.choice(COUNTRIES),
        periods=tuple(_period(lot) for _ in range(lot.randint(1, 2))),
        kinds=_some(lot, list(Kind), 2) or frozenset({Kind.PLACEMENT}),
        places=lot.choice((None, *range(9))),
        booked={
            FIRST_WEEK + lot.randint(0, 20): lot.randint(0, 4) for _ in range(lot.randint(0, 3))
        },
        place=_place(lot),
        sectors=_some(lot, ("logistics", "trade"), 2),
        concepts=_concepts(lot),
        profiles=_some(lot, ("warehouse technician", "sales"), 1),
        fields=_some(lot, FIELDS, 2),
        eqf_levels=_some(lot, range(3, 7), 2),
        languages={kind: _languages(lot) for kind in _some(lot, list(Kind), 2)},
        takes_minors=_flag(lot),
        host_family=_flag(lot),
        accreditations=_accreditations(lot),
        record=_record(lot),
        confirmed_on=None if _yes(lot) else TODAY - timedelta(days=lot.randint(-9, 900)),
        is_centre=_yes(lot),
        centres=tuple(sorted(_some(lot, ORGANISATIONS, 2))),
        stands_alone=_yes(lot),
        asks=_asks(lot),
    )


def random_pool(lot: Random, most: int = 6) -> list[Offer]:
    return [random_offer(lot, f"offer {number}") for number in range(lot.randint(0, most))]


def _asks(lot: Random) -> Asks:
    smallest = lot.choice((1, 1, 1, 2))
    return Asks(
        languages=_languages(lot) if _yes(lot) else (),
        eqf_levels=lot.choice((frozenset(), frozenset({4}), frozenset({4, 5}))),
        shortest_stay=lot.choice((1, 1, 2, 3)),
        smallest_group=smallest,
        largest_group=lot.choice((100, 100, smallest, smallest + 1)),
        accreditations=_some(lot, SCHEMES, 1) if lot.random() < 0.3 else frozenset(),
        concepts=_concepts(lot) if _yes(lot) else {},
        fields=_some(lot, FIELDS, 1),
        countries=_some(lot, COUNTRIES, 2),
        accompanied=_yes(lot),
        return_flow=_yes(lot),
    )


def _yes(lot: Random) -> bool:
    return lot.random() < 0.5


def _flag(lot: Random) -> bool | None:
    return lot.choice((None, False, True))


def _some(lot: Random, values: Sequence[T], most: int) -> frozenset[T]:
    return frozenset(lot.sample(values, lot.randint(0, most)))


def _concepts(lot: Random) -> dict[str, float]:
    return {one: lot.choice((0.1, 0.25, 0.5, 0.75, 1.0)) for one in _some(lot, CONCEPTS, 3)}


def _languages(lot: Random) -> tuple[LanguageLevel, ...]:
    spoken = lot.sample(LANGUAGES, lot.randint(0, 2))
    return tuple(LanguageLevel(one, lot.choice((None, *Cefr))) for one in spoken)


def _place(lot: Random) -> Place | None:
    if lot.random() < 0.2:
        return None
    return Place(latitude=lot.uniform(36, 65), longitude=lot.uniform(-9, 27))


def _period(lot: Random, shortest: int = 0) -> Period:
    first = FIRST_DAY + timedelta(days=lot.randint(0, 60))
    return Period(first, first + timedelta(days=lot.randint(shortest, 120)))


def _record(lot: Random) -> Record:
    done = lot.randint(0, 5)
    return Record(done=done, went_well=lot.randint(0, done))


def _accreditations(lot: Random) -> tuple[Accreditation, ...]:
    held = (Accreditation(scheme, _period(lot, 90)) for scheme in SCHEMES for _ in range(2))
    return tuple(one for one in held if _yes(lot))


def easy_need(lot: Random, key: str = "need") -> Need:
    """A need that few rules of its own stop: most offers of the world stay eligible."""
    return replace(
        random_need(lot, key),
        country="RO",
        window=Period(FIRST_DAY, FIRST_DAY + timedelta(days=200)),
        weeks=lot.randint(1, 2),
        learners=lot.randint(1, 2),
        kind=Kind.PLACEMENT,
        countries=frozenset(),
        max_kilometres=None,
        max_minutes=None,
        required=frozenset(),
    )
