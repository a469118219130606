"""Better plans by changing one slot at a time: other routes, everybody in it seated anew."""

import random

import numpy as np

from planner.search.model import NEVER, IntArray, Seated
from planner.search.pricing import Node, Pricing
from planner.search.seating import seating
from planner.search.state import UNUSED, State
from planner.search.timetable import Chosen, timetable
from planner.search.work import Work

CANDIDATES = 6
"""How many routes per tour are tried with an exact seating; the rest only by estimate."""


SEATING = 1.4e-4
SEAT = 2.2e-8
ESTIMATE = 4e-8
"""Work for a seating, per person and seat in it, and per route and person estimated."""


class Improvement:
    """A walk over plans; the best one that can be timed is kept in `best`."""

    def __init__(self, pricing: Pricing, node: Node, start: State, work: Work, seed: int) -> None:
        self.pricing, self.model, self.node = pricing, pricing.model, node
        self.work = work
        self.chance = random.Random(seed)  # noqa: S311 -- a search, no secret
        self.current = start
        self.value = start.objective()
        self.best, self.best_value = start.copy(), self.value
        self.rounds = 0
        self.timed: dict[tuple[int, tuple[int, ...]], bool] = {}

    def descend(self) -> None:
        """Improve slot after slot until none can be improved."""
        slots = list(range(len(self.pricing.slots)))
        again = True
        while again and self.work.go_on():
            again = False
            for s in slots:
                saved = self.current.copy()
                if self._improve_slot(s):
                    again |= self._keep()
                if self.value < self.best_value or not self._holds():
                    self.current = saved

    def disturb(self, temperature: float) -> None:
        """Change some tours by chance, improve around them, keep it when it is good enough."""
        self.rounds += 1
        saved, value = self.current.copy(), self.value
        used = [s for s, tours in enumerate(self.current.in_slot) if tours]
        slots = self.chance.sample(used, min(len(used), self.chance.choice((1, 1, 2))))
        for s in slots:
            self._scatter(s)
        others = self.chance.sample(used, min(len(used), 2))
        for s in dict.fromkeys([*slots, *others, *slots]):
            if not self.work.go_on():
                break
            self._improve_slot(s)
        self.value = self.current.objective()
        if self.value < value - temperature * self.chance.random() or not self._holds():
            self.current, self.value = saved, value
        else:
            self._keep()

    def load(self, plan: list[Seated]) -> None:
        """Go on from the best plan, which may have come from elsewhere."""
        found = self.best.copy().load(plan)
        if found.objective() > self.best_value:
            self.best, self.best_value = found, found.objective()
        self.current, self.value = self.best.copy(), self.best_value

    def _keep(self) -> bool:
        """Keep the current plan as the best when it is better and can be carried out."""
        self.value = self.current.objective()
        if self.value <= self.best_value or not self._holds():
            return False
        self.best, self.best_value = self.current.copy(), self.value
        return True

    def _holds(self) -> bool:
        most = self.model.most_changed
        if most is not None and len(self.current.changed()) > most:
            return False
        return timetable(self.model, self.current.chosen()) is not None

    def _timable(self, s: int, routes: list[int]) -> bool:
        """Return whether the routes of one slot can be carried out side by side."""
        key = (s, tuple(routes))
        if key not in self.timed:
            slot = self.pricing.slots[s]
            chosen = [
                Chosen(i, s, slot.routes[r].path, (), slot.windows[slot.routes[r].window])
                for i, r in zip(self.current.in_slot[s], routes, strict=True)
                if r != UNUSED
            ]
            self.timed[key] = timetable(self.model, chosen) is not None
        return self.timed[key]

    def _scatter(self, s: int) -> None:
        """Let one or two tours of a slot take other good routes."""
        state = self.current
        gains = state.slot_gains(s)
        tours = [i for i in state.in_slot[s] if not self.model.kinds[state.kind[i]].required]
        for i in self.chance.sample(tours, min(len(tours), self.chance.choice((1, 2)))):
            use = state.use(without=[i])
            estimates = self._estimates(i, gains, use)
            order = np.argsort(-estimates, kind="stable")[: 2 * CANDIDATES]
            good = [int(r) for r in order if estimates[r] > -NEVER // 2 and r != state.route[i]]
            state.riders[i] = ()
            state.route[i] = self.chance.choice(good) if good else UNUSED
        result = self._seat(s, gains, [state.route[i] for i in state.in_slot[s]])
        if result is None:
            for i in tours:
                state.route[i], state.riders[i] = UNUSED, ()
            result = self._seat(s, gains, [state.route[i] for i in state.in_slot[s]])
        if result is not None:
            for i, riders in zip(state.in_slot[s], result[1], strict=True):
                state.riders[i] = riders

    def _improve_slot(self, s: int) -> bool:
        """Change one tour of a slot at a time while that helps; return whether it did."""
        state = self.current
        tours = state.in_slot[s]
        gains = state.slot_gains(s)
        routes = [state.route[i] for i in tours]
        result = self._seat(s, gains, routes)
        if result is None:
            return False
        start = self._worth(s, gains)
        best, riders = result
        self._settle(s, routes, riders)
        order = list(range(len(tours)))
        self.chance.shuffle(order)
        waiting = list(order)
        while waiting and self.work.go_on():
            j = waiting.pop(0)
            found = self._better(s, j, gains, routes, best)
            if found is not None:
                best, routes, riders = found
                self._settle(s, routes, riders)
                waiting = [*waiting, *(x for x in order if x != j and x not in waiting)]
        return best > start

    def _worth(self, s: int, gains: IntArray) -> int:
        state, total = self.current, 0
        for i in state.in_slot[s]:
            if state.route[i] != UNUSED:
                total += int(gains[state.route[i]][list(state.riders[i])].sum())
                total -= int(self.pricing.costs[state.kind[i]][state.route[i]])
        return total

    def _settle(self, s: int, routes: list[int], riders: list[tuple[int, ...]]) -> None:
        for i, r, group in zip(self.current.in_slot[s], routes, riders, strict=True):
            self.current.route[i], self.current.riders[i] = r, group

    def _better(
        self, s: int, j: int, gains: IntArray, routes: list[int], best: int
    ) -> tuple[int, list[int], list[tuple[int, ...]]] | None:
        state = self.current
        i = state.in_slot[s][j]
        use = state.use(without=[i])
        estimates = self._estimates(i, gains, use)
        good = np.argsort(-estimates, kind="stable")[:CANDIDATES]
        trials = [int(r) for r in good if estimates[r] > -NEVER // 2 and r != routes[j]]
        if not self.model.kinds[state.kind[i]].required and routes[j] != UNUSED:
            trials.append(UNUSED)
        found = []
        for r in trials:
            changed = [*routes[:j], r, *routes[j + 1 :]]
            result = self._seat(s, gains, changed)
            if result is not None and result[0] > best:
                found.append((result[0], changed, result[1]))
        found.sort(key=lambda trial: -trial[0])
        return next((trial for trial in found if self._timable(s, trial[1])), None)

    def _estimates(self, i: int, gains: IntArray, use: IntArray) -> IntArray:
        """Return what each route would add with riders taken from where they gain less."""
        self.work.charge(ESTIMATE * gains.size)
        state, k = self.current, self.current.kind[i]
        s = self.model.kinds[k].slot
        now = np.zeros(self.model.people, dtype=np.int64)
        for other in state.in_slot[s]:
            if other != i and state.route[other] != UNUSED:
                riders = list(state.riders[other])
                now[riders] = np.maximum(0, gains[state.route[other]][riders])
        extra = np.where(gains > -NEVER // 2, gains - now, -NEVER)
        ranked = -np.sort(-extra, axis=1)
        value = self.pricing.value_of_best(k, ranked, np.cumsum(ranked, axis=1))
        fits = ((use + self.pricing.host_rows[s]) <= state.most).all(axis=1)
        fits &= self.node.allowed[k]
        return np.where(fits, value - self.pricing.costs[k], -NEVER)

    def _seat(
        self, s: int, gains: IntArray, routes: list[int]
    ) -> tuple[int, list[tuple[int, ...]]] | None:
        state = self.current
        tours = state.in_slot[s]
        used = [j for j, r in enumerate(routes) if r != UNUSED]
        kinds = [state.kind[tours[j]] for j in used]
        groups = [
            (int(self.pricing.low[k][routes[j]]), int(self.pricing.high[k][routes[j]]))
            for k, j in zip(kinds, used, strict=True)
        ]
        pinned = [self.model.kinds[k].riders for k in kinds]
        self.work.charge(SEATING + SEAT * self.model.people * sum(high for _, high in groups))
        result = seating(gains, [routes[j] for j in used], groups, pinned)
        if result is None:
            return None
        total, seated = result
        riders: list[tuple[int, ...]] = [()] * len(tours)
        for j, group in zip(used, seated, strict=True):
            riders[j] = group
        total -= sum(
            int(self.pricing.costs[k][routes[j]]) for k, j in zip(kinds, used, strict=True)
        )
        return total, riders
