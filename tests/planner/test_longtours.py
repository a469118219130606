"""Long tours: each found set of tours can be carried out, and is the best where we can tell."""

from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.longtours import Effort, LongTours, plan_tours, starts, upper_bound
from planner.toptw import read_toptw
from tests.planner.toptw_files import SQUARE, files, judge, usual_file

SHORT = Effort(steps=200, seed=3)


def best_of(problem: LongTours) -> int:
    """Return the most that any tours collect, by trying all."""
    numbers = range(len(problem.visits))
    worth = {
        frozenset(tour): sum(problem.visits[i].score for i in tour)
        for size in range(len(numbers) + 1)
        for tour in permutations(numbers, size)
        if starts(problem, tour) is not None
    }
    together = {frozenset[int](): 0}
    for _ in range(problem.tours):
        together = {
            made | tour: score + worth[tour]
            for made, score in together.items()
            for tour in worth
            if not made & tour
        }
    return max(together.values())


def test_the_tour_around_the_square_is_found() -> None:
    found = plan_tours(read_toptw(SQUARE, tours=1), SHORT)

    assert (found.score, sorted(found.tours[0])) == (60, [0, 1, 2])


@pytest.mark.parametrize("number", range(20))
def test_small_files_of_usual_shape_are_solved_to_the_best(number: int) -> None:
    problem = read_toptw(usual_file(Random(number)), tours=1 + number % 3)

    assert plan_tours(problem, SHORT).score == best_of(problem)


def test_no_tour_is_made_where_nothing_can_be_reached() -> None:
    problem = read_toptw("0 0 0 0 0 0 0 0 100\n1 99 99 5 10 1 1 1 0 50\n", tours=2)

    assert (plan_tours(problem, SHORT).tours, upper_bound(problem)) == ((), 0)


def test_a_watcher_stops_the_search() -> None:
    problem = read_toptw(SQUARE, tours=1)
    seen: list[int] = []

    def watch(score: int) -> bool:
        seen.append(score)
        return False

    plan_tours(problem, Effort(steps=100_000), watch=watch)

    assert seen in ([60], [])


def test_an_effort_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="seconds or steps"):
        plan_tours(read_toptw(SQUARE, tours=1), Effort())


@given(files(), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_tours_keep_the_rules_and_no_bound_is_below_the_best(text: str, tours: int) -> None:
    problem = read_toptw(text, tours=tours)

    found = plan_tours(problem, SHORT)

    routes = [[problem.visits[i].id for i in tour] for tour in found.tours]
    assert judge(text, routes, tours) == found.score
    assert found.score <= best_of(problem) <= found.bound


@given(files(), st.integers(1, 3))
@settings(max_examples=10, deadline=None)
def test_the_same_seed_and_steps_give_the_same_tours(text: str, tours: int) -> None:
    problem = read_toptw(text, tours=tours)

    first, second = plan_tours(problem, SHORT), plan_tours(problem, SHORT)

    assert (first.tours, first.score) == (second.tours, second.score)
