"""The search for long tours: PyVRP's local search, late acceptance, and tours recombined.

Each round improves the tours by PyVRP's operators on a perturbed neighbourhood, with time warp
allowed at a price that follows the share of feasible tours (late acceptance: Burke and Bykov
2017, https://doi.org/10.1016/j.ejor.2016.07.012). Between rounds the tours met so far are put
together anew (see `planner.longtours.pool`), and one round in three starts from new tours.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from pyvrp import (
    Client,
    CostEvaluator,
    Depot,
    Location,
    ProblemData,
    RandomNumberGenerator,
    Route,
    Solution,
    VehicleType,
)
from pyvrp import search as operators

from planner.longtours.bound import upper_bound
from planner.longtours.pool import Pool
from planner.longtours.problem import Found, LongTours, Tour, starts

POINT = 10_000
"""What a point of score is worth in units of travel."""
ROUND_SECONDS = 0.6
FRESH_EVERY = 3
"""One round in so many starts from new tours, the others from the best."""
ROUND_SHARE = 4
"""A round lasts at least so many times as long as putting tours together took before it."""
IDLE = 2_000
"""Steps without a better plan after which a round ends."""
HISTORY = 50
"""How many steps ago lies the plan that a new one must match (late acceptance)."""
REVIEW = 100
"""Steps between two reviews of the price of time warp."""
FEASIBLE = 0.65
"""The share of feasible steps that the price of time warp aims at."""
PRICE, CHEAPEST = 5_000.0, 0.1
"""What a unit of time warp costs at first, and at least."""
OPERATORS = (
    operators.Relocate1,
    operators.Swap11,
    operators.SwapTails,
    operators.RemoveOptionalClient,
    operators.InsertOptionalClient,
    operators.ReplaceOptionalClient,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """When to stop, and how many other tours to keep of those met on the way.

    With ``steps`` alone the same seed gives the same tours everywhere.
    """

    seconds: float | None = None
    steps: int | None = None
    seed: int = 1
    keep: int = 0


def plan_tours(
    problem: LongTours,
    effort: Effort,
    *,
    watch: Callable[[int], bool] = lambda _score: True,
    clock: Callable[[], float] = time.monotonic,
) -> Found:
    """Return the best tours found; ``watch`` sees the score every round and may say stop.

    ``clock`` tells the seconds that count: of the wall, or of the process.
    Raises ValueError when the effort has neither seconds nor steps.
    """
    if effort.seconds is None and effort.steps is None:
        raise ValueError("A search needs seconds or steps to end.")
    began = clock()
    bound = upper_bound(problem)
    search = _Search(problem, effort, clock)
    if bound and problem.tours:
        search.run(bound, watch)
    tours = tuple(tuple(tour) for tour in search.best)
    met = tuple(search.pool.best(effort.keep))
    return Found(tours, search.best_score, bound, search.steps, clock() - began, met)


def _data(problem: LongTours) -> ProblemData:
    """Return the problem in PyVRP's terms: optional clients with prizes."""
    depot = Depot(0, tw_early=problem.opens, tw_late=problem.closes)
    clients = [
        Client(
            i + 1,
            service_duration=visit.duration,
            tw_early=visit.opens,
            tw_late=visit.closes,
            prize=visit.score * POINT,
            required=False,
        )
        for i, visit in enumerate(problem.visits)
    ]
    vehicles = VehicleType(problem.tours, tw_early=problem.opens, tw_late=problem.closes)
    matrix: Any = problem.travel  # PyVRP's stubs name an array type that does not exist
    locations = [Location(0, 0) for _ in range(len(clients) + 1)]
    return ProblemData(locations, clients, [depot], [vehicles], [matrix], [matrix])


def _visits(route: Route) -> Tour:
    return tuple(activity.idx for activity in route if activity.is_client())


class _Search:
    def __init__(self, problem: LongTours, effort: Effort, clock: Callable[[], float]) -> None:
        self.problem, self.effort, self.clock = problem, effort, clock
        self.began = clock()
        self.round_seconds = ROUND_SECONDS
        self.steps = 0
        self.best: list[Tour] = []
        self.best_score = 0
        self.price = PRICE
        self.dearest = POINT * max((visit.score for visit in problem.visits), default=1) + 1.0
        """A unit of time warp is never worth a visit."""
        self.warped: list[bool] = []
        self.pool = Pool(problem, np.random.default_rng(effort.seed))

    def run(self, bound: int, watch: Callable[[int], bool]) -> None:
        self._prepare()
        current = self._fresh()
        self._consider(current)
        rounds = 0
        while not self._over() and self.best_score < bound:
            self._round(current)
            if self.problem.tours > 1 and not self._late():
                self._recombine()
            if not watch(self.best_score):
                return
            rounds += 1
            anew = rounds % FRESH_EVERY == 1
            current = self._fresh() if anew else self._solution(self.best)

    def _prepare(self) -> None:
        self.data = _data(self.problem)
        self.rng = RandomNumberGenerator(seed=self.effort.seed)
        near = operators.NeighbourhoodParams(num_neighbours=40, weight_wait_time=0.3)
        shake = operators.PerturbationManager(operators.PerturbationParams(2, 30))
        neighbours = operators.compute_neighbours(self.data, near)
        self.local = operators.LocalSearch(self.data, self.rng, neighbours, shake)
        for operator in OPERATORS:
            if operator.supports(self.data):
                self.local.add_operator(operator(self.data))
        self.strict = CostEvaluator([], self.dearest, 0)

    def _solution(self, tours: list[Tour]) -> Solution:
        return Solution(self.data, [list(tour) for tour in tours])

    def _over(self) -> bool:
        return self._late() or (self.effort.steps is not None and self.steps >= self.effort.steps)

    def _late(self) -> bool:
        seconds = self.effort.seconds
        return seconds is not None and self.clock() - self.began >= seconds

    def _fresh(self) -> Solution:
        """Return new feasible tours, put in order from a random start."""
        random = Solution.make_random(self.data, self.rng)
        made = self.local(random, self.strict, exhaustive=True)
        return made if made.is_feasible() else self._solution(self._single())

    def _single(self) -> list[Tour]:
        """Return tours of one visit each, those that score most."""
        alone = [i for i in range(len(self.problem.visits)) if starts(self.problem, (i,))]
        alone.sort(key=lambda i: -self.problem.visits[i].score)
        return [(i,) for i in alone[: self.problem.tours]]

    def _round(self, current: Solution) -> None:
        """Improve the tours until the round's time is up or nothing better comes."""
        until, first = self.clock() + self.round_seconds, current
        timed = self.effort.seconds is not None
        history: deque[Solution] = deque(maxlen=HISTORY)
        lowest, idle = self.strict.cost(current), 0
        while idle < IDLE and not self._over() and not (timed and self.clock() > until):
            self.steps += 1
            idle += 1
            costs = CostEvaluator([], self.price, 0)
            found = self.local(current, costs, exhaustive=False)
            self._review(found)
            if found.is_feasible() and self.strict.cost(found) < lowest:
                found = self._polished(found, costs)
                lowest, idle = self.strict.cost(found), 0
                self._consider(found)
            cost, now = costs.penalised_cost(found), costs.penalised_cost(current)
            self._remember(found, cost)
            late = costs.penalised_cost(history[0] if len(history) == HISTORY else first)
            if cost < late or cost < now:
                current, now = found, cost
            if now < late or len(history) < HISTORY:
                history.append(current)
            else:
                history.rotate(-1)

    def _polished(self, found: Solution, costs: CostEvaluator) -> Solution:
        """Return the tours after a search over all their visits, where that stays feasible."""
        better = self.local(found, costs, exhaustive=True)
        return better if better.is_feasible() else found

    def _review(self, found: Solution) -> None:
        """Let the price of time warp follow the share of feasible steps."""
        self.warped.append(found.has_time_warp())
        if len(self.warped) == REVIEW:
            share = 1 - sum(self.warped) / REVIEW
            self.warped.clear()
            if abs(share - FEASIBLE) > 0.05:  # noqa: PLR2004 -- near enough to its aim
                factor = 0.9 if share > FEASIBLE else 1.5
                self.price = min(self.dearest, max(CHEAPEST, self.price * factor))

    def _remember(self, found: Solution, cost: int) -> None:
        if self.problem.tours == 1 and not self.effort.keep:
            return
        for route in found.routes():
            mark = (route.prizes(), route.distance(), route.num_clients())
            if not route.has_time_warp() and not self.pool.knows(mark, -cost):
                self.pool.add(mark, -cost, _visits(route))

    def _recombine(self) -> None:
        began = self.clock()
        tours = self.pool.combine(self.best, self._late)
        feasible = [tour for tour in tours if starts(self.problem, tour) is not None]
        together = self._solution(feasible)
        self._consider(together)
        self._consider(self.local(together, self.strict, exhaustive=True))
        self.round_seconds = max(ROUND_SECONDS, ROUND_SHARE * (self.clock() - began))

    def _consider(self, found: Solution) -> None:
        """Keep the tours when they collect more, or as much on a shorter way."""
        if not found.is_feasible():
            return
        tours = [_visits(route) for route in found.routes() if route.num_clients()]
        score = sum(self.problem.visits[i].score for tour in tours for i in tour)
        if score > self.best_score:
            self.best, self.best_score = tours, score
