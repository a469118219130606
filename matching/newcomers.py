"""Seats for newcomers: the published rule by which everybody who is eligible is seen.

On each page of suggestions the last `SEATS` places are for eligible offers that were seen least
so far and rank too low to be seen otherwise. Among those seen equally often, the lot of the need
and the day decides. The seats say that they are seats; the ranking above them is untouched.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from matching.ties import hashed, stirred

SEATS = 2
"""Places of a page for newcomers."""
SEEN = 5
"""From so many views on, an offer is no newcomer any more."""


def seated(
    eligible: Iterable[str], views: Mapping[str, int], need_key: str, day: date
) -> list[str]:
    """Return the offers that take the seats of a page, by key.

    `eligible` are offers without obstacle that are not on the page; `views` how often an offer
    was on a page so far, missing for never. The same need on the same day, with the same views,
    gives the same answer, whatever the order.
    """
    draw = hashed(f"{need_key} {day.isoformat()}")
    newcomers = [key for key in eligible if views.get(key, 0) < SEEN]
    newcomers.sort(key=lambda key: (views.get(key, 0), stirred(draw ^ hashed(key))))
    return newcomers[:SEATS]
