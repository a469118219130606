"""Needs and offers for tests: every argument optional, and by default they suit each other."""

from datetime import date
from typing import Any

from matching.profiles import Cefr, Kind, LanguageLevel, Need, Offer, Period, Place

SPRING = Period(date(2027, 3, 1), date(2027, 4, 30))
TODAY = date(2026, 11, 23)
ENGLISH = (LanguageLevel("en", Cefr.B1),)
ROANNE = Place(latitude=46.04, longitude=4.07)
LEGNICA = Place(latitude=51.21, longitude=16.16)


def make_need(key: str = "need", **facts: Any) -> Need:  # noqa: ANN401 -- any field of a need
    usual: dict[str, Any] = {
        "organisation": "school",
        "country": "FR",
        "window": SPRING,
        "weeks": 4,
        "asked_on": TODAY,
        "learners": 2,
        "place": ROANNE,
        "concepts": {"warehouse": 1.0},
        "languages": ENGLISH,
    }
    return Need(key=key, **{**usual, **facts})


def make_offer(key: str = "offer", **facts: Any) -> Offer:  # noqa: ANN401 -- any field of an offer
    usual: dict[str, Any] = {
        "organisation": f"host of {key}",
        "country": "PL",
        "periods": (SPRING,),
        "places": 4,
        "place": LEGNICA,
        "concepts": {"warehouse": 1.0},
        "languages": {Kind.PLACEMENT: ENGLISH},
    }
    return Offer(key=key, **{**usual, **facts})
