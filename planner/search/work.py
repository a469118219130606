"""How much work a search may do, counted the same way on every machine, and who may stop it.

Work is counted in units of about a second of a quiet core, by what is computed and never by
the clock. So two runs do the same, unless the clock, which allows half as much again, runs out
first or the watcher says stop: then `cut` is True.
"""

import time
from collections.abc import Callable

from planner.progress import Progress, Watcher

SHARE = 0.7
"""Units of work per second allowed: room for a machine that is busy with other things."""

ASK_EVERY = 0.4
"""Seconds between questions to the watcher."""


GRACE = 0.8
"""Seconds in which a step may end by itself, after which it is broken off."""


class Broken(Exception):
    """A step was broken off, because the search was to stop a while ago."""


class Work:
    """The budget of one search."""

    def __init__(self, seconds: float, budget: float | None, watch: Watcher) -> None:
        self.began = time.monotonic()
        self.seconds = seconds
        self.budget = seconds * SHARE if budget is None else budget
        self.spent = 0.0
        self.cut = False
        self.repeatable = True
        self.patient = True
        """Whether only the watcher breaks off a step: until there is a first plan."""
        self.over: float | None = None
        self.watch = watch
        self.asked = 0.0
        self.phase = "routes"
        self.figures: Callable[[], tuple[float, float | None, int]] = lambda: (0.0, None, 0)

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.began

    def charge(self, units: float) -> None:
        self.spent += units
        self.heed()

    def heed(self) -> None:
        """Report from inside a long step, and break it off when it is to end and does not."""
        now = self.elapsed
        if now - self.asked >= ASK_EVERY:
            self.tell()
        if now > self.seconds and not self.patient:
            self.cut = True
        if not self.cut:
            return
        self.over = now if self.over is None else self.over
        if now - self.over > GRACE and self.figures()[2]:
            raise Broken

    def go_on(self, share: float = 1.0) -> bool:
        """Return whether there is work left, up to a share of the budget; ask the watcher."""
        now = self.elapsed
        if now > self.seconds:
            self.cut = True
        if now - self.asked >= ASK_EVERY:
            self.tell()
        return not self.cut and self.spent < self.budget * share

    def tell(self) -> None:
        """Report where the search stands, and hear whether to stop."""
        self.asked = self.elapsed
        objective, bound, plans = self.figures()
        gap = None
        if bound is not None:
            gap = max(0.0, bound - objective) / abs(bound) if bound else 0.0
        progress = Progress(
            seconds=self.asked,
            objective=objective,
            bound=bound,
            gap=gap,
            phase=self.phase,
            plans_found=plans,
        )
        if not self.watch(progress):
            self.cut = True
