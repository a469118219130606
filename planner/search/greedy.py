"""A first plan at once: the tour that adds most, with its best people, again and again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.plan import Ride
from planner.progress import Heed, unheeded
from planner.search.model import NEVER, IntArray, Kind, Model, units
from planner.search.routes import Slot
from planner.search.timetable import Chosen, timetable


@dataclass(frozen=True, slots=True)
class _Addition:
    gain: int
    kind: int
    route: int
    riders: tuple[int, ...]


def greedy(model: Model, slots: Sequence[Slot], heed: Heed = unheeded) -> list[Chosen]:
    """Return chosen routes that can be carried out; pins first, then whatever adds most."""
    return _Greedy(model, slots, heed).chosen()


def cost(kind: Kind, km: float) -> int:
    """Return what a tour of this kind costs over so many kilometres, in units."""
    return kind.fixed + units(kind.per_km * km)


class _Greedy:
    def __init__(self, model: Model, slots: Sequence[Slot], heed: Heed) -> None:
        self.model, self.slots, self.heed = model, slots, heed
        self.made: list[Chosen] = []
        self.rides: list[Ride] = []
        self.unused = {k: list(kind.tours) for k, kind in enumerate(model.kinds)}
        self.refused: set[tuple[int, int]] = set()
        self.last: dict[int, int] = {}
        self.found: dict[int, _Addition | None] = {}

    def chosen(self) -> list[Chosen]:
        for k, kind in enumerate(self.model.kinds):
            if kind.required:
                self._add_best([k], at_least=-NEVER)
        while self._add_best([k for k, tours in self.unused.items() if tours], at_least=1):
            pass
        return self.made

    def _add_best(self, kinds: list[int], at_least: int) -> bool:
        """Add the tour that adds most; a tour seldom adds more than it did, so few are priced."""
        fresh: set[int] = set()
        while True:
            known = [(gain, -k) for k in kinds if (gain := self.last.get(k, NEVER)) >= at_least]
            if not known:
                return False
            k = -max(known)[1]
            self.heed()
            best = self._best(k) if k not in fresh else self.found[k]
            if k in fresh and best is not None:
                if self._take(best):
                    return True
                self.refused.add((best.kind, best.route))
                fresh.discard(k)
                continue
            fresh.add(k)
            self.found[k] = best
            self.last[k] = -NEVER - 1 if best is None else best.gain

    def _take(self, addition: _Addition) -> bool:
        kind = self.model.kinds[addition.kind]
        route = self.slots[kind.slot].routes[addition.route]
        tour = self.unused[addition.kind][0]
        trial = [*self.made, Chosen(tour, kind.slot, route.path, addition.riders)]
        rides = timetable(self.model, trial)
        if rides is None:
            return False
        self.made, self.rides = trial, rides
        self.unused[addition.kind].pop(0)
        return True

    def _best(self, k: int) -> _Addition | None:
        model, kind = self.model, self.model.kinds[k]
        slot = self.slots[kind.slot]
        if not slot.routes:
            return None
        gains = self._gains(slot)
        for p in kind.riders:
            gains[:, p] = np.where(gains[:, p] > -NEVER // 2, NEVER, -NEVER)
        order = np.argsort(-gains, axis=1, kind="stable")
        best: _Addition | None = None
        full = self._full()
        for r, route in enumerate(slot.routes):
            high = min(route.high, kind.seats)
            hosts = {model.options[o].host for o in route.options}
            if (k, r) in self.refused or route.low > high or not kind.hosts <= hosts:
                continue
            if hosts & full or not kind.timed <= set(route.options):
                continue
            sorted_gains = gains[r, order[r]]
            number = min(high, max(route.low, int((sorted_gains > 0).sum())))
            if number > model.people or (number and sorted_gains[number - 1] <= -NEVER // 2):
                continue
            if number < len(kind.riders) or any(gains[r, p] <= 0 for p in kind.riders):
                continue
            total = int(sorted_gains[:number].sum()) - cost(kind, route.km)
            if best is None or total > best.gain:
                riders = tuple(sorted(int(p) for p in order[r, :number]))
                best = _Addition(total, k, r, riders)
        return best

    def _full(self) -> set[int]:
        visits = [self.model.options[o].host for ride in self.made for o in ride.path if o >= 0]
        hosts = self.model.problem.hosts
        return {h for h in set(visits) if visits.count(h) >= hosts[h].max_visits}

    def _gains(self, slot: Slot) -> IntArray:
        """Return what each route adds for each person, given who does what already."""
        model = self.model
        worth = model.worth.copy()
        count = np.zeros(model.people, dtype=np.int64)
        busy = np.zeros(model.people, dtype=np.bool_)
        for chosen, ride in zip(self.made, self.rides, strict=True):
            riders = list(chosen.riders)
            count[riders] += len(ride.visits)
            if ride.depart < slot.way.latest and slot.way.earliest < ride.back:
                busy[riders] = True
            visited = {model.options[o].host for o in chosen.path if o >= 0}
            for o, option in enumerate(model.options):
                if option.host in visited:
                    worth[o, riders] = -NEVER
        gains = worth[slot.visits].sum(axis=1)
        short = np.maximum(0, model.minimum - count)
        gains += model.missing * np.minimum(slot.count[:, None], short[None, :])
        open_to = slot.eligible[[route.window for route in slot.routes]] & ~busy
        return np.where(open_to, np.maximum(gains, -NEVER), -NEVER)
