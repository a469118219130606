"""A plan under way: the route and riders of every tour, and what is left for one slot."""

from collections.abc import Iterable, Sequence

import numpy as np

from planner.search.model import NEVER, IntArray, Seated
from planner.search.pricing import Pricing
from planner.search.timetable import Chosen

UNUSED = -1
"""The route of a tour that stays unused."""


class State:
    """Every tour with its route and riders; `objective` in units, kept by `refresh`."""

    def __init__(self, pricing: Pricing) -> None:
        self.pricing, self.model = pricing, pricing.model
        self.kind = [k for k, kind in enumerate(self.model.kinds) for _ in kind.tours]
        self.tour = [t for kind in self.model.kinds for t in kind.tours]
        self.route = [UNUSED] * len(self.kind)
        self.riders: list[tuple[int, ...]] = [()] * len(self.kind)
        self.in_slot: list[list[int]] = [[] for _ in pricing.slots]
        for i, k in enumerate(self.kind):
            self.in_slot[self.model.kinds[k].slot].append(i)
        self.most = np.array([row.most for row in pricing.rows.hosts], dtype=np.int64)

    def copy(self) -> "State":
        twin = object.__new__(State)
        twin.pricing, twin.model = self.pricing, self.model
        twin.kind, twin.tour, twin.in_slot, twin.most = (
            self.kind,
            self.tour,
            self.in_slot,
            self.most,
        )
        twin.route, twin.riders = list(self.route), list(self.riders)
        return twin

    def load(self, plan: Iterable[Seated]) -> "State":
        """Take the routes and riders of a plan; return itself."""
        self.route = [UNUSED] * len(self.kind)
        self.riders = [()] * len(self.kind)
        for seated in plan:
            i = next(
                i for i, k in enumerate(self.kind) if k == seated.kind and self.route[i] == UNUSED
            )
            self.route[i], self.riders[i] = seated.route, seated.riders
        return self

    def seated(self) -> list[Seated]:
        return [
            Seated(k, r, riders)
            for k, r, riders in zip(self.kind, self.route, self.riders, strict=True)
            if r != UNUSED
        ]

    def numbered(self, chosen: Iterable[Chosen]) -> list[Seated]:
        """Return chosen paths by the numbers of their kinds and routes."""
        kind = dict(zip(self.tour, self.kind, strict=True))
        numbers = [
            {route.path: r for r, route in enumerate(slot.routes)} for slot in self.pricing.slots
        ]
        return [Seated(kind[c.tour], numbers[c.slot][c.path], c.riders) for c in chosen]

    def chosen(self) -> list[Chosen]:
        found = []
        for i, (k, r) in enumerate(zip(self.kind, self.route, strict=True)):
            if r != UNUSED:
                slot = self.model.kinds[k].slot
                path = self.pricing.slots[slot].routes[r].path
                found.append(Chosen(self.tour[i], slot, path, self.riders[i]))
        return found

    def objective(self) -> int:
        """Return what the plan is worth, in units."""
        model, total = self.model, 0
        count = np.zeros(model.people, dtype=np.int64)
        for seated in self.seated():
            options = self._options(seated)
            riders = list(seated.riders)
            total += int(model.worth[np.ix_(options, riders)].sum())
            total -= int(self.pricing.costs[seated.kind][seated.route])
            count[riders] += len(options)
        total -= model.missing * int(np.maximum(0, model.minimum - count).sum())
        return total - model.change * len(self.changed())

    def changed(self) -> list[int]:
        """Return the persons whose visits are not certain to be as before."""
        if self.pricing.before is None:
            return []
        kept = self.kept_visits(self.seated())
        before = self.model.before
        return [p for p, old in enumerate(before) if old is None or kept[p] != len(old)]

    def kept_visits(self, plan: Sequence[Seated]) -> IntArray:
        """Return how many visits of before each person keeps; NEVER-many with a strange one."""
        before = self.pricing.before
        assert before is not None
        kept = np.zeros(self.model.people, dtype=np.int64)
        for seated in plan:
            riders = list(seated.riders)
            mine = before[np.ix_(self._options(seated), riders)]
            kept[riders] += np.where(mine.all(axis=0), mine.sum(axis=0), NEVER)
        return kept

    def _options(self, seated: Seated) -> list[int]:
        slot = self.pricing.slots[self.model.kinds[seated.kind].slot]
        return list(slot.routes[seated.route].options)

    def use(self, without: Iterable[int] = ()) -> IntArray:
        """Return how much of every host row is used, without some tours."""
        out = set(without)
        total = np.zeros(len(self.most), dtype=np.int64)
        for i, r in enumerate(self.route):
            if r != UNUSED and i not in out:
                total += self.pricing.host_rows[self.model.kinds[self.kind[i]].slot][r]
        return total

    def slot_gains(self, s: int, free: Iterable[int] = ()) -> IntArray:
        """Return what each route of a slot adds for each person, given all slots not free."""
        out = {s, *free}
        model, pricing = self.model, self.pricing
        slot = pricing.slots[s]
        worth = model.worth.copy()
        count = np.zeros(model.people, dtype=np.int64)
        busy = np.zeros(model.people, dtype=np.bool_)
        others = [
            Seated(k, r, riders)
            for k, r, riders in zip(self.kind, self.route, self.riders, strict=True)
            if r != UNUSED and model.kinds[k].slot not in out
        ]
        for seated in others:
            riders = list(seated.riders)
            way = pricing.slots[model.kinds[seated.kind].slot].way
            if way.earliest < slot.way.latest and slot.way.earliest < way.latest:
                busy[riders] = True
            options = self._options(seated)
            count[riders] += len(options)
            hosts = {model.options[o].host for o in options}
            again = [o for o, option in enumerate(model.options) if option.host in hosts]
            worth[np.ix_(again, riders)] = -NEVER
        gains = np.zeros((len(slot.routes), model.people), dtype=np.int64)
        for column in range(slot.visits.shape[1]):
            gains += worth[slot.visits[:, column]]
        if model.missing:
            lacking = np.maximum(0, model.minimum - count)
            gains += model.missing * np.minimum(slot.count[:, None], lacking)
        if pricing.before is not None and model.change:
            gains += self._stays(s, others)
        barred = pricing.rows.shut[s][pricing.rows.pattern[s]] | busy
        return np.where(barred, -NEVER, np.maximum(gains, -NEVER))

    def _stays(self, s: int, others: list[Seated]) -> IntArray:
        """Return what each route adds by leaving persons as they were, or takes by not."""
        before, model = self.pricing.before, self.model
        assert before is not None
        kept = self.kept_visits(others)
        had = np.array([-1 if old is None else len(old) for old in model.before], dtype=np.int64)
        mine = before.astype(np.int64)[self.pricing.slots[s].visits].sum(axis=1)
        right = (mine == self.pricing.slots[s].count[:, None]) & (kept + mine == had)
        return model.change * (right.astype(np.int64) - (kept == had).astype(np.int64))
