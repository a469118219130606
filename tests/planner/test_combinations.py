"""Combinations of routes: which are listed, and what the limit says of the others."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planner.search.combinations import Groups, combinations


def go_together(routes: int) -> Groups:
    return Groups(
        apart=np.zeros((routes, routes), dtype=np.bool_),
        counted=[],
        free=np.zeros((routes, routes), dtype=np.bool_),
    )


@given(
    slack=st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1, max_size=3),
    limit=st.integers(0, 30),
    most=st.integers(1, 80),
)
def test_whatever_is_not_listed_falls_short_of_more_than_the_limit(
    slack: list[list[int]], limit: int, most: int
) -> None:
    kinds = range(len(slack))
    each = [np.array(row, dtype=np.int64) for row in slack]

    found = combinations(each, list(kinds), go_together(4), limit, most)

    listed = set(map(tuple, found.routes.tolist()))
    missing = set(product(range(4), repeat=len(slack))) - listed
    assert len(listed) == len(found.routes) <= most
    assert all(sum(slack[k][r] for k, r in enumerate(way)) > found.limit for way in missing)
    assert [sum(slack[k][r] for k, r in enumerate(way)) for way in found.routes.tolist()] == (
        found.slack.tolist()
    )


def test_some_are_listed_where_too_many_fall_short_of_nothing() -> None:
    alike = np.zeros(20, dtype=np.int64)

    found = combinations([alike], [0] * 16, go_together(20), 500, 100)

    assert found.limit < 0
    assert 0 < len(found.routes) <= 100
