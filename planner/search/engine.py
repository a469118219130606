"""The order of the search: candidates first, then better plans, until the limits are reached."""

import time
from dataclasses import dataclass, replace

from planner.check import violations
from planner.plan import Plan, Ride, Status, Unmet, visits_by_person
from planner.problem import Problem
from planner.progress import Progress, Watcher
from planner.score import score
from planner.search.greedy import greedy
from planner.search.model import build
from planner.search.routes import slots
from planner.search.timetable import timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a search found."""

    rides: tuple[Ride, ...]
    objective: float
    bound: float | None
    status: Status
    unmet: tuple[Unmet, ...]
    reproducible: bool


def search(problem: Problem, *, seconds: float, seed: int, watch: Watcher) -> Result | None:
    """Return the best plan found; None when no plan was found that breaks no rule."""
    assert seconds >= 0
    assert seed >= 0
    began = time.monotonic()
    candidates = [Plan(problem=problem.name)]
    if problem.previous is not None:
        candidates.append(problem.previous)
    model = build(problem)
    rides = timetable(model, greedy(model, slots(model)))
    if rides is not None:
        candidates.append(Plan(problem=problem.name, rides=tuple(rides)))
    valid = [plan for plan in candidates if not violations(problem, plan)]
    if not valid:
        return None
    scored = [replace(plan, objective=score(problem, plan).objective) for plan in valid]
    best = max(scored, key=lambda plan: plan.objective)
    watch(
        Progress(
            seconds=time.monotonic() - began,
            objective=best.objective,
            bound=None,
            gap=None,
            phase="greedy",
            plans_found=len(valid),
        )
    )
    return Result(
        rides=best.rides,
        objective=round(best.objective, 6),
        bound=None,
        status=Status.FEASIBLE if best.rides else Status.EMPTY,
        unmet=_unmet(problem, best),
        reproducible=True,
    )


def _unmet(problem: Problem, plan: Plan) -> tuple[Unmet, ...]:
    visits = visits_by_person(plan)
    return tuple(
        Unmet(
            participant=person.id,
            host=host,
            reason="not_planned",
            text=f"The plan does not take {person.name} to {names[host]}.",
        )
        for names in ({host.id: host.name for host in problem.hosts},)
        for person in problem.participants
        for host in person.must
        if host not in {visited for visited, _ in visits.get(person.id, ())}
    )
