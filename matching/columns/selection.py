"""Some of the offers for one need: what rules and criteria both look at, worked out once."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.columns.coding import Flags, Floats, Rows
from matching.columns.store import Columns
from matching.columns.weeks import Room, best_room, open_count
from matching.criteria import UNKNOWN
from matching.pair import Likeness
from matching.profiles import Need


class Selection:
    """A need and the numbers of some offers."""

    def __init__(
        self, columns: Columns, need: Need, rows: Rows, likeness: Likeness | None = None
    ) -> None:
        self.columns = columns
        self.need = need
        self.rows = rows
        self.likeness = likeness or {}

    def kept(self, keep: Flags) -> "Selection":
        """Return the offers to keep, with what is already known of them."""
        kept = Selection(self.columns, self.need, self.rows[keep], self.likeness)
        for name in ("room", "open_weeks", "kilometres"):
            if name in self.__dict__:
                kept.__dict__[name] = self.__dict__[name][keep]
        return kept

    @cached_property
    def _window(self) -> list[Room]:
        return self.columns.weeks.in_window(self.need, self.rows)

    @cached_property
    def room(self) -> Room:
        """The room of the best stay."""
        return best_room(self._window, self.need.weeks)

    @cached_property
    def open_weeks(self) -> NDArray[np.uint16]:
        return open_count(self._window)

    @cached_property
    def kilometres(self) -> Floats:
        """Whole kilometres, not a number where a place is not known."""
        if self.need.place is None:
            return np.full(len(self.rows), np.nan)
        return self.columns.points.kilometres(self.need.place, self.rows)

    @cached_property
    def minutes(self) -> Floats:
        """Minutes of travel, not a number where they are not known."""
        minutes = np.full(self.columns.count, np.nan)
        for key, value in self.need.minutes.items():
            row = self.columns.row_of_key.get(key)
            if row is not None:
                minutes[row] = value
        return minutes.take(self.rows)

    @cached_property
    def coverage(self) -> Floats:
        """How much of the wanted concepts is given, as `criteria.coverage` adds it up."""
        found, total = np.zeros(self.columns.count), 0.0
        for concept in sorted(self.need.concepts):
            wanted = self.need.concepts[concept]
            found += np.minimum(wanted, self._best_given(concept))
            total += wanted
        if not total:
            return np.full(len(self.rows), UNKNOWN)
        found /= total
        found[~self.columns.concepts.some] = UNKNOWN
        return found.take(self.rows)

    def _best_given(self, concept: str) -> Floats:
        best = np.zeros(self.columns.count)
        alike = {**self.likeness.get(concept, {}), concept: 1.0}
        for other, share in alike.items():
            if other in self.columns.concepts.postings:
                rows, weights = self.columns.concepts.postings[other]
                best[rows] = np.maximum(best[rows], weights * share)
        return best
