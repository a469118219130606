"""The columns answer as the plain functions do, to the last bit."""

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings

from matching.columns.ranking import best
from matching.columns.rules import eligible, obstacles_of_all
from matching.columns.scorer import Scorer
from matching.columns.selection import Query, Selection
from matching.columns.store import Columns
from matching.columns.values import HOST_ASKS, HOST_VALUES, SENDER_VALUES
from matching.criteria import Criterion
from matching.eligibility import Obstacle, first_obstacles, obstacles
from matching.matcher import Matcher
from matching.nearmiss import near_miss
from matching.pair import Pair
from matching.profiles import Need, Offer
from matching.scoring import score_value
from matching.sides import HOST_CRITERIA, SENDER_CRITERIA
from matching.ties import lot as lot_of
from matching.weights import HAND_SET_HOST, HAND_SET_SENDER, Weights
from tests.matching.builders import make_need, make_offer
from tests.matching.strategies import lots
from tests.matching.worlds import easy_need, random_need, random_offer

LIKENESS = {"warehouse": {"forwarding": 0.5, "customs": 0.35}, "forwarding": {"warehouse": 0.5}}


NOBODY = np.empty(0, np.intp)


def world(lot: Random) -> tuple[Need, list[Offer]]:
    need = lot.choice((random_need, easy_need))(lot)
    return need, [random_offer(lot, f"offer {number}") for number in range(lot.randint(0, 30))]


@given(lots)
@settings(max_examples=200, deadline=None)
def test_columns_find_the_obstacles_of_every_pair(lot: Random) -> None:
    need, offers = world(lot)

    standing = obstacles_of_all(Columns(offers), need)

    assert list(standing) == list(Obstacle)
    assert [
        [obstacle for obstacle, stands in standing.items() if stands[row]]
        for row in range(len(offers))
    ] == [obstacles(need, offer) for offer in offers]


@given(lots)
@settings(max_examples=200, deadline=None)
def test_columns_score_every_pair_to_the_last_bit(lot: Random) -> None:
    need, offers = world(lot)
    weights = Weights(
        "any",
        {one: lot.choice((0.0, 1.0, lot.random())) for one in HAND_SET_SENDER},
        {one: lot.choice((0.0, 1.0, lot.random())) for one in HAND_SET_HOST},
    )

    columns = Columns(offers)
    scorer = Scorer(Query(columns, need, LIKENESS), weights)

    found = (
        scorer.scores(Selection(columns, need, np.arange(len(offers)))) if offers else np.empty(0)
    )

    assert found.tolist() == [score_value(Pair(need, one, LIKENESS), weights) for one in offers]


@given(lots)
@settings(max_examples=200, deadline=None)
def test_suggestions_are_those_of_the_plain_functions_in_their_order(lot: Random) -> None:
    need, offers = world(lot)
    plain = {
        offer.key: score_value(Pair(need, offer, LIKENESS), Weights())
        for offer in offers
        if not obstacles(need, offer)
    }
    ranking = sorted(plain, key=lambda key: (-plain[key], lot_of(need.key, key)))

    found = Matcher(likeness=LIKENESS).fit(offers).suggest(need, limit=5)
    columns = Columns(offers)
    scorer = Scorer(Query(columns, need, LIKENESS), Weights())
    in_blocks = best(eligible(columns, need, NOBODY, block=4), scorer, columns.lots, 3)

    assert [(one.offer.key, one.score) for one in found] == [
        (key, plain[key]) for key in ranking[:5]
    ]
    assert [offers[row].key for row in in_blocks] == ranking[:3]


@given(lots)
@settings(max_examples=100, deadline=None)
def test_counts_and_near_misses_are_those_of_the_plain_functions(lot: Random) -> None:
    need, offers = world(lot)
    matcher = Matcher().fit(offers)

    assert matcher.obstacle_counts(need) == Counter(
        obstacle for offer in offers for obstacle in first_obstacles(need, offer).values()
    )
    misses = {offer.key: near_miss(need, offer) for offer in offers}
    assert {offer.key: miss for offer, miss in matcher.near_misses(need, limit=99)} == {
        key: miss for key, miss in misses.items() if miss
    }


def test_every_criterion_of_the_plain_tables_has_a_column() -> None:
    assert set(SENDER_VALUES) == set(SENDER_CRITERIA)
    assert set(HOST_VALUES) == set(HOST_ASKS) == set(HOST_CRITERIA)
    assert set(Criterion) == set(SENDER_CRITERIA) | set(HOST_CRITERIA)


def test_equals_are_ordered_by_their_lots_among_very_many() -> None:
    need = make_need()
    twins = [replace(make_offer(), key=f"twin {number}") for number in range(500)]

    found = Matcher().fit(twins).suggest(need, limit=20)

    by_lot = sorted((one.key for one in twins), key=lambda key: lot_of(need.key, key))
    assert [one.offer.key for one in found] == by_lot[:20]
