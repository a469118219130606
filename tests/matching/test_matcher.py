"""Suggestions by example."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matching.circles import Circle, circles
from matching.eligibility import Obstacle
from matching.matcher import Matcher
from matching.profiles import Asks, Cefr, Kind, LanguageLevel, Offer, Period
from tests.matching.builders import make_need, make_offer


def suggested(*offers: Offer, **facts: Any) -> list[str]:  # noqa: ANN401 -- any field of a need
    return [one.offer.key for one in Matcher().fit(offers).suggest(make_need(**facts))]


def test_an_offer_with_an_obstacle_is_never_suggested() -> None:
    home, abroad = make_offer("home", country="FR"), make_offer("abroad")

    assert suggested(home, abroad) == ["abroad"]
    assert Matcher().fit([home, abroad]).obstacle_counts(make_need()) == {Obstacle.NOT_ABROAD: 1}


def test_the_offer_with_the_wanted_task_comes_first() -> None:
    near = make_offer("near", concepts={"warehouse": 0.9})
    far = make_offer("far", concepts={"sales": 0.9})

    assert suggested(far, near) == ["near", "far"]


def test_a_common_b2_ranks_above_a_common_a2_and_unknown_stays_between() -> None:
    levels = {"low": Cefr.A2, "high": Cefr.B2, "unknown": None}
    offers = [
        make_offer(key, languages={Kind.PLACEMENT: (LanguageLevel("en", level),)})
        for key, level in levels.items()
    ]

    spoken = (LanguageLevel("en", Cefr.C1),)
    assert suggested(*offers, languages=spoken) == ["high", "unknown", "low"]


def test_a_host_asking_either_language_takes_learners_with_one_and_says_which() -> None:
    either = (LanguageLevel("en", Cefr.B1), LanguageLevel("fr", Cefr.A2))
    offer = make_offer(asks=Asks(languages=either), languages={})
    need = make_need(languages=(LanguageLevel("fr", Cefr.B2),))

    (found,) = Matcher().fit([offer]).suggest(need)

    (reason,) = [one for one in found.worth.details if one.code == "host.asked_language"]
    assert reason.parameters == {"language": "fr", "level": "B2"}


def test_placement_and_study_have_languages_of_their_own() -> None:
    offer = make_offer(
        kinds=frozenset(Kind),
        languages={
            Kind.PLACEMENT: (LanguageLevel("pl", Cefr.C2),),
            Kind.STUDY: (LanguageLevel("en", Cefr.B2),),
        },
    )

    assert suggested(offer, kind=Kind.PLACEMENT) == []
    assert suggested(offer, kind=Kind.STUDY) == ["offer"]


def test_a_booking_takes_places_in_its_own_weeks_only() -> None:
    stay = Period(date(2027, 3, 1), date(2027, 3, 26))
    first_week = stay.weeks.start
    booked = make_offer(places=2, booked={first_week + 3: 1})

    assert suggested(booked, window=stay, weeks=4) == []
    assert suggested(booked, window=stay, weeks=3) == ["offer"]


def test_a_veto_takes_the_pair_out_of_every_answer_whoever_said_it() -> None:
    need = make_need()
    suits, misses = make_offer("suits"), make_offer("misses", country="FR")
    both_ways = [("school", "host of suits"), ("host of misses", "school")]

    matcher = Matcher(vetoes=both_ways).fit([suits, misses])

    assert matcher.suggest(need) == []
    assert matcher.near_misses(need) == []
    assert matcher.obstacle_counts(need) == {}


def test_a_company_reached_only_through_a_refused_centre_is_not_suggested() -> None:
    beneath = make_offer("beneath", centres=("centre",), stands_alone=False)
    alone = make_offer("alone", centres=("centre",), stands_alone=True)

    matcher = Matcher(vetoes=[("school", "centre")]).fit([beneath, alone])

    assert [one.offer.key for one in matcher.suggest(make_need())] == ["alone"]


def test_a_centre_is_shown_with_the_companies_of_its_circle_beneath() -> None:
    centre = make_offer("centre", organisation="centre", is_centre=True, concepts={})
    beneath = make_offer("beneath", centres=("other", "centre"))
    alone = make_offer("alone", concepts={"warehouse": 0.2})

    found = Matcher().fit([centre, alone, beneath]).suggest(make_need())
    by_key = {one.offer.key: one for one in found}

    assert circles(found) == [
        Circle("centre", own=(by_key["centre"],), companies=(by_key["beneath"],)),
        Circle(None, own=(), companies=(by_key["alone"],)),
    ]


def test_one_fact_taken_back_costs_exactly_what_its_reason_states() -> None:
    offer = make_offer(takes_minors=True)
    need = make_need(minors=True)
    matcher = Matcher()

    (before,) = matcher.fit([offer]).suggest(need)
    (after,) = matcher.fit([replace(offer, takes_minors=None)]).suggest(need)

    (reason,) = [one for one in before.worth.details if one.code == "sender.minors"]
    assert before.score - after.score == pytest.approx(reason.loss, abs=1e-12)
    assert before.score > after.score
