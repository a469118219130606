"""The front door: a problem in, the best plan found within the limits out."""

import importlib.metadata
from dataclasses import dataclass, replace

from planner.clashes import of_pins_alone, smallest_clash
from planner.faults import InvalidProblem
from planner.plan import Plan, Ride
from planner.problem import Problem
from planner.progress import Watcher, keep_going
from planner.search.engine import search
from planner.search.result import Result
from planner.search.work import Work
from planner.validity import faults
from planner.writing import problem_hash

BRIEF, SHORTEST = 10.0, 0.01
"""Seconds and work of one search for any plan at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When to stop, and the seed that every choice by chance follows.

    `seconds` is what the clock allows; `work` is what may be computed, in seconds of a quiet
    core, by default half of it. A search that ends by its work can be repeated to the byte.
    """

    seconds: float = 30.0
    seed: int = 1
    work: float | None = None


def solve(problem: Problem, limits: Limits | None = None, *, watch: Watcher = keep_going) -> Plan:
    """Return the best plan found before the limits are reached.

    Asks ``watch`` at least twice a second and returns what it has when the answer is False.
    A plan is never worth less than no tours at all, a greedy plan, or the previous plan.
    Raises InvalidProblem for a contradictory problem, and when no plan keeps its pins: then with
    the smallest set of them found that none keeps.
    """
    limits = limits or Limits()
    found = faults(problem)
    if found:
        raise InvalidProblem(found)
    work = Work(limits.seconds, limits.work, watch)
    result = search(problem, work, limits.seed) or _from_pins(problem, work, limits.seed)
    if result is None:
        raise InvalidProblem([smallest_clash(problem, _rides)])
    return Plan(
        problem=problem.name,
        status=result.status,
        objective=result.objective,
        bound=result.bound,
        weak_bound=result.weak_bound,
        seconds=limits.seconds,
        seed=limits.seed,
        rides=result.rides,
        unmet=result.unmet,
        reproducible=result.reproducible,
        versions=versions(),
        problem_hash=problem_hash(problem),
    )


def _from_pins(problem: Problem, work: Work, seed: int) -> Result | None:
    """Return the result of a search that starts from a plan of the pins alone, if there is one."""
    rides = None if problem.previous else _rides(of_pins_alone(problem))
    if rides is None:
        return None
    weights = replace(problem.weights, change_per_person=0.0)
    start = Plan(problem=problem.name, rides=rides)
    return search(replace(problem, previous=start, weights=weights), work, seed)


def _rides(problem: Problem) -> tuple[Ride, ...] | None:
    """Return the rides of some plan of a problem; None when a short search finds none."""
    if faults(problem):
        return None
    result = search(problem, Work(BRIEF, SHORTEST, keep_going), seed=1)
    return None if result is None else result.rides


def versions() -> dict[str, str]:
    """Return the versions that a plan depends on."""
    found = {}
    for name in ("netinvet", "ortools"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "unknown"
    return found
