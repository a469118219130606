"""When an offer has room for a need: whole weeks, and the free places in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from matching.profiles import Need, Offer


@dataclass(frozen=True, slots=True)
class Availability:
    """How the open weeks of an offer meet the window of a need.

    `open_weeks` lie in both; `longest_run` is the most of them on end; `places` are the free
    places of the stay that has most of them, 0 when no stay fits, None when they are not known.
    """

    open_weeks: int
    longest_run: int
    places: int | None


def availability(need: Need, offer: Offer) -> Availability:
    """Return when and for how many learners the offer is open in the need's window."""
    weeks = open_weeks(need, offer)
    free = [offer.free_places(week) for week in weeks]
    stays = list(_stays(weeks, need.weeks))
    places: int | None = max((_least(free[stay]) for stay in stays), default=0)
    if stays and offer.places is None:
        places = None
    return Availability(len(weeks), _longest_run(weeks), places)


def open_weeks(need: Need, offer: Offer) -> list[int]:
    """Return the weeks of the need's window in which the offer is open, in order."""
    window = need.window.weeks
    found: set[int] = set()
    for period in offer.periods:
        weeks = period.weeks
        found.update(range(max(window.start, weeks.start), min(window.stop, weeks.stop)))
    return sorted(found)


def _stays(weeks: list[int], length: int) -> Iterator[slice]:
    """Return where in the weeks there are so many on end."""
    for at, last in enumerate(weeks[length - 1 :]):
        if last - weeks[at] == length - 1:
            yield slice(at, at + length)


def _longest_run(weeks: list[int]) -> int:
    longest = run = min(1, len(weeks))
    for before, week in pairwise(weeks):
        run = run + 1 if week == before + 1 else 1
        longest = max(longest, run)
    return longest


def _least(free: list[int | None]) -> int:
    return min(places or 0 for places in free)
