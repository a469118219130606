"""Tours met during a search, and the best that can be put together from them."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
import numpy.typing as npt

from planner.longtours.problem import LongTours, Tour

KEPT = 6_000
"""Tours remembered; twice as many are collected before the weakest are forgotten."""
COMBINED = 600
"""Tours of the best plans that are tried together."""
FRESH_STARTS = 2
"""Climbs from tours chosen by chance, beside the climb from the best plan."""
TIE = 1e-4
"""How much a unit of travel counts against a point of score, to tell equal scores apart."""


class Pool:
    """Different tours, each with the worth of the best plan that it was met in."""

    def __init__(self, problem: LongTours, rng: np.random.Generator) -> None:
        self.problem, self.rng = problem, rng
        self.scores = np.array([visit.score for visit in problem.visits], dtype=np.float64)
        self.tours: dict[tuple[int, int, int], tuple[float, Tour]] = {}

    def knows(self, mark: tuple[int, int, int], worth: float) -> bool:
        """Say whether this tour is in the pool, in a plan worth as much or more."""
        known = self.tours.get(mark)
        return known is not None and known[0] >= worth

    def add(self, mark: tuple[int, int, int], worth: float, tour: Tour) -> None:
        """Remember a tour by its mark: its prizes, distance and number of visits."""
        self.tours[mark] = (worth, tour)
        if len(self.tours) > 2 * KEPT:
            best = sorted(self.tours.items(), key=lambda item: -item[1][0])[:KEPT]
            self.tours = dict(best)

    def best(self, most: int) -> list[Tour]:
        """Return so many tours at most, those of the best plans first."""
        ranked = sorted(self.tours.values(), key=lambda item: -item[0])
        return [tour for _, tour in ranked[:most]]

    def combine(self, plan: list[Tour], over: Callable[[], bool]) -> list[Tour]:
        """Return tours that together visit the most: pairs are exchanged while that helps.

        A visit on two of them counts once and stays on the first; ``plan`` is where the
        climb begins and the least that comes out; ``over`` says when to climb no further.
        """
        tours = [*plan, *self.best(COMBINED), ()]
        climb = _Climb(self.problem, tours, self.scores)
        number = self.problem.tours
        begin = [*range(len(plan)), *[len(tours) - 1] * (number - len(plan))]
        tries = [begin]
        if number > 2:  # noqa: PLR2004 -- one exchange of a pair is exact for two tours
            tries += [
                [int(i) for i in self.rng.integers(len(tours), size=number)]
                for _ in range(FRESH_STARTS)
            ]
        best = max((climb.climb(chosen, over) for chosen in tries), key=lambda found: found[0])[1]
        seen: set[int] = set()
        disjoint: list[Tour] = []
        for i in best:
            disjoint.append(tuple(visit for visit in tours[i] if visit not in seen))
            seen.update(tours[i])
        return [tour for tour in disjoint if tour]


class _Climb:
    """Which tours to take together, so that they cover the most score."""

    def __init__(
        self, problem: LongTours, tours: list[Tour], scores: npt.NDArray[np.float64]
    ) -> None:
        self.scores, self.size = scores, len(tours)
        self.holds = np.zeros((len(tours), len(scores)), dtype=np.float32)
        lengths = []
        for row, tour in enumerate(tours):
            self.holds[row, list(tour)] = 1
            way = [0, *(i + 1 for i in tour), 0]
            lengths.append(problem.travel[way[:-1], way[1:]].sum())
        self.lengths = (np.array(lengths) * TIE / max(1, *lengths)).astype(np.float64)

    def worth(self, chosen: list[int]) -> float:
        if not chosen:
            return 0.0
        covered = self.holds[chosen].max(axis=0)
        return float(self.scores @ covered - self.lengths[chosen].sum())

    def climb(self, chosen: list[int], over: Callable[[], bool]) -> tuple[float, list[int]]:
        worth, going = self.worth(chosen), True
        while going:
            going = False
            for i, j in combinations(range(len(chosen)), 2):
                if over():
                    return worth, chosen
                others = [row for at, row in enumerate(chosen) if at not in (i, j)]
                trial = [*others, *self._best_pair(others)]
                found = self.worth(trial)
                if found > worth + TIE / 2:
                    chosen, worth, going = trial, found, True
        return worth, chosen

    def _best_pair(self, others: list[int]) -> tuple[int, int]:
        """Return the two tours that add most to the others."""
        scores = self.scores.copy()
        if others:
            scores[self.holds[others].max(axis=0) > 0] = 0
        weighted = self.holds * scores.astype(np.float32)
        alone = weighted.sum(axis=1) - self.lengths
        together = alone[:, None] + alone[None, :] - weighted @ self.holds.T
        first, second = divmod(int(together.argmax()), self.size)
        return first, second
