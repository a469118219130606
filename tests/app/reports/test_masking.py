"""No small count is told, and none can be worked out from the sums that are."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.reports.flows import Cell, cells_of, flows, of_forum
from app.reports.masking import LEAST, Told, told

WAYS = st.sampled_from([("FR", "PL"), ("FR", "ES"), ("IT", "PL")])
CELLS = st.dictionaries(
    st.builds(
        lambda year, way, forum: Cell(year, way[0], way[1], forum),
        st.integers(2026, 2028),
        WAYS,
        st.integers(0, 2),
    ),
    st.integers(1, 12),
    max_size=8,
)


def everything_told(cells: dict[Cell, int]) -> list[int]:
    table = flows(cells)
    sums = [table.total, *table.totals.values(), *(of_forum(cells, forum) for forum in (1, 2))]
    for row in table.rows:
        sums += [row.total, *row.years.values()]
    return [one.count for one in sums]


@given(cells=CELLS)
def test_what_is_told_is_the_same_whatever_the_small_counts_are(cells: dict[Cell, int]) -> None:
    others = {
        cell: count if count >= LEAST else count % (LEAST - 1) + 1 for cell, count in cells.items()
    }

    assert everything_told(cells) == everything_told(others)


@given(cells=CELLS)
def test_no_difference_of_two_sums_is_a_small_count(cells: dict[Cell, int]) -> None:
    differences = {abs(a - b) for a, b in combinations(everything_told(cells), 2)}
    large = [count for count in cells.values() if count >= LEAST]

    reachable = {sum(some) for size in range(9) for some in combinations(large, size)}
    assert differences <= {abs(a - b) for a in reachable for b in reachable}


def test_large_counts_are_told_and_small_ones_left_out_and_said_to_be() -> None:
    assert told([5, 40, 0]) == Told(45, hides=False)
    assert told([5, 2]) == Told(5, hides=True)
    assert told([1, 4]) == Told(0, hides=True)
    assert told([]) == Told(0, hides=False)


def test_nobody_is_counted_without_mobilities() -> None:
    assert flows(cells_of([], {})).rows == ()
