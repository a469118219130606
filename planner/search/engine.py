"""The order of the search: candidates first, then better plans and bounds, until the limits."""

import random
from contextlib import suppress

import numpy as np

from planner.problem import Problem
from planner.search.anew import Anew
from planner.search.blocks import Block
from planner.search.carry import carried
from planner.search.descent import Blocks, Steps, Tours, descend
from planner.search.form import Effort, Form
from planner.search.greedy import greedy
from planner.search.improve import Improvement
from planner.search.lengthen import IDLE, SHARE, TURN, lengthen
from planner.search.model import Model, Seated, build
from planner.search.pricing import Node, Prices, Pricing, copied
from planner.search.proof import Part, Proof
from planner.search.relaxation import weak_bound
from planner.search.result import Result
from planner.search.routes import slots
from planner.search.rows import overlapping, rows
from planner.search.standing import Standing
from planner.search.state import State
from planner.search.timetable import timetable
from planner.search.work import Broken, Work

STEP, STEP_KIND, STEP_BASE = 1e-8, 4e-5, 3e-4
"""Work per route of a kind of tours and person priced once, per kind, and per step."""

NODES = 200

FORM = 1e-4
"""Nodes for a first plan by the route form, and its work per rider variable."""

STALE, STALE_TOUR = 100, 30
"""Rounds without a better plan, also per tour, after which a walk ends."""

EVERY = 8
"""Answers of the blocks from one plan made at their prices to the next."""

NOISE = 0.4
"""How far prices stray from the best ones when plans are sought by chance."""

SMALL = 700
"""Persons times kinds of tours up to which a proof by parts is worth its work."""

PROVABLE = 0.03
"""The gap up to which a proof by parts is tried."""

TURNS, SEEK = (0.5, 0.7, 0.9), 0.05
"""The shares of the work at which turns of a proof end, and what is sought after each."""


def search(problem: Problem, work: Work, seed: int) -> Result | None:
    """Return the best plan found; None when no plan was found that breaks no rule."""
    return _Search(problem, work, seed).result()


class _Search:
    """One search: the phases that better the best plan and the bound."""

    def __init__(self, problem: Problem, work: Work, seed: int) -> None:
        self.problem, self.work, self.seed = problem, work, seed
        self.standing = Standing(problem)
        self.best_seated: list[Seated] = []
        self.complete = True
        self.chance = random.Random(seed)  # noqa: S311 -- a search, no secret
        work.figures = self.standing.figures

    def result(self) -> Result | None:
        with suppress(Broken):
            self._prepare()
            self._search()
        self.work.phase = "done"
        self.work.tell()
        reproducible = self.work.repeatable and not self.work.cut
        return self.standing.result(complete=self.complete, reproducible=reproducible)

    def _prepare(self) -> None:
        """Offer the plans that are had at once, then lay out what the search looks up."""
        work = self.work
        work.tell()
        self.standing.offer(())
        if self.problem.previous is not None:
            self.standing.offer(self.problem.previous.rides)
        self.model: Model = build(self.problem)
        found = slots(self.model, heed=work.heed)
        self.complete = all(slot.complete for slot in found)
        work.phase = "first plan"
        work.tell()
        self.first = greedy(self.model, found, work.heed)
        rides = timetable(self.model, self.first)
        self.begun = rides is not None and self.standing.offer(rides)
        work.patient = False
        work.phase = "rules"
        work.tell()
        self.pricing = Pricing(self.model, found, rows(self.model, found, work.heed))
        self.whole: Node = self.pricing.whole()
        self.prices: Prices = self.pricing.free()
        groups = overlapping(found) if self.complete else []
        self.blocks = [Block(self.pricing, sorted(group), work.heed) for group in groups]
        self.anew = Anew(self.pricing, self.whole, self.blocks, work)

    def _search(self) -> None:
        pricing = self.pricing
        start = State(pricing)
        seated = start.numbered(self.first)
        self.best_seated = seated if self.begun else []
        start.load(seated)
        if self.problem.previous is not None:
            kept = carried(pricing, self.whole, self.problem.previous)
            if self._offer_seated(kept) or self.standing.best is None:
                start.load(kept)
        if self.standing.best is None:
            self._rescue()
            start.load(self.best_seated or seated)
        if self.complete:
            self._blocks(start)
        walk = Improvement(pricing, self.whole, start, self.work, self.seed)
        if not self.complete:
            walk.descend()
            self._offer_seated(walk.best.seated())
            walk = self._long(walk)
        walk.load(self.best_seated)
        self._walk(walk, 1.0)

    def _blocks(self, start: State) -> None:
        """Better the plan and the bound by blocks of tours, whose routes are all known."""
        self._improve(start, 0.05)
        if not self._small():
            self._press(0.4)
            self._press_blocks(0.65)
            self._seek(0.85)
            return
        self._press(0.1)
        self._press_blocks(0.3)
        for share in TURNS:
            self._prove(share)
            self._seek(share + SEEK)

    def _long(self, walk: Improvement) -> Improvement:
        """Walk, and look for long tours for those whom the best plan brings together, in turn."""
        self.standing.lower(weak_bound(self.model))
        idle = 0
        while idle < IDLE and self.work.go_on(SHARE):
            worth = self.standing.target
            self.work.phase = "long tours"
            self.best_seated, spent = lengthen(self.pricing, self.best_seated)
            self.work.charge(spent)
            self._renumber()
            start = State(self.pricing).load(self.best_seated)
            walk = Improvement(self.pricing, self.whole, start, self.work, self.seed)
            walk.descend()
            self._offer_seated(walk.best.seated())
            self._walk(walk, self.work.spent / self.work.budget + TURN)
            idle = 0 if self.standing.target > worth else idle + 1
        return walk

    def _renumber(self) -> None:
        """Lay the routes out anew, after some were added."""
        slots = self.pricing.slots
        self.pricing = Pricing(self.model, slots, rows(self.model, slots))
        self.whole, self.prices = self.pricing.whole(), self.pricing.free()

    def _rescue(self) -> None:
        """Look for a plan that keeps pins, frozen visits and limits by the route form alone."""
        self.work.phase = "first plan"
        allowed = {
            k: [int(r) for r in np.flatnonzero(mask)] for k, mask in enumerate(self.whole.allowed)
        }
        form = Form(self.pricing, allowed)
        self.work.charge(FORM * len(form.rides))
        seconds = max(0.1, (self.work.seconds - self.work.elapsed) / 2)
        plan = form.solve(Effort(nodes=NODES, seconds=seconds, gap=0.02))
        self.work.repeatable &= form.solver.wall_time() < 990 * seconds
        if plan is not None:
            self._offer_seated(plan)

    def _press(self, share: float) -> None:
        """Press the bound down by prices, tour by tour."""
        self.work.phase = "bound"
        kinds = self.model.kinds
        routes = sum(len(self.pricing.slots[kind.slot].routes) for kind in kinds)
        step = STEP_BASE + STEP_KIND * len(kinds) + STEP * routes * self.model.people

        def go_on() -> bool:
            self.work.charge(step)
            return self.work.go_on(share)

        oracle = Tours(self.pricing, self.whole)
        steps = Steps(go_on, lambda bound, _plan: self.standing.lower(bound), 1.0)
        self.prices = descend(oracle, self.prices, self.standing.target, steps).prices

    def _press_blocks(self, share: float) -> None:
        """Press the bound further down by prices of blocks, and make plans at these prices."""
        self.work.phase = "bound"
        oracle = Blocks(self.pricing, self.whole, self.blocks, self.work.charge)
        answers = 0

        def note(bound: int, _plan: list[Seated]) -> None:
            nonlocal answers
            answers += 1
            self.standing.lower(bound)
            if answers % EVERY == 0 and oracle.prices is not None:
                self._begin(oracle.prices, share)
                self.work.phase = "bound"

        steps = Steps(lambda: self.work.go_on(share), note, 0.5)
        self.prices = descend(oracle, self.prices, self.standing.target, steps).prices

    def _seek(self, share: float) -> None:
        """Make plans at prices near the best ones, by chance."""
        while self.work.go_on(share) and not self.standing.proved:
            prices = copied(self.prices)
            self.pricing.pad(self.whole, prices)
            for table in (prices.once, prices.host, prices.short):
                noise = [self.chance.uniform(1 - NOISE, 1 + NOISE) for _ in range(table.size)]
                table[...] = np.rint(table * np.reshape(noise, table.shape))
            self._begin(prices, share)

    def _begin(self, prices: Prices, share: float) -> None:
        """Make a plan at prices, block by block, and better it."""
        self.work.phase = "better plans"
        self._improve(self.anew.begin(copied(prices), self.chance), share)

    def _improve(self, state: State, share: float) -> None:
        """Better a plan block by block."""
        self.work.phase = "better plans"
        order = list(range(len(self.blocks)))
        self.chance.shuffle(order)
        self._offer_seated(self.anew.improve(state, order, share).seated())

    def _small(self) -> bool:
        return self.complete and self.model.people * len(self.model.kinds) <= SMALL

    def _prove(self, share: float) -> None:
        """Split all plans into parts, until the best plan is proved or the work is done."""
        standing = self.standing
        if standing.proved or standing.lowest is None or not standing.within(PROVABLE):
            return
        self.work.phase = "proof"
        if standing.proof is None:
            root = Part(self.pricing.whole(), standing.lowest, self.prices)
            standing.proof = Proof(
                self.pricing,
                self.blocks,
                root,
                self.work,
                lambda: standing.target,
                self._offer_seated,
            )
        standing.proof.run(share)

    def _offer_seated(self, plan: list[Seated]) -> bool:
        rides = timetable(self.model, State(self.pricing).load(plan).chosen())
        found = rides is not None and self.standing.offer(rides)
        if found:
            self.best_seated = plan
        return found

    def _walk(self, walk: Improvement, share: float) -> None:
        budget, spent = share * self.work.budget, self.work.spent
        warm = 0.004 * abs(self.standing.target)
        self.work.phase = "better plans"
        stale, most = 0, STALE + STALE_TOUR * len(walk.current.kind)
        while stale < most and self.work.go_on(share) and not self.standing.proved:
            best = walk.best_value
            stale += 1
            left = 1 - (self.work.spent - spent) / max(1e-9, budget - spent)
            walk.disturb(warm * left)
            if walk.best_value > best:
                stale = 0
                self._offer_seated(walk.best.seated())
