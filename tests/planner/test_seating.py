"""The best riders for chosen routes, by example."""

import numpy as np

from planner.search.seating import seating


def test_a_group_that_has_no_room_for_its_smallest_number_is_no_seating() -> None:
    gains = np.array([[5, 7, 9], [4, 8, 1]])

    assert seating(gains, [0, 1], [(1, 1), (1, 0)], [(), ()]) is None


def test_each_person_rides_where_they_gain_most_within_the_groups() -> None:
    gains = np.array([[5, 7, 9], [4, 8, -1]])

    assert seating(gains, [0, 1], [(1, 2), (1, 1)], [(), ()]) == (22, [(0, 2), (1,)])
    assert seating(gains, [0, 1], [(1, 2), (1, 1)], [(), (0,)]) == (20, [(1, 2), (0,)])
