"""Hypothesis over the world in small: every example is a lot, replayed by its number."""

from random import Random

from hypothesis import strategies as st

from tests.matching.worlds import random_need, random_offer, random_pool

lots = st.integers(0, 2**32 - 1).map(Random)
needs = lots.map(random_need)
offers = lots.map(random_offer)
pools = lots.map(random_pool)
