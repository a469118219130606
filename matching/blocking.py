"""Pairs that would both rather be together than as they were placed.

The sender compares what the offers are worth to it; the host compares what the needs are worth to
it, and would send away needs that are worth less, if that makes room. Such pairs exist because the
placing seeks most value in all, not peace of every pair; they are named so that people can judge.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.candidates import Candidate, possible_stays


@dataclass(frozen=True, slots=True)
class Blocking:
    """A pair that would rather be together, and the needs that the host would send away for it.

    `placed_at` is where the need is instead, None when it was not placed.
    """

    need: str
    offer: str
    placed_at: str | None
    sent_away: tuple[str, ...]


Placed = tuple[Candidate, range]


def blocking_pairs(pairs: Sequence[Candidate], placed: Sequence[Placed]) -> Iterator[Blocking]:
    """Return the blocking pairs among those looked at, in their order."""
    now = {pair.need.key: pair for pair, _ in placed}
    guests: dict[str, list[Placed]] = defaultdict(list)
    for pair, weeks in placed:
        guests[pair.offer.key].append((pair, weeks))
    for pair in pairs:
        current = now.get(pair.need.key)
        if current is not None and current.for_sender >= pair.for_sender:
            continue
        sent_away = _sent_away(pair, guests[pair.offer.key])
        if sent_away is not None:
            at = None if current is None else current.offer.key
            yield Blocking(pair.need.key, pair.offer.key, at, sent_away)


def _sent_away(pair: Candidate, guests: Sequence[Placed]) -> tuple[str, ...] | None:
    """Return the fewest least wanted guests without whom the need fits in, None when it cannot."""
    less_wanted = sorted(
        (one for one in guests if one[0].for_host < pair.for_host),
        key=lambda one: one[0].for_host,
    )
    for count in range(len(less_wanted) + 1):
        gone = {one[0].need.key for one in less_wanted[:count]}
        rest = [one for one in guests if one[0].need.key not in gone]
        if any(_has_room(pair, weeks, rest) for weeks in possible_stays(pair)):
            return tuple(sorted(gone))
    return None


def _has_room(pair: Candidate, weeks: range, guests: Sequence[Placed]) -> bool:
    for week in weeks:
        taken = [one.need.learners for one, when in guests if week in when]
        places = pair.offer.free_places(week)
        if (places is None and taken) or (
            places is not None and sum(taken) + pair.need.learners > places
        ):
            return False
    return True
