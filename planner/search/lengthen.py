"""More routes for slots with too many to list: long tours for the people of the best plan.

For each tour, those who ride it and those who could ride as well are a crowd; hosts that other
tours visit as often as may be, and persons who visit a host elsewhere, are left out of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from planner.search.model import NEVER, BoolArray, IntArray, Model, Seated
from planner.search.pricing import Pricing
from planner.search.promising import WORK, Crowd, pinned_options
from planner.search.routes import SHORTEST, lengthened

SHARE = 0.6
"""The share of the work up to which routes are added,"""
IDLE = 4
"""unless so many turns have brought no better plan."""
TURN = 0.02
"""The share of the work of a walk between two turns."""
MOST = 1_500
"""Routes of a slot beyond which those that are not in the plan are forgotten, but the shortest."""


def lengthen(pricing: Pricing, plan: Sequence[Seated]) -> tuple[list[Seated], float]:
    """Add routes to the slots of which not all are known; return the plan and the work done."""
    work, plan = 0.0, list(plan)
    for s, slot in enumerate(pricing.slots):
        if not slot.complete:
            if len(slot.routes) > MOST:
                plan = _forget(pricing, plan, s)
            for crowd, worth in _crowds(pricing, plan, s):
                lengthened(pricing.model, s, slot, crowd, worth)
                work += WORK
    return plan, work


def _forget(pricing: Pricing, plan: list[Seated], s: int) -> list[Seated]:
    """Drop routes of a slot that are not in the plan; return the plan with their new numbers."""
    model, slot = pricing.model, pricing.slots[s]
    mine = [seated for seated in plan if model.kinds[seated.kind].slot == s]
    kept = [*range(SHORTEST), *sorted({seated.route for seated in mine} - set(range(SHORTEST)))]
    slot.routes = [slot.routes[r] for r in kept]
    slot.index(len(model.options))
    number = {r: i for i, r in enumerate(kept)}
    return [replace(t, route=number[t.route]) if t in mine else t for t in plan]


def _crowds(pricing: Pricing, plan: Sequence[Seated], s: int) -> Iterator[tuple[Crowd, IntArray]]:
    """Yield the crowds of each tour of a slot, with what hosts are worth to them."""
    model, slot = pricing.model, pricing.slots[s]
    free = [k for k, kind in enumerate(model.kinds) if kind.slot == s]
    mine = [seated for seated in plan if seated.kind in free]
    for seated in [*mine, *(Seated(k, -1, ()) for k in free)]:
        others = [other for other in plan if other is not seated]
        idle = _idle(pricing, others, s) - set(seated.riders)
        wanted = pinned_options(model, model.kinds[seated.kind])
        shut, worth = _left(pricing, others)
        for people in (seated.riders, (*seated.riders, *sorted(idle))):
            hours = _hours(slot.windows, slot.eligible[:, list(people)]) if people else None
            if hours is not None:
                size = min(len(people), model.kinds[seated.kind].seats)
                yield Crowd(people, size, *hours, wanted=wanted, shut=shut), worth


def _hours(windows: Sequence[tuple[int, int]], there: BoolArray) -> tuple[int, int]:
    """Return the longest window with the most of some people there."""
    counts = there.sum(axis=1)
    return windows[int(np.argmax(counts))]


def _idle(pricing: Pricing, others: Sequence[Seated], s: int) -> set[int]:
    """Return who could ride in a slot: there for some of it, and on no other tour meanwhile."""
    model, way = pricing.model, pricing.slots[s].way
    busy = {
        p
        for seated in others
        for p in seated.riders
        if _overlap(model, model.kinds[seated.kind].slot, s)
    }
    there = {
        p
        for p, free in enumerate(model.free)
        if any(a < way.latest and b > way.earliest for a, b in free)
    }
    return there - busy


def _overlap(model: Model, one: int, other: int) -> bool:
    a, b = model.ways[one], model.ways[other]
    return a.earliest < b.latest and b.earliest < a.latest


def _left(pricing: Pricing, others: Sequence[Seated]) -> tuple[frozenset[int], IntArray]:
    """Return the hosts that take no more visits, and what each option is still worth."""
    model = pricing.model
    hosts = np.array([option.host for option in model.options], dtype=np.int64)
    made = np.zeros(len(model.problem.hosts), dtype=np.int64)
    worth, people = model.worth[:-1].copy(), np.arange(model.people)
    for seated in others:
        options = pricing.slots[model.kinds[seated.kind].slot].routes[seated.route].options
        for h in {model.options[o].host for o in options}:
            made[h] += 1
            worth[np.ix_(hosts == h, np.isin(people, seated.riders))] = -NEVER
    most = [host.max_visits for host in model.problem.hosts]
    return frozenset(map(int, np.flatnonzero(made >= np.array(most)))), worth
