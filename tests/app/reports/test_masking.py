"""No small count is shown, and none can be worked out from what is shown."""

from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from app.reports.masking import LEAST, masked, total

COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 9), min_size=1, max_size=4)


@given(counts=COUNTS)
@example(counts={"a": 1, "b": 1})
@example(counts={"a": 3, "b": 9})
def test_no_small_count_can_be_worked_out(counts: dict[str, int]) -> None:
    shown, whole = masked(counts), total(counts)
    hidden = [key for key, count in shown.items() if count is None]

    assert not [count for count in shown.values() if count is not None and 0 < count < LEAST]
    if whole is None or not hidden:
        return
    rest = whole - sum(count for count in shown.values() if count is not None)
    possible = [
        values for values in product(range(1, 40), repeat=len(hidden)) if sum(values) == rest
    ]
    for place in range(len(hidden)):
        assert len({values[place] for values in possible}) > 1


def test_large_counts_are_shown_as_they_are() -> None:
    assert masked({"a": 5, "b": 40, "c": 0}) == {"a": 5, "b": 40, "c": 0}
    assert total({"a": 5, "b": 40, "c": 0}) == 45


def test_a_lone_small_count_takes_a_neighbour_with_it() -> None:
    assert masked({"a": 2, "b": 7, "c": 40}) == {"a": None, "b": None, "c": 40}
    assert total({"a": 2, "b": 7, "c": 40}) == 49
    assert total({"a": 2}) is None
