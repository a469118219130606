"""Prices that press the bound down, step by step, without a linear program.

A deflected subgradient walk with Polyak's step towards the best plan known (Polyak 1969; Camerini,
Fratta and Maffioli 1975). Each step prices tours or blocks of tours in whole units, so every
bound on the way is true.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.search.blocks import Block, Priced
from planner.search.model import SCALE, Seated
from planner.search.pricing import Node, Prices, Pricing
from planner.search.turns import price

FloatArray = NDArray[np.float64]

KEEP = 0.8
"""How much of the last direction a step keeps."""

PATIENCE, PATIENCE_BLOCKS = 20, 5
"""Steps without a better bound before the steps become shorter."""

INNER = 4
"""Steps of the inner prices of a block at each step."""

SHORTER = 0.7

SHORTEST = 2e-4
"""The step length at which a walk ends."""


DEAREST = 4e6
"""No price exceeds this, so that sums of prices stay exact."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Whether to go on, who hears of each bound and plan, and how long the first step is."""

    go_on: Callable[[], bool]
    note: Callable[[int, list[Seated]], None]
    first: float


@dataclass(slots=True)
class Descent:
    """The best prices found and their bound, in units."""

    bound: int
    prices: Prices


@dataclass(slots=True)
class Answer:
    """The bound at some prices, and the plan that pays most at them, rules between left aside."""

    bound: int
    plan: list[Seated]
    blocks: list[Priced] = field(default_factory=list)


class Tours:
    """Prices every tour by itself: fast, and a bound as close as the linear relaxation."""

    patience = PATIENCE

    def __init__(self, pricing: Pricing, node: Node) -> None:
        self.pricing, self.node = pricing, node
        self.inner: list[int] | None = None

    def answer(self, prices: Prices) -> Answer:
        pricing = self.pricing
        quote = pricing.quote(prices, self.node)
        plan: list[Seated] = []
        for k, kind in enumerate(pricing.model.kinds):
            values = quote.values[k]
            if len(values) and (values.max() > 0 or kind.required):
                r = int(np.argmax(values))
                riders = pricing.riders(k, r, quote.gains)
                plan += [Seated(k, r, riders)] * len(kind.tours)
        return Answer(quote.bound, plan)


class Blocks:
    """Prices blocks of tours: slower, and far closer. The inner prices move with each answer."""

    patience = PATIENCE_BLOCKS

    def __init__(
        self,
        pricing: Pricing,
        node: Node,
        blocks: Sequence[Block],
        charge: Callable[[float], None],
    ) -> None:
        self.pricing, self.node, self.blocks, self.charge = pricing, node, blocks, charge
        self.prices: Prices | None = None
        self.own = [int(i) for block in blocks for i in block.own]
        self.inner: list[int] | None = self.own

    def answer(self, prices: Prices) -> Answer:
        self.prices = prices
        rows = self.pricing.rows.hosts
        bound = self.pricing.constant(prices, self.node) - int(prices.moment.sum())
        bound -= sum(int(prices.host[i]) * rows[i].most for i in self.own)
        answer = Answer(bound, [])
        for block in self.blocks:
            priced = price(block, prices, self.node, INNER)
            self.charge(priced.work)
            answer.bound += priced.bound
            answer.blocks.append(priced)
            if priced.plans:
                answer.plan += priced.plans[0][1]
        return answer


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


def descend(oracle: Tours | Blocks, start: Prices, target: int, steps: Steps) -> Descent:
    """Return the best prices of a node reached from a start; `target` is what a plan is worth.

    Ends when steps have become short, when the bound falls to the target, or on demand.
    """
    pricing, node = oracle.pricing, oracle.node
    step, floor, top = steps.first, _floor(start), _ceiling(pricing, start)
    best: Descent | None = None
    best_point = point = to_vector(start)
    direction = np.zeros_like(point)
    failed = 0
    while best is None or (step > SHORTEST and best.bound > target and steps.go_on()):
        prices = from_vector(point, start)
        answer = oracle.answer(prices)
        point = to_vector(prices)
        steps.note(answer.bound, answer.plan)
        failed += 1
        if best is None or answer.bound < best.bound:
            large = best is None or answer.bound < best.bound - abs(best.bound) // 1000
            failed = 0 if large else max(0, failed - 3)
            best, best_point = Descent(answer.bound, prices), point
        if failed > oracle.patience:
            step, failed = step * SHORTER, 0
            point, direction = best_point, np.zeros_like(point)
            continue
        slope = _slope(pricing, node, prices, answer.plan, oracle.inner)
        slope[(point <= floor) & (slope > 0)] = 0
        slope[(point >= top) & (slope < 0)] = 0
        direction = (1 - KEEP) * slope + KEEP * direction if direction.any() else slope
        size = float(direction @ direction)
        if size < 1e-12:  # noqa: PLR2004 -- nothing left to do
            break
        length = step * max(answer.bound - target, 0.0005 * abs(target) + SCALE) / SCALE / size
        point = np.minimum(np.maximum(point - length * direction, floor), top)
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


def _slope(
    pricing: Pricing, node: Node, prices: Prices, plan: Sequence[Seated], inner: list[int] | None
) -> FloatArray:
    """Return a subgradient of the bound: what each rule allows, less what the plan uses.

    `inner` are the host rows that a pricing of blocks looks after itself, with all moments.
    """
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
    used = np.array([branch.count(plan) for branch in pricing.branches], dtype=np.float64)
    strange = pricing.before is not None
    for seated in plan:
        r, s, riders = seated.route, model.kinds[seated.kind].slot, list(seated.riders)
        options = list(pricing.slots[s].routes[r].options)
        slope["host"] -= pricing.host_rows[s][r]
        for moment in rows.moments_of[s][rows.pattern[s][r]]:
            slope["moment"][moment, riders] -= 1
            if strange:
                slope["foreign"][moment, riders] -= pricing.strange[s][r, riders]
        slope["once"][np.ix_(pricing.host_of[options], np.array(riders, dtype=np.int64))] -= 1
        for o in options if strange or pricing.frozen else ():
            if pricing.frozen:
                slope["hold"][o, riders] += 1
            if strange:
                slope["kept"][o, riders] += 1
        slope["short"][riders] += len(options)
    if inner is not None:
        slope["moment"][:] = 0
        slope["host"][inner] = 0
    for b, paid in enumerate(prices.branch):
        if paid > 0 or (paid == 0 and used[b] > node.high[b]):
            slope["branch"][b] = node.high[b] - used[b]
        elif paid < 0 or used[b] < node.low[b]:
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
