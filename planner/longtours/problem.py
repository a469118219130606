"""What an engine for long tours is asked, what it answers, and when a tour can be carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Visit:
    """One place that a tour may call at, and what that is worth.

    Times are whole units counted from one origin. The window ``opens``–``closes``
    is for the *start* of the visit; a visit may end after it.
    """

    id: int
    score: int
    duration: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class LongTours:
    """Tours of one day from one depot; each visit is made once at most, over all of them.

    ``travel`` is a square matrix of whole units: row and column 0 are the depot,
    row and column ``i + 1`` are ``visits[i]``. A tour leaves the depot not before
    ``opens`` and is back not after ``closes``. Waiting is free.
    """

    visits: tuple[Visit, ...]
    travel: npt.NDArray[np.int64]
    opens: int
    closes: int
    tours: int


Tour: TypeAlias = tuple[int, ...]
"""Indices of ``LongTours.visits``, in the order in which they are made."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best tours found: what they collect, and what no tours can exceed.

    ``met`` are other tours met on the way, those of the best plans first, where any are kept.
    """

    tours: tuple[Tour, ...]
    score: int
    bound: int
    iterations: int
    seconds: float
    met: tuple[Tour, ...] = ()


def starts(problem: LongTours, tour: Sequence[int]) -> tuple[int, ...] | None:
    """Return the earliest start of each visit of ``tour``; None when it cannot be carried out."""
    clock, here = problem.opens, 0
    begun = []
    for index in tour:
        visit = problem.visits[index]
        clock = max(clock + int(problem.travel[here, index + 1]), visit.opens)
        if clock > visit.closes:
            return None
        begun.append(clock)
        clock, here = clock + visit.duration, index + 1
    if clock + int(problem.travel[here, 0]) > problem.closes:
        return None
    return tuple(begun)
