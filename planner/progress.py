"""What a search reports while it runs, and how it is told to stop."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a search stands; `gap` is a share of the bound, both None when no bound is known."""

    seconds: float
    objective: float
    bound: float | None
    gap: float | None
    phase: str
    plans_found: int


Watcher = Callable[[Progress], bool]
"""Asked at least twice a second; answers whether to go on."""


Heed = Callable[[], None]
"""Called now and then inside a long step, so that it is reported and can be broken off."""


def unheeded() -> None:
    """Report nothing, break nothing off."""


def keep_going(_progress: Progress) -> bool:
    """Watch nothing, stop never."""
    return True
