"""What the worker asks the planner for a run: the plan, fairer ones, answers of several sizes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import planner
from app.plans import training
from app.plans.models import RunKind
from planner.score import euros

Record = dict[str, Any]

MOST_ALTERNATIVES = 4
"""Answers that people choose from after an event."""

REASONS = 60.0
"""Seconds for the reasons and remedies of unmet wishes; of the rest the plan says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a run asks for."""

    problem: Record
    kind: RunKind
    seconds: int
    seed: int
    fair_first: bool = False
    least_days: Mapping[str, int] = field(default_factory=dict)


class BrokenPlan(Exception):
    """The planner's own judge found a rule broken; such a plan is never stored."""


def solved(order: Order, watch: planner.Watcher) -> Record:
    """Return what a finished run's row holds. Raises InvalidProblem for a faulty problem."""
    problem = planner.problem_from_text(json.dumps(order.problem))
    limits = planner.Limits(seconds=order.seconds, seed=order.seed)
    small = planner.trade_offs(problem) if order.kind is RunKind.REPLAN else []
    found = planner.solve(problem, limits, watch=watch)
    options = [
        planner.with_rides(problem, found, one.plan.rides)
        for one in small
        if not planner.violations(problem, one.plan)
    ]
    best = max([found, *options], key=lambda plan: plan.objective)
    values: Record = {}
    if order.fair_first:
        fair = planner.fair_plan(problem, best)
        if fair is not None:
            best = planner.with_rides(problem, found, fair.plan.rides)
            values = {"fair_worst": fair.worst, "fair_bound": fair.bound}
    if order.least_days:
        kept = training.kept(problem, best, order.least_days)
        best = planner.with_rides(problem, found, kept.rides)
    if broken := planner.violations(problem, best):
        raise BrokenPlan(f"{len(broken)} rules broken, first: {broken[0]}")
    best = planner.explain(problem, _with_its_status(best, found), seconds=REASONS)
    return values | {
        "plan": record_of(best, problem),
        "objective": best.objective,
        "bound": best.bound,
        "euros": euros(problem, best),
        "alternatives": _alternatives(problem, best, [found, *options]) if small else None,
        "phase": "",
    }


def _with_its_status(plan: planner.Plan, found: planner.Plan) -> planner.Plan:
    """Let a plan that is as good as the search's own keep what the search proved."""
    if plan.rides == found.rides or plan.objective >= found.objective:
        return replace(plan, status=found.status, reproducible=found.reproducible)
    return plan


def record_of(plan: planner.Plan, problem: planner.Problem) -> Record:
    """Return a plan as the JSON that is stored."""
    record: Record = json.loads(planner.plan_text(plan, problem))
    return record


def _alternatives(
    problem: planner.Problem, best: planner.Plan, others: Iterable[planner.Plan]
) -> list[Record]:
    """Return the plans that no other beats in both people changed and worth, fewest first.

    Worth is counted without the charge for changes, so that the two can be weighed.
    """
    free = replace(problem, weights=replace(problem.weights, change_per_person=0.0))
    points = [
        (len(planner.people_changed(problem, plan)), planner.score(free, plan).objective, plan)
        for plan in (best, *others)
    ]
    points.sort(key=lambda point: (point[0], -point[1]))
    front = points[:1]
    for point in points[1:]:
        if point[1] > front[-1][1] + 1e-6 and point[0] > front[-1][0]:
            front.append(point)
    while len(front) > MOST_ALTERNATIVES:
        gains = [later[1] - earlier[1] for earlier, later in pairwise(front[:-1])]
        del front[gains.index(min(gains)) + 1]
    return [
        {
            "people_changed": people,
            "worth": worth,
            "objective": plan.objective,
            "euros": euros(problem, plan),
            "plan": record_of(planner.with_rides(problem, best, plan.rides), problem),
        }
        for people, worth, plan in front
    ]
