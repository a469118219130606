"""What holds for every ranking, whatever the need and the offers."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings

from matching.eligibility import obstacles
from matching.interest import interested
from matching.matcher import Matcher
from matching.profiles import Cefr, Kind, LanguageLevel, Need, Offer, Period, Record
from matching.scoring import shown_points
from tests.matching.strategies import lots, needs, pools
from tests.matching.worlds import CONCEPTS, easy_need, random_offer


@given(needs, pools)
@settings(max_examples=200, deadline=None)
def test_offers_are_suggested_exactly_when_nothing_stands_in_the_way(
    need: Need, pool: list[Offer]
) -> None:
    suggested = {one.offer.key for one in Matcher().fit(pool).suggest(need)}

    assert suggested == {offer.key for offer in pool if not obstacles(need, offer)}


@given(lots)
@settings(max_examples=300, deadline=None)
def test_at_most_six_reasons_add_up_to_the_score(lot: Random) -> None:
    need, pool = easy_need(lot), [random_offer(lot, f"offer {number}") for number in range(4)]

    for found in Matcher().fit(pool).suggest(need):
        assert 0 <= found.score <= 1
        assert len(found.reasons) <= 6
        assert sum(one.points for one in found.reasons) == pytest.approx(found.score, abs=1e-9)
        assert sum(one.points for one in found.worth.details) == pytest.approx(
            found.score, abs=1e-9
        )


@given(lots)
@settings(max_examples=100, deadline=None)
def test_shown_points_add_up_without_any_tolerance(lot: Random) -> None:
    need, pool = easy_need(lot), [random_offer(lot, f"offer {number}") for number in range(4)]

    for found in Matcher().fit(pool).suggest(need):
        score, points = shown_points(found.worth)

        assert sum(points) == score == round(1000 * found.score)
        exact = [1000 * reason.points for reason in found.reasons]
        assert all(abs(one - other) < 1 for one, other in zip(points, exact, strict=True))


@given(lots)
@settings(max_examples=100, deadline=None)
def test_both_sides_see_their_pairs_in_the_same_order(lot: Random) -> None:
    needs = [easy_need(lot, f"need {number}") for number in range(4)]
    pool = [random_offer(lot, f"offer {number}") for number in range(6)]
    vetoes = [("school", "host 1")] if lot.random() < 0.5 else []
    matcher = Matcher(vetoes=vetoes).fit(pool)

    by_need = {
        (need.key, one.offer.key): one.score for need in needs for one in matcher.suggest(need)
    }
    by_offer = [
        [((one.need.key, offer.key), one.worth.score) for one in interested(matcher, offer, needs)]
        for offer in pool
    ]

    assert {pair: score for of_offer in by_offer for pair, score in of_offer} == by_need
    assert all(
        [score for _, score in of_offer] == sorted((score for _, score in of_offer), reverse=True)
        for of_offer in by_offer
    )


@given(lots)
@settings(max_examples=100, deadline=None)
def test_names_alphabet_and_order_of_import_change_no_ranking(lot: Random) -> None:
    need, pool = easy_need(lot), [random_offer(lot, f"offer {number}") for number in range(12)]
    shuffled = lot.sample(pool, len(pool))

    assert Matcher().fit(pool).suggest(need) == Matcher().fit(shuffled).suggest(need)


@given(lots)
@settings(max_examples=300, deadline=None)
def test_improving_one_fact_never_lowers_a_rank(lot: Random) -> None:
    need, pool = easy_need(lot), [random_offer(lot, f"offer {number}") for number in range(12)]
    improve = lot.choice(IMPROVEMENTS)
    chosen = lot.choice(pool)
    better = [improve(offer, lot) if offer is chosen else offer for offer in pool]

    before, after = (_ranks(need, offers) for offers in (pool, better))

    if chosen.key in before:
        assert after[chosen.key] <= before[chosen.key]


def _ranks(need: Need, offers: list[Offer]) -> dict[str, int]:
    return {one.offer.key: at for at, one in enumerate(Matcher().fit(offers).suggest(need))}


def _more_of_a_task(offer: Offer, lot: Random) -> Offer:
    """A first task is no improvement but news: what was not known becomes known."""
    if not offer.concepts:
        return offer
    return replace(offer, concepts={**offer.concepts, lot.choice(CONCEPTS): 1.0})


def _a_higher_level(offer: Offer, _: Random) -> Offer:
    raised = {
        kind: tuple(
            one if one.level is None else LanguageLevel(one.language, Cefr.C2) for one in spoken
        )
        for kind, spoken in offer.languages.items()
    }
    return replace(offer, languages=raised)


def _a_longer_period(offer: Offer, _: Random) -> Offer:
    first, *others = offer.periods
    return replace(offer, periods=(Period(first.first, first.moved(8).last), *others))


IMPROVEMENTS: list[Callable[[Offer, Random], Offer]] = [
    _more_of_a_task,
    _a_higher_level,
    _a_longer_period,
    lambda offer, _: replace(offer, places=None if offer.places is None else offer.places + 2),
    lambda offer, _: replace(offer, booked={}),
    lambda offer, _: replace(offer, takes_minors=True),
    lambda offer, _: replace(offer, host_family=True),
    lambda offer, _: replace(offer, kinds=frozenset(Kind)),
    lambda offer, _: replace(offer, eqf_levels=offer.eqf_levels and frozenset(range(1, 9))),
    lambda offer, _: replace(
        offer,
        record=Record(done=offer.record.done + 1, went_well=offer.record.went_well + 1),
    ),
]
