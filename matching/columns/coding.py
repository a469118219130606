"""Columns of facts with few distinct values: a number per offer, and the values once."""

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

T = TypeVar("T", bound=Hashable)

Rows = NDArray[np.intp]
"""Numbers of offers."""
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
SMALL = 1 << 8
MIDDLE = 1 << 16


class Coded(Generic[T]):
    """One fact of every offer, by the number of its value among the distinct `values`."""

    def __init__(self, facts: Iterable[T]) -> None:
        numbers: dict[T, int] = {}
        codes = np.fromiter((numbers.setdefault(fact, len(numbers)) for fact in facts), np.uint32)
        self.values = tuple(numbers)
        self.codes = codes.astype(smallest_type(len(numbers)))

    def flags(self, function: Callable[[T], bool]) -> Flags:
        """Ask once per distinct value, and return the answer for every offer."""
        return self._table(function, np.bool_).take(self.codes)

    def floats(self, function: Callable[[T], float], rows: Rows) -> Floats:
        """Ask once per distinct value, and return the answers for some offers."""
        return self._table(function, np.float64).take(self.codes.take(rows))

    def some_flags(self, function: Callable[[T], bool], rows: Rows) -> Flags:
        """As `flags`, for some offers."""
        return self._table(function, np.bool_).take(self.codes.take(rows))

    def _table(self, function: Callable[[T], object], type_: DTypeLike) -> NDArray:  # type: ignore[type-arg]
        return np.array([function(value) for value in self.values], type_)


def smallest_type(count: int) -> DTypeLike:
    """Return the smallest unsigned type that numbers so many values."""
    if count <= SMALL:
        return np.uint8
    return np.uint16 if count <= MIDDLE else np.uint32
