"""The front door: a problem in, the best plan found within the limits out."""

import importlib.metadata
from dataclasses import dataclass

from planner.faults import Fault, InvalidProblem
from planner.plan import Plan
from planner.problem import Problem
from planner.progress import Watcher, keep_going
from planner.search.engine import search
from planner.search.work import Work
from planner.validity import faults
from planner.writing import problem_hash


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
    Raises InvalidProblem for a contradictory problem, and when no plan keeps its pins.
    """
    limits = limits or Limits()
    found = faults(problem)
    if found:
        raise InvalidProblem(found)
    work = Work(limits.seconds, limits.work, watch)
    result = search(problem, work, limits.seed)
    if result is None:
        text = "No plan was found that keeps all pins, frozen visits and limits."
        raise InvalidProblem([Fault("$.pins", "pins_impossible", text)])
    return Plan(
        problem=problem.name,
        status=result.status,
        objective=result.objective,
        bound=result.bound,
        seconds=limits.seconds,
        seed=limits.seed,
        rides=result.rides,
        unmet=result.unmet,
        reproducible=result.reproducible,
        versions=versions(),
        problem_hash=problem_hash(problem),
    )


def versions() -> dict[str, str]:
    """Return the versions that a plan depends on."""
    found = {}
    for name in ("netinvet", "ortools"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "unknown"
    return found
