"""Tours that could share riders, taken together: the which routes go with which.

A block is a group of slots whose hours overlap. At fixed prices of the rules between blocks the
plan falls apart into blocks, and the bound of that is far closer than where every tour stands
alone (a larger subproblem in the Lagrangian relaxation; Geoffrion 1974).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.progress import Heed, unheeded
from planner.search.combinations import Groups
from planner.search.model import NEVER, IntArray, Seated
from planner.search.pricing import Pricing

POOL = 150
"""Plans of a block that are remembered."""

Part = tuple[Seated, ...]
"""The tours of one block in a plan, sorted."""


@dataclass(slots=True)
class Priced:
    """What a block can be worth at prices, and good plans of it with their worth.

    `loose` is a limit that holds by inner prices alone; by `slack[kind][route]` it is less with
    a tour of the kind on that route.
    """

    bound: int
    plans: list[tuple[int, Part]]
    loose: int
    slack: list[IntArray]
    work: float


class Block:
    """Some slots, their tours, and which routes go together."""

    def __init__(self, pricing: Pricing, slots: Sequence[int], heed: Heed = unheeded) -> None:
        self.heed = heed
        self.pricing, self.model, self.slots = pricing, pricing.model, list(slots)
        self.kinds = [k for k, kind in enumerate(self.model.kinds) if kind.slot in self.slots]
        self.tours = [
            i for i, k in enumerate(self.kinds) for _ in range(len(self.model.kinds[k].tours))
        ]
        sizes = [len(pricing.slots[s].routes) for s in self.slots]
        self.base = dict(zip(self.slots, np.cumsum([0, *sizes[:-1]]).tolist(), strict=True))
        self.size = sum(sizes)
        inside = {m for s in self.slots for ms in pricing.rows.moments_of[s] for m in ms}
        self.moments = np.array(sorted(inside), dtype=np.int64)
        own = [
            i
            for i, row in enumerate(pricing.rows.hosts)
            if row.routes and all(s in self.base for s, _ in row.routes)
        ]
        self.own = np.array(own, dtype=np.int64)
        """Host rows that concern this block alone."""
        self.heed()
        self.groups = self._groups()
        self.pool: dict[Part, None] = {}

    def _groups(self) -> Groups:
        """Return which routes exclude each other, as tours and for riders."""
        pricing = self.pricing
        visits = np.zeros((self.size + 1, len(pricing.rows.hosts)), dtype=np.int64)
        back = np.full(self.size + 1, NEVER, dtype=np.int64)
        depart = np.full(self.size + 1, -NEVER, dtype=np.int64)
        hosts = np.zeros((self.size + 1, len(self.model.problem.hosts)), dtype=np.float32)
        for s, base in self.base.items():
            count = len(pricing.slots[s].routes)
            visits[base : base + count] = pricing.host_rows[s]
            for r, route in enumerate(pricing.slots[s].routes):
                back[base + r], depart[base + r] = route.times.back, route.times.depart
                hosts[base + r, [self.model.options[o].host for o in route.options]] = 1
        most = np.array([row.most for row in pricing.rows.hosts], dtype=np.int64)
        single = visits[:, most == 1].astype(np.float32)  # exact, and far faster than integers
        many = [i for i in np.flatnonzero(most != 1) if most[i] < len(self.tours)]
        after = back[:, None] <= depart
        free = (after | after.T) & (hosts @ hosts.T == 0)
        return Groups(
            apart=(single @ single.T) > 0,
            counted=[(visits[:, i], int(most[i])) for i in many if visits[:, i].any()],
            free=free,
        )

    def remember(self, plan: Sequence[Seated]) -> None:
        """Keep the part of a plan that lies in this block, to be priced again."""
        mine = [seated for seated in plan if seated.kind in self.kinds]
        part = tuple(sorted(mine, key=lambda seated: (seated.kind, seated.route, seated.riders)))
        self.pool.pop(part, None)
        self.pool[part] = None
        if len(self.pool) > POOL:
            del self.pool[next(iter(self.pool))]
