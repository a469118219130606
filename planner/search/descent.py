"""Prices that press the bound down, step by step, without a linear program.

A deflected subgradient walk with Polyak's step towards the best plan known (Polyak 1969; Camerini,
Fratta and Maffioli 1975). Each step prices all routes exactly, so every bound on the way is true.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.search.model import SCALE
from planner.search.pricing import Node, Prices, Pricing, Quote

FloatArray = NDArray[np.float64]

KEEP = 0.8
"""How much of the last direction a step keeps."""

PATIENCE = 20
"""Steps without a better bound before the steps become shorter."""

SHORTER = 0.7

SHORTEST = 2e-4
"""The step length at which a walk ends."""


DEAREST = 4e6
"""No price exceeds this, so that sums of prices stay exact."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Whether to go on, who hears of a better bound, and how long the first step is."""

    go_on: Callable[[], bool]
    note: Callable[[int], None]
    first: float


@dataclass(slots=True)
class Descent:
    """The best prices found and their bound, in units."""

    bound: int
    prices: Prices
    quote: Quote
    steps: int


def to_vector(prices: Prices) -> FloatArray:
    parts = [np.ravel(getattr(prices, f.name)) for f in fields(Prices)]
    return np.concatenate(parts).astype(np.float64) / SCALE


def from_vector(vector: FloatArray, like: Prices) -> Prices:
    whole = np.rint(vector * SCALE).astype(np.int64)
    parts: dict[str, Any] = {}
    at = 0
    for f in fields(Prices):
        old = getattr(like, f.name)
        size = np.size(old)
        part = whole[at : at + size]
        parts[f.name] = part.reshape(old.shape) if isinstance(old, np.ndarray) else int(part[0])
        at += size
    return Prices(**parts)


def descend(
    pricing: Pricing,
    node: Node,
    start: Prices,
    target: int,
    steps: Steps,
) -> Descent:
    """Return the best prices of a node reached from a start; `target` is what a plan is worth.

    Ends when steps have become short, when the bound falls to the target, or on demand.
    """
    step = steps.first
    point = to_vector(start)
    top = _ceiling(pricing, start)
    floor = _floor(start)
    best = Descent(0, start, pricing.quote(start, node), 1)
    best.bound = best.quote.bound
    steps.note(best.bound)
    best_point, direction = point, np.zeros_like(point)
    failed, quote, prices = 0, best.quote, start
    while step > SHORTEST and best.bound > target and steps.go_on():
        slope = _slope(pricing, node, prices, quote)
        slope[(point <= floor) & (slope > 0)] = 0
        slope[(point >= top) & (slope < 0)] = 0
        direction = (1 - KEEP) * slope + KEEP * direction if direction.any() else slope
        size = float(direction @ direction)
        if size < 1e-12:  # noqa: PLR2004 -- nothing left to do
            break
        length = step * max(quote.bound - target, 0.0005 * abs(target) + SCALE) / SCALE / size
        point = np.minimum(np.maximum(point - length * direction, floor), top)
        prices = from_vector(point, start)
        quote = pricing.quote(prices, node)
        best.steps += 1
        if quote.bound < best.bound:
            large = quote.bound < best.bound - abs(best.bound) // 1000
            failed = 0 if large else max(-1, failed - 2)
            best.bound, best.prices, best.quote = quote.bound, prices, quote
            best_point = point
            steps.note(best.bound)
        failed += 1
        if failed > PATIENCE:
            step, failed = step * SHORTER, 0
            point, direction = best_point, np.zeros_like(point)
            prices, quote = best.prices, best.quote
    return best


def _floor(like: Prices) -> FloatArray:
    parts = []
    for f in fields(Prices):
        low = -DEAREST if f.name == "branch" else 0.0
        parts.append(np.full(np.size(getattr(like, f.name)), low))
    return np.concatenate(parts)


def _ceiling(pricing: Pricing, like: Prices) -> FloatArray:
    parts = []
    frozen = np.zeros(like.hold.shape, dtype=np.bool_)
    for p, o in pricing.frozen:
        frozen[o, p] = True
    for f in fields(Prices):
        high = np.full(np.shape(getattr(like, f.name)), DEAREST)
        if f.name == "short":
            high[:] = min(DEAREST, pricing.model.missing / SCALE)
        elif f.name == "hold":
            high[~frozen] = 0.0
        elif f.name == "kept" and pricing.before is not None:
            high[~pricing.before] = 0.0
        elif f.name == "changed" and pricing.model.most_changed is None:
            high = np.zeros(())
        parts.append(np.ravel(high))
    return np.concatenate(parts)


def _slope(pricing: Pricing, node: Node, prices: Prices, quote: Quote) -> FloatArray:
    """Return a subgradient of the bound: what each rule allows, less what the best routes use."""
    model, rows = pricing.model, pricing.rows
    slope = {
        f.name: np.zeros(np.shape(getattr(prices, f.name)), dtype=np.float64)
        for f in fields(Prices)
    }
    slope["host"] += [row.most for row in rows.hosts]
    slope["moment"] += 1.0
    slope["once"] += 1.0
    slope["short"] -= pricing.model.minimum
    slope["hold"] -= 1.0
    if pricing.before is not None:
        _change_slope(pricing, prices, slope)
    used = np.zeros(len(pricing.branches))
    strange = pricing.before is not None
    for k, kind in enumerate(model.kinds):
        values = quote.values[k]
        if not len(values) or (values.max() <= 0 and not kind.required):
            continue
        r, s, times = int(np.argmax(values)), kind.slot, len(kind.tours)
        riders = list(pricing.riders(k, r, quote.gains))
        options = list(pricing.slots[s].routes[r].options)
        slope["host"] -= times * pricing.host_rows[s][r]
        for moment in rows.moments_of[s][rows.pattern[s][r]]:
            slope["moment"][moment, riders] -= times
            if strange:
                slope["foreign"][moment, riders] -= times * pricing.strange[s][r, riders]
        slope["once"][np.ix_(pricing.host_of[options], np.array(riders, dtype=np.int64))] -= times
        for o in options if strange or pricing.frozen else ():
            if pricing.frozen:
                slope["hold"][o, riders] += times
            if strange:
                slope["kept"][o, riders] += times
        slope["short"][riders] += times * len(options)
        for b, branch in enumerate(pricing.branches):
            if k in branch.counts and branch.counts[k][r]:
                used[b] += times
    for b, price in enumerate(prices.branch):
        if price > 0 or (price == 0 and used[b] > node.high[b]):
            slope["branch"][b] = node.high[b] - used[b]
        elif price < 0 or used[b] < node.low[b]:
            slope["branch"][b] = node.low[b] - used[b]
    return np.concatenate([np.ravel(slope[f.name]) for f in fields(Prices)])


def _change_slope(pricing: Pricing, prices: Prices, slope: dict[str, FloatArray]) -> None:
    model = pricing.model
    stay = model.change + prices.changed - prices.kept.sum(axis=0) - prices.foreign.sum(axis=0)
    stays = stay > 0
    stays[list(model.gone)] = False
    slope["foreign"] += 1.0
    slope["foreign"][:, stays] -= 1.0
    slope["kept"][:, stays] -= 1.0
    slope["changed"] += float(stays.sum())
    if model.most_changed is not None:
        slope["changed"] -= model.people - model.most_changed
