"""Some of the offers for one need: what rules and criteria both look at, worked out once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.columns.coding import Flags, Floats, Rows
from matching.columns.store import Columns
from matching.columns.weeks import Room, best_room, open_count
from matching.pair import Likeness
from matching.profiles import Need


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of the columns: offers for a need, with the likeness of concepts."""

    columns: Columns
    need: Need
    likeness: Likeness


BLOCK = 1 << 14
"""Offers looked at together: their columns stay in the processor's cache."""


def blocks(count: int, size: int) -> Iterator[slice]:
    """Cut so many offers into blocks of a size."""
    for first in range(0, count, size):
        yield slice(first, min(first + size, count))


class Selection:
    """A need and the numbers of some offers, ascending; at least one where they are looked at."""

    def __init__(self, columns: Columns, need: Need, rows: Rows) -> None:
        self.columns = columns
        self.need = need
        self.rows = rows

    def kept(self, keep: Flags) -> "Selection":
        """Return the offers to keep, with what is already known of them."""
        kept = Selection(self.columns, self.need, self.rows.compress(keep))
        for name in ("room", "open_weeks", "kilometres", "minutes"):
            if name in self.__dict__:
                kept.__dict__[name] = self.__dict__[name].compress(keep)
        return kept

    @cached_property
    def _window(self) -> list[Room]:
        """The weeks of the window for all offers from the first to the last of these."""
        part = slice(int(self.rows[0]), int(self.rows[-1]) + 1)
        return self.columns.weeks.in_window(self.need, part)

    @cached_property
    def room(self) -> Room:
        """The room of the best stay."""
        return best_room(self._window, self.need.weeks).take(self.rows - self.rows[0])

    @cached_property
    def open_weeks(self) -> NDArray[np.uint16]:
        return open_count(self._window).take(self.rows - self.rows[0])

    @cached_property
    def kilometres(self) -> Floats:
        """Whole kilometres, not a number where a place is not known."""
        if self.need.place is None:
            return np.full(len(self.rows), np.nan)
        return self.columns.points.kilometres(self.need.place, self.rows)

    @cached_property
    def minutes(self) -> Floats:
        """Minutes of travel, not a number where they are not known."""
        minutes = np.full(len(self.rows), np.nan)
        for key, value in self.need.minutes.items():
            row = self.columns.row_of_key.get(key, -1)
            at = np.searchsorted(self.rows, row)
            if at < len(self.rows) and self.rows[at] == row:
                minutes[at] = value
        return minutes
