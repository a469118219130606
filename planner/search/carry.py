"""What is left of a previous plan: the same visits at the same times, as far as they can be."""

import numpy as np

from planner.plan import Plan, Ride
from planner.search.model import NEVER, Seated, timed_options
from planner.search.pricing import Node, Pricing


def carried(pricing: Pricing, node: Node, previous: Plan) -> list[Seated]:
    """Return the previous rides without visits and riders that are no longer possible."""
    model = pricing.model
    tours = {tour.id: t for t, tour in enumerate(model.problem.tours)}
    kinds = {t: k for k, kind in enumerate(model.kinds) for t in kind.tours}
    found = []
    for ride in previous.rides:
        if ride.tour in tours:
            seated = _ride(pricing, node, kinds[tours[ride.tour]], ride)
            if seated is not None:
                found.append(seated)
    return found


def _ride(pricing: Pricing, node: Node, k: int, ride: Ride) -> Seated | None:
    """Return the ride with as many of its visits as can be made, and the riders that fit."""
    model, s = pricing.model, pricing.model.kinds[k].slot
    timed = timed_options(model)
    wanted = {timed.get((stop.host, stop.start), -1) for stop in ride.visits} - {-1}
    people = {person.id: p for p, person in enumerate(model.problem.participants)}
    riders = [people[name] for name in ride.participants if name in people]
    best: tuple[tuple[int, int, int], Seated] | None = None
    for r in map(int, np.flatnonzero(node.allowed[k])):
        options = pricing.slots[s].routes[r].options
        if not set(options) <= wanted:
            continue
        shut = pricing.rows.shut[s][pricing.rows.pattern[s][r]]
        worth = model.worth[list(options)].sum(axis=0)
        fit = [p for p in riders if not shut[p] and worth[p] > -NEVER // 2]
        fit = fit[: int(pricing.high[k][r])]
        if len(fit) >= pricing.low[k][r] and set(model.kinds[k].riders) <= set(fit):
            rank = (len(options), len(fit), -r)
            if best is None or rank > best[0]:
                best = (rank, Seated(k, r, tuple(sorted(fit))))
    return None if best is None else best[1]
