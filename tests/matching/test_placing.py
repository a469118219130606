"""Placing many needs at once."""

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings

from matching.assignment import Stay, chosen_stays
from matching.candidates import LEAST_EXPOSURE, Candidate, candidates, possible_stays
from matching.eligibility import obstacles
from matching.matcher import Matcher
from matching.pair import Pair
from matching.placing import Placing, placing
from matching.profiles import Need, Offer, Period, week_of
from matching.scoring import score_value
from matching.serving import served
from matching.weights import Weights
from tests.matching.builders import SPRING, make_need, make_offer
from tests.matching.strategies import lots
from tests.matching.worlds import easy_need, random_offer

FOUR_WEEKS = Period(SPRING.first, SPRING.first.replace(day=26))


def world(lot: Random, needs: int, offers: int) -> tuple[list[Need], list[Offer]]:
    return (
        [easy_need(lot, f"need {number}") for number in range(needs)],
        [random_offer(lot, f"offer {number}") for number in range(offers)],
    )


def faults(found: Placing, needs: list[Need], offers: list[Offer]) -> list[str]:
    """Judge a placing week by week, trusting nobody."""
    need_of = {need.key: need for need in needs}
    offer_of = {offer.key: offer for offer in offers}
    taken: dict[tuple[str, int], list[int]] = defaultdict(list)
    wrong = []
    for one in found.placed:
        need, offer = need_of[one.need], offer_of[one.offer]
        first = week_of(one.starts_on)
        weeks = range(first, first + one.weeks)
        if obstacles(need, offer):
            wrong.append(f"{one.need} is not eligible at {one.offer}")
        if one.weeks != need.weeks or not set(weeks) <= set(need.window.weeks):
            wrong.append(f"{one.need} stays at the wrong time")
        for week in weeks:
            taken[one.offer, week].append(need.learners)
    for (key, week), groups in taken.items():
        places = offer_of[key].free_places(week)
        if (len(groups) > 1) if places is None else sum(groups) > places:
            wrong.append(f"{key} is too full in week {week}")
    if sorted([one.need for one in found.placed] + list(found.unplaced)) != sorted(need_of):
        wrong.append("a need is lost or placed twice")
    return wrong


def best_by_trying(needs: list[Need], offers: list[Offer]) -> float:
    """Try every way to give each need a stay, or none."""
    options: list[list[tuple[float, str, range, Need] | None]] = []
    for need in needs:
        mine: list[tuple[float, str, range, Need] | None] = [None]
        for offer in offers:
            if obstacles(need, offer):
                continue
            score = score_value(Pair(need, offer), Weights())
            pair = Candidate(need, offer, score, score, score)
            mine += [(score * need.learners, offer.key, w, need) for w in possible_stays(pair)]
        options.append(mine)
    offer_of = {one.key: one for one in offers}
    return max(
        sum(one[0] for one in chosen if one)
        for chosen in product(*options)
        if _fits([one for one in chosen if one], offer_of)
    )


def _fits(chosen: list[tuple[float, str, range, Need]], offer_of: dict[str, Offer]) -> bool:
    taken: dict[tuple[str, int], list[int]] = defaultdict(list)
    for _, key, weeks, need in chosen:
        for week in weeks:
            taken[key, week].append(need.learners)
    rooms = {at: offer_of[at[0]].free_places(at[1]) for at in taken}
    return all(
        len(groups) == 1 if (places := rooms[at]) is None else sum(groups) <= places
        for at, groups in taken.items()
    )


@given(lots)
@settings(max_examples=25, deadline=None)
def test_a_small_placing_is_the_best_of_all(lot: Random) -> None:
    needs, offers = world(lot, 3, 4)
    needs = [replace(need, window=Period(need.window.first, SPRING.first)) for need in needs]

    found = placing(Matcher().fit(offers), needs)

    assert faults(found, needs, offers) == []
    assert found.is_optimal
    assert found.value == pytest.approx(best_by_trying(needs, offers))
    assert found.bound >= found.value - 1e-6


@given(lots)
@settings(max_examples=10, deadline=None)
def test_every_placing_keeps_all_rules_and_shows_every_eligible_host(lot: Random) -> None:
    needs, offers = world(lot, 15, 12)

    found = placing(Matcher().fit(offers), needs)

    assert faults(found, needs, offers) == []
    suited = Counter(o.key for o in offers for n in needs if not obstacles(n, o))
    assert {key: one.suits for key, one in found.exposure.items()} == suited
    for one in found.exposure.values():
        assert min(LEAST_EXPOSURE, one.suits) <= one.looked_at <= one.suits


def test_scarce_places_go_where_they_are_worth_most() -> None:
    """First come, first served would give the only place to the need that asks first."""
    only = make_offer("only", places=2, concepts={"warehouse": 1.0, "customs": 1.0})
    other = make_offer("other", places=2, concepts={"warehouse": 1.0})
    flexible = make_need("a", window=FOUR_WEEKS, concepts={"warehouse": 1.0})
    customs = make_need("b", window=FOUR_WEEKS, concepts={"customs": 1.0})

    found = placing(Matcher().fit([only, other]), [flexible, customs])

    assert {one.need: one.offer for one in found.placed} == {"a": "other", "b": "only"}
    assert found.blocking == ()


def test_a_need_that_finds_no_room_is_unplaced_and_no_pair_blocks_if_the_host_agrees() -> None:
    small = make_offer("small", places=2)
    liked = make_need("liked", window=FOUR_WEEKS)
    large = make_need("large", window=FOUR_WEEKS, learners=2, concepts={"warehouse": 0.5})
    matcher = Matcher().fit([small])

    found = placing(matcher, [liked, large])

    assert len(found.placed) == len(found.unplaced) == 1
    assert found.blocking == ()


def test_a_blocking_pair_is_named_with_whom_the_host_would_send_away() -> None:
    """Three learners together are worth more than two who are liked better."""
    offer = make_offer("offer", places=3, concepts={"warehouse": 1.0, "customs": 0.4})
    liked = make_need("liked", window=FOUR_WEEKS, learners=2)
    many = make_need("many", window=FOUR_WEEKS, learners=3, concepts={"customs": 0.5})

    found = placing(Matcher().fit([offer]), [liked, many])

    assert [one.need for one in found.placed] == ["many"]
    assert [(one.need, one.offer, one.placed_at, one.sent_away) for one in found.blocking] == [
        ("liked", "offer", None, ("many",))
    ]


def test_an_offer_opens_for_its_smallest_number_of_learners_or_not_at_all() -> None:
    offer = make_offer(places=6)
    needs = [make_need(f"need {number}") for number in range(2)]
    matcher = Matcher().fit([offer])

    enough = placing(matcher, needs, smallest={"offer": 4})
    too_few = placing(matcher, needs, smallest={"offer": 5})

    assert len(enough.placed) == 2
    assert too_few.placed == ()
    assert too_few.unplaced == ("need 0", "need 1")


def test_an_unknown_number_of_places_means_one_group_at_a_time() -> None:
    needs = [make_need(f"need {number}", window=FOUR_WEEKS) for number in range(2)]

    found = placing(Matcher().fit([make_offer(places=None)]), needs)

    assert len(found.placed) == 1


def test_a_veto_keeps_the_pair_out_of_every_placing() -> None:
    matcher = Matcher(vetoes=[("school", "host of offer")]).fit([make_offer()])

    found = placing(matcher, [make_need()])

    assert (found.placed, found.unplaced, found.exposure) == ((), ("need",), {})


def test_the_order_of_the_needs_changes_nothing_in_the_pairs_looked_at() -> None:
    needs, offers = world(Random(7), 10, 30)
    matcher = Matcher().fit(offers)

    assert candidates(matcher, needs) == candidates(matcher, needs[::-1])


def test_a_search_without_time_gives_what_serving_in_turn_gives_and_says_so() -> None:
    weeks = range(4)
    stays = [
        Stay(f"need {need}", f"offer {offer}", weeks, 2, 1.0 + (need * offer) % 7)
        for need in range(30)
        for offer in range(20)
    ]
    free = {(f"offer {offer}", week): 2 for offer in range(20) for week in weeks}
    start = served(stays, free, {})

    chosen = chosen_stays(stays, free, {}, start=start, seconds=1e-6)

    value, least = (sum(stays[at].value for at in some) for some in (chosen.stays, start))
    assert len(start) == 20
    assert least <= value <= chosen.bound
    assert not chosen.is_optimal or value == pytest.approx(chosen.bound)
