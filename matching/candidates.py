"""Which pairs are looked at when many needs are placed at once.

For each need these are its best offers, so many as `BEST`. Besides, every offer that is eligible
for any need is looked at with the needs that suit it best: nobody who could take learners is left
out because others rank higher everywhere.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.availability import open_weeks
from matching.columns.coding import Floats, Rows
from matching.columns.ranking import first
from matching.columns.scorer import harmonic_means
from matching.matcher import Matcher
from matching.profiles import Need, Offer
from matching.ties import hashed

BEST = 10
"""Offers looked at for each need."""
LEAST_EXPOSURE = 3
"""Needs with which every eligible offer is looked at, as far as it suits so many."""
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Exposure:
    """How many needs an offer suits by the rules, and with how many of them it was looked at."""

    suits: int
    looked_at: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair without obstacle, what it is worth, and what it is worth to either side."""

    need: Need
    offer: Offer
    score: float
    for_sender: float
    for_host: float


def candidates(
    matcher: Matcher, needs: Sequence[Need]
) -> tuple[list[Candidate], dict[str, Exposure]]:
    """Return the pairs to look at, and by offer key how often each eligible offer is.

    The order of the needs changes nothing.
    """
    ordered = sorted(needs, key=lambda need: (hashed(need.key), need.key))
    exposed = _Exposed(len(matcher.offers_))
    chosen: list[dict[int, Candidate]] = []
    for number, need in enumerate(ordered):
        view = _View(matcher, need)
        chosen.append({row: view.candidate(at) for at, row in view.best(BEST)})
        exposed.show(number, view)
    for number, row, worth in exposed.pairs():
        pair = Candidate(ordered[number], matcher.offers_[row], *worth.tolist())
        chosen[number].setdefault(row, pair)
    found = [candidate for of_need in chosen for candidate in of_need.values()]
    looked_at = Counter(one.offer.key for one in found)
    return found, {
        offer.key: Exposure(suits, looked_at[offer.key])
        for offer, suits in zip(matcher.offers_, exposed.suits.tolist(), strict=True)
        if suits
    }


def possible_stays(pair: Candidate) -> list[range]:
    """Return when the learners could be at the offer if they were alone there, in order."""
    need, offer = pair.need, pair.offer
    open_ = {
        week
        for week in open_weeks(need, offer)
        if (places := offer.free_places(week)) is None or places >= need.learners
    }
    stays = (range(first, first + need.weeks) for first in sorted(open_))
    return [stay for stay in stays if open_.issuperset(stay)]


class _View:
    """All eligible offers of one need, with what they are worth."""

    def __init__(self, matcher: Matcher, need: Need) -> None:
        self.matcher = matcher
        self.need = need
        scorer = matcher.scorer(need)
        parts = [(some.rows, *scorer.views(some)) for some in matcher.eligible(need)]
        self.rows: Rows = np.concatenate([rows for rows, _, _ in parts] or [np.empty(0, np.intp)])
        self.for_sender: Floats = np.concatenate([a for _, a, _ in parts] or [np.empty(0)])
        self.for_host: Floats = np.concatenate([b for _, _, b in parts] or [np.empty(0)])
        self.scores = harmonic_means(self.for_sender, self.for_host)

    def best(self, limit: int) -> list[tuple[int, int]]:
        """Return where the best offers are, and their numbers."""
        at = first(self.rows, self.scores, self.matcher.columns_.lots, self.need.key, limit)
        return list(zip(at.tolist(), self.rows[at].tolist(), strict=True))

    def candidate(self, at: int) -> Candidate:
        return Candidate(
            self.need,
            self.matcher.offers_[self.rows[at]],
            float(self.scores[at]),
            float(self.for_sender[at]),
            float(self.for_host[at]),
        )


class _Exposed:
    """For every offer the few needs that suit it best, so far."""

    def __init__(self, count: int) -> None:
        self.needs = np.full((LEAST_EXPOSURE, count), NOBODY)
        self.views = np.zeros((LEAST_EXPOSURE, 3, count))
        self.suits = np.zeros(count, np.intp)

    def show(self, number: int, view: _View) -> None:
        """Let a need take the place of those that suit its offers less; equals stay."""
        rows = view.rows
        self.suits[rows] += 1
        needs = np.full(len(rows), number)
        views = np.stack((view.scores, view.for_sender, view.for_host))
        for rank in range(LEAST_EXPOSURE):
            theirs, worth = self.needs[rank, rows], self.views[rank][:, rows]
            better = (theirs == NOBODY) | (views[0] > worth[0])
            self.needs[rank, rows] = np.where(better, needs, theirs)
            self.views[rank][:, rows] = np.where(better, views, worth)
            needs, views = np.where(better, theirs, needs), np.where(better, worth, views)

    def pairs(self) -> Iterable[tuple[int, int, Floats]]:
        """Return need, offer, and score with both views."""
        for rank, row in zip(*np.nonzero(self.needs != NOBODY), strict=True):
            yield int(self.needs[rank, row]), int(row), self.views[rank, :, row]
