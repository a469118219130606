"""Columns of facts with few distinct values: a number per offer, and the values once."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

T = TypeVar("T", bound=Hashable)

Rows = NDArray[np.intp]
"""Numbers of offers, ascending."""
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
SMALL, MIDDLE = 1 << 8, 1 << 16
FEW = 6
"""So many values are faster compared one by one than looked up."""


class Coded(Generic[T]):
    """One fact of every offer, by the number of its value among the distinct `values`."""

    def __init__(self, facts: Iterable[T]) -> None:
        numbers: dict[T, int] = {}
        codes = np.fromiter((numbers.setdefault(fact, len(numbers)) for fact in facts), np.uint32)
        self.values = tuple(numbers)
        self.codes = codes.astype(_smallest_type(len(numbers)))

    def flags(self, function: Callable[[T], bool]) -> Callable[[slice], Flags] | None:
        """Ask once per distinct value; return who gives the answers, None when all are no."""
        table = np.array([function(value) for value in self.values], np.bool_)
        yes = np.flatnonzero(table)
        if not len(yes):
            return None
        if len(yes) > FEW:
            return lambda part: looked_up(table, self.codes[part])
        numbers = [self.codes.dtype.type(number) for number in yes]
        return lambda part: _any_of(self.codes[part], numbers)

    def floats(self, function: Callable[[T], float]) -> Callable[[Rows], Floats]:
        """Ask once per distinct value; return who gives the answers for some offers."""
        table = np.array([function(value) for value in self.values], np.float64)
        return lambda rows: looked_up(table, self.codes.take(rows))


def looked_up(table: NDArray[Any], codes: NDArray[Any]) -> NDArray[Any]:
    """Return the entries of a table by their numbers; the wide index is what `take` wants."""
    return table.take(codes.astype(np.intp))


def _any_of(codes: NDArray[Any], numbers: list[Any]) -> Flags:
    found: Flags = codes == numbers[0]
    for number in numbers[1:]:
        found |= codes == number
    return found


def _smallest_type(count: int) -> DTypeLike:
    if count <= SMALL:
        return np.uint8
    return np.uint16 if count <= MIDDLE else np.uint32
