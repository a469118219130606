"""Many needs placed at once: most value in all, within places, periods and smallest groups.

Value is the pair's score times its learners. What is proved is proved for the pairs and stays that
were looked at (see `matching.candidates`); the result says how often each offer was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from time import monotonic

from matching.assignment import Stay, chosen_stays
from matching.blocking import Blocking, blocking_pairs
from matching.candidates import Candidate, Exposure, candidates, possible_stays
from matching.matcher import Matcher
from matching.profiles import Need, monday_of
from matching.serving import served
from matching.ties import hashed

MOST_STAYS = 45_000
"""Stays looked at in all, about; with more candidates, fewer first weeks of each."""
LEAST_SECONDS = 1.0
"""Seconds for the search itself at least, however long the pairs took."""
LEAST_CHOICE = 2
"""First weeks looked at per candidate at least: the earliest and the latest possible."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A need with its offer, and when: whole weeks from a Monday on."""

    need: str
    offer: str
    starts_on: date
    weeks: int
    learners: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """All needs placed or not, with the proof and what the parties may say to it.

    `bound` is what no placing of these candidates can exceed. `blocking` are pairs that would both
    rather be together than as placed. `exposure`: how often each offer was seen.
    """

    placed: tuple[Placed, ...]
    unplaced: tuple[str, ...]
    value: float
    bound: float
    is_optimal: bool
    blocking: tuple[Blocking, ...]
    exposure: Mapping[str, Exposure]

    @property
    def gap(self) -> float:
        """The share of the bound that a better placing could add at most."""
        return 0.0 if self.is_optimal or not self.bound else 1 - self.value / self.bound


def placing(
    matcher: Matcher,
    needs: Sequence[Need],
    *,
    smallest: Mapping[str, int] | None = None,
    seconds: float = 12.0,
) -> Placing:
    """Place the needs at the matcher's offers in about so many seconds in all.

    `smallest` is the least number of learners for which an offer, by its key, opens at all; groups
    of several needs count together. A host whose number of places is not known gets one need at
    a time.
    """
    started = monotonic()
    pairs, exposure = candidates(matcher, needs)
    every, pair_of_every = _every_stay(pairs)
    free = {
        (stay.offer, week): pairs[pair].offer.free_places(week)
        for stay, pair in zip(every, pair_of_every, strict=True)
        for week in stay.weeks
    }
    start = served(every, free, smallest or {})
    looked_at = sorted({*start, *_spread(pair_of_every, len(pairs))})
    stays = [every[number] for number in looked_at]
    pair_of = [pair_of_every[number] for number in looked_at]
    place_of = {number: place for place, number in enumerate(looked_at)}
    chosen = chosen_stays(
        stays,
        free,
        smallest or {},
        start=[place_of[number] for number in start],
        seconds=max(LEAST_SECONDS, seconds - (monotonic() - started)),
    )
    found = [(pairs[pair_of[number]], stays[number].weeks) for number in chosen.stays]
    placed = {pair.need.key for pair, _ in found}
    return Placing(
        placed=tuple(_placed(pair, weeks) for pair, weeks in found),
        unplaced=tuple(need.key for need in needs if need.key not in placed),
        value=sum(stays[number].value for number in chosen.stays),
        bound=chosen.bound,
        is_optimal=chosen.is_optimal,
        blocking=tuple(blocking_pairs(pairs, found)),
        exposure=exposure,
    )


def _every_stay(pairs: Sequence[Candidate]) -> tuple[list[Stay], list[int]]:
    """Return all stays, best pair of each need first, and the number of the pair of each."""
    stays, pair_of = [], []
    for number, pair in sorted(
        enumerate(pairs), key=lambda one: (hashed(one[1].need.key), -one[1].score)
    ):
        value = pair.score * pair.need.learners
        for weeks in possible_stays(pair):
            stays.append(Stay(pair.need.key, pair.offer.key, weeks, pair.need.learners, value))
            pair_of.append(number)
    return stays, pair_of


def _spread(pair_of: Sequence[int], pairs: int) -> Iterator[int]:
    """Return the numbers of some stays of each pair, from the first to the last."""
    choice = max(LEAST_CHOICE, MOST_STAYS // max(1, pairs))
    for _, run in groupby(range(len(pair_of)), key=lambda number: pair_of[number]):
        stays = list(run)
        if len(stays) <= choice:
            yield from stays
        else:
            yield from (stays[at * (len(stays) - 1) // (choice - 1)] for at in range(choice))


def _placed(pair: Candidate, weeks: range) -> Placed:
    return Placed(
        need=pair.need.key,
        offer=pair.offer.key,
        starts_on=monday_of(weeks.start),
        weeks=len(weeks),
        learners=pair.need.learners,
        score=pair.score,
    )
