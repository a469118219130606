"""What holds of the rules and of near misses, whatever the pair."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.eligibility import Side, first_obstacles, obstacles
from matching.nearmiss import near_miss
from matching.profiles import Need, Offer
from tests.matching.rulebook import failed_rules
from tests.matching.strategies import needs, offers

near_pairs = st.tuples(needs, offers).filter(lambda pair: len(obstacles(*pair)) == 1)


@given(needs, offers)
@settings(max_examples=2000, deadline=None)
def test_a_second_reading_of_the_rules_finds_the_same_failures(need: Need, offer: Offer) -> None:
    sender, host = failed_rules(need, offer)
    sides = {Side.SENDER: sender, Side.HOST: host}

    assert obstacles(need, offer) == [*sender, *host]
    assert first_obstacles(need, offer) == {
        side: broken[0] for side, broken in sides.items() if broken
    }


@given(near_pairs)
@settings(max_examples=500, deadline=None)
def test_the_smallest_change_makes_every_near_miss_eligible(pair: tuple[Need, Offer]) -> None:
    need, offer = pair

    missed = near_miss(need, offer)

    assert missed is not None
    assert [missed.obstacle] == obstacles(need, offer)
    assert missed.size > 0
    assert obstacles(*missed.change.apply(need, offer)) == []
