"""Ranking figures, by hand."""

from math import log2

import pytest

from matching.evaluate import Judged, figures, gain, recall, reciprocal_rank

CASE = Judged(["a", "b", "c", "d"], {"b": 1.0, "d": 3.0, "missing": 1.0})


def test_the_reciprocal_rank_looks_at_the_first_relevant_answer() -> None:
    assert reciprocal_rank(CASE) == 1 / 2
    assert reciprocal_rank(Judged(["a"], {"b": 1.0})) == 0


def test_recall_counts_the_relevant_answers_found() -> None:
    assert recall(CASE) == pytest.approx(2 / 3)
    assert recall(CASE, k=3) == pytest.approx(1 / 3)


def test_the_gain_is_one_for_the_best_order_and_discounts_later_positions() -> None:
    best = 3 + 1 / log2(3) + 1 / log2(4)

    assert gain(Judged(["d", "b", "missing"], CASE.grades)) == pytest.approx(1)
    assert gain(CASE) == pytest.approx((1 / log2(3) + 3 / log2(5)) / best)


def test_figures_are_means_over_cases_with_a_relevant_answer() -> None:
    perfect = Judged(["x"], {"x": 1.0})

    found = figures([CASE, perfect, Judged(["x"], {})])

    assert (found.cases, found.reciprocal_rank) == (2, 0.75)
    assert found.recall == pytest.approx((2 / 3 + 1) / 2)
    with pytest.raises(ValueError, match="no case"):
        figures([])
