"""The free places of every offer in every week, and the best stay in a window."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.profiles import Need, Offer

CLOSED, UNKNOWN_PLACES = 0, 255
MOST_PLACES = UNKNOWN_PLACES - 2
"""More places than this are counted as so many; twice the largest group is 200."""
MOST_BYTES = 255
"""What a byte can count."""

Room = NDArray[np.uint8]
"""Free places and one more; CLOSED, or UNKNOWN_PLACES when open for nobody knows how many."""


class Weeks:
    """One row per week in which any offer is open, one column per offer."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        used = sorted(
            {week for offer in offers for period in offer.periods for week in period.weeks}
        )
        self.row = {week: number for number, week in enumerate(used)}
        by_offer = np.zeros((len(offers), len(used)), np.uint8)
        for room, offer in zip(by_offer, offers, strict=True):
            self._fill(room, offer)
        self.room = np.ascontiguousarray(by_offer.T)

    def _fill(self, room: Room, offer: Offer) -> None:
        for period in offer.periods:
            weeks = period.weeks
            if weeks:
                first = self.row[weeks.start]
                room[first : first + len(weeks)] = _code(offer.places)
        if offer.places is None:
            return
        for week in offer.booked:
            row = self.row.get(week)
            if row is not None and room[row] != CLOSED:
                room[row] = _code(offer.free_places(week))

    def in_window(self, need: Need, part: slice) -> list[Room]:
        """Return the room of the offers of a part in each week of the need's window."""
        closed = np.zeros(part.stop - part.start, np.uint8)
        return [
            closed if (row := self.row.get(week)) is None else self.room[row][part]
            for week in need.window.weeks
        ]


def best_room(weeks: list[Room], length: int) -> Room:
    """Return the room of the best stay of `length` weeks, CLOSED when none fits."""
    narrow, width = weeks, 1
    while width < length:
        step = min(width, length - width)
        narrow = [np.minimum(one, narrow[at + step]) for at, one in enumerate(narrow[:-step])]
        width += step
    best = narrow[0].copy()
    for one in narrow[1:]:
        np.maximum(best, one, out=best)
    return best


def open_count(weeks: list[Room]) -> NDArray[np.uint16]:
    """Return in how many of the weeks each offer is open; bytes are added up while they can."""
    total = np.zeros(len(weeks[0]), np.uint16)
    for first in range(0, len(weeks), MOST_BYTES):
        count = np.zeros(len(total), np.uint8)
        for week in weeks[first : first + MOST_BYTES]:
            count += (week != CLOSED).view(np.uint8)
        total += count
    return total


def _code(places: int | None) -> int:
    return UNKNOWN_PLACES if places is None else 1 + min(places, MOST_PLACES)


def places_of(code: int) -> int | None:
    """Return the free places behind a code of `best_room`; 0 when no stay fits."""
    return None if code == UNKNOWN_PLACES else max(0, code - 1)
