"""Better plans by the route form: one or two tours choose anew, and everybody is seated anew."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from planner.search.form import Effort, Form, Seated
from planner.search.pricing import Pricing, Quote
from planner.search.work import Work

CANDIDATES = 12
"""Routes that a freed kind of tours may choose from: those that pay most at the prices."""

NODES = 40

LONGEST = 8.0
"""Seconds that one form may take in need; a form that takes them cannot be repeated."""

BUILD = 2.5e-5
ITERATION = 1.5e-8
"""Work per rider variable to lay a form out, and per simplex iteration and variable."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Up to which share of the work it may go on, and by which seed it chooses."""

    work: Work
    share: float
    seed: int


def polish(
    pricing: Pricing,
    quote: Quote,
    turn: Turn,
    best: Callable[[], list[Seated]],
    offer: Callable[[list[Seated]], bool],
) -> None:
    """Offer better plans found around the best one, until nothing changes or work runs out."""
    chance = random.Random(turn.seed)  # noqa: S311 -- a search, no secret
    better = True
    while better and turn.work.go_on(turn.share):
        better = False
        for free in _neighbourhoods(pricing, chance):
            if not turn.work.go_on(turn.share):
                return
            better |= _settle(pricing, quote, turn.work, free, best(), offer)


def _neighbourhoods(pricing: Pricing, chance: random.Random) -> Iterator[tuple[int, ...]]:
    """Yield which kinds of tours choose anew: none, then pairs, those of one slot first."""
    yield ()
    kinds = pricing.model.kinds
    pairs = list(combinations(range(len(kinds)), 2))
    chance.shuffle(pairs)
    yield from sorted(pairs, key=lambda pair: kinds[pair[0]].slot != kinds[pair[1]].slot)


def _settle(
    pricing: Pricing,
    quote: Quote,
    work: Work,
    free: tuple[int, ...],
    plan: list[Seated],
    offer: Callable[[list[Seated]], bool],
) -> bool:
    candidates: dict[int, list[int]] = {}
    for seated in plan:
        routes = candidates.setdefault(seated.kind, [])
        if seated.route not in routes:
            routes.append(seated.route)
    for k in free:
        order = np.argsort(-quote.values[k], kind="stable")[:CANDIDATES]
        paying = [int(r) for r in order if quote.values[k][r] > -(10**14)]
        candidates[k] = sorted({*candidates.get(k, []), *paying})
    barred: list[frozenset[tuple[int, int]]] = []
    for _ in range(3):
        form = Form(pricing, candidates, barred=barred)
        form.hint(plan)
        work.charge(BUILD * len(form.rides))
        seconds = max(0.1, work.seconds - work.elapsed)
        found = form.solve(Effort(nodes=NODES, seconds=min(seconds, LONGEST)))
        work.charge(ITERATION * form.solver.iterations() * len(form.rides))
        if form.solver.wall_time() >= 990 * min(seconds, LONGEST):
            work.cut |= seconds <= LONGEST
            work.repeatable = False
        if found is None or set(found) == set(plan):
            return False
        if offer(found):
            return True
        barred.append(frozenset((seated.kind, seated.route) for seated in found))
    return False
