"""Which offers suit a need best: the front door of matching.

matcher = Matcher().fit(offers)
for suggestion in matcher.suggest(need):
    print(suggestion.offer.key, suggestion.score, suggestion.reasons)
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np

from matching.columns.coding import Rows
from matching.columns.ranking import best
from matching.columns.rules import eligible, obstacles_of_all
from matching.columns.scorer import Scorer
from matching.columns.selection import Query, Selection
from matching.columns.store import Columns
from matching.eligibility import Obstacle, Side
from matching.nearmiss import NearMiss, near_miss
from matching.newcomers import SEATS, seated
from matching.pair import Likeness
from matching.profiles import Need, Offer
from matching.scoring import Reason, Score, score_pair
from matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An offer proposed for a need: what the pair is worth, and why."""

    offer: Offer
    worth: Score
    has_seat: bool = False
    """Whether it is here by a newcomer's seat (see `matching.newcomers`), not by its rank."""

    @property
    def score(self) -> float:
        return self.worth.score

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """At most six reasons that add up to the score."""
        return self.worth.reasons


class Matcher:
    """Follows scikit-learn's habits: settings first, then `fit`, then questions.

    `vetoes` are pairs of organisations that must never meet, whoever said so: such a pair is left
    out of every answer, counts and near misses included, as if the offer did not exist.
    `likeness` says which concepts count in part for which others.
    """

    def __init__(
        self,
        *,
        weights: Weights | None = None,
        vetoes: Iterable[tuple[str, str]] = (),
        likeness: Likeness | None = None,
    ) -> None:
        self.weights = weights or Weights()
        self.likeness = likeness or {}
        self._refused: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in vetoes:
            self._refused[one].add(other)
            self._refused[other].add(one)

    def fit(self, offers: Sequence[Offer]) -> Self:
        """Take the offers to suggest from; their order changes nothing."""
        self.offers_ = tuple(offers)
        self.columns_ = Columns(self.offers_)
        return self

    def suggest(self, need: Need, *, limit: int = 20) -> list[Suggestion]:
        """Return at most `limit` offers without obstacles, best first, equals by `ties.lot`."""
        return [
            Suggestion(offer, score_pair(need, offer, self.weights, self.likeness))
            for offer in self._best(need, self.eligible(need), limit)
        ]

    def page(
        self, need: Need, *, views: Mapping[str, int], day: date, limit: int = 20
    ) -> list[Suggestion]:
        """Return a page of suggestions of which the last seats are for newcomers.

        `views` say how often each offer, by its key, was on a page so far.
        """
        ranked = self.suggest(need, limit=limit)
        shown = {one.offer.key for one in ranked[: limit - SEATS]}
        others = [
            self.offers_[row].key for found in self.eligible(need) for row in found.rows.tolist()
        ]
        seats = seated((key for key in others if key not in shown), views, need.key, day)
        kept = [one for one in ranked if one.offer.key not in seats][: limit - len(seats)]
        return kept + [self._seat(need, key) for key in seats]

    def _seat(self, need: Need, key: str) -> Suggestion:
        offer = self.offers_[self.columns_.row_of_key[key]]
        worth = score_pair(need, offer, self.weights, self.likeness)
        return Suggestion(offer, worth, has_seat=True)

    def eligible(self, need: Need) -> Iterator[Selection]:
        """Return the offers without obstacle and veto, by their numbers, block by block."""
        return eligible(self.columns_, need, self._hidden(need))

    def scorer(self, need: Need) -> Scorer:
        """Return what tells the scores of offers by their numbers."""
        return Scorer(Query(self.columns_, need, self.likeness), self.weights)

    def near_misses(self, need: Need, *, limit: int = 20) -> list[tuple[Offer, NearMiss]]:
        """Return offers with exactly one obstacle, and the smallest change that takes it away.

        The offers that would be worth most come first, equals by `ties.lot`.
        """
        standing = np.zeros(self.columns_.count, np.uint8)
        for stands in obstacles_of_all(self.columns_, need).values():
            standing += stands
        standing[self._hidden(need)] = 0
        rows = np.flatnonzero(standing == 1)
        found = [Selection(self.columns_, need, rows)] if len(rows) else []
        missed = ((offer, near_miss(need, offer)) for offer in self._best(need, found, limit))
        return [(offer, miss) for offer, miss in missed if miss is not None]

    def obstacle_counts(self, need: Need) -> Counter[Obstacle]:
        """Count the offers that each rule excludes first, on either side."""
        counts: Counter[Obstacle] = Counter()
        hidden = self._hidden(need)
        met = {side: np.zeros(self.columns_.count, np.bool_) for side in Side}
        for side in Side:
            met[side][hidden] = True
        for obstacle, stands in obstacles_of_all(self.columns_, need).items():
            first = stands & ~met[obstacle.side]
            met[obstacle.side] |= stands
            counts[obstacle] += int(first.sum())
        return +counts

    def _best(self, need: Need, found: Iterable[Selection], limit: int) -> list[Offer]:
        rows = best(found, self.scorer(need), self.columns_.lots, limit)
        return [self.offers_[row] for row in rows]

    def is_vetoed(self, need: Need, offer: Offer) -> bool:
        """Whether a veto keeps the offer from the need: its host, or every way to it."""
        refused = self._refused.get(need.organisation, set())
        if offer.organisation in refused:
            return True
        return not offer.stands_alone and bool(offer.centres) and refused.issuperset(offer.centres)

    def _hidden(self, need: Need) -> Rows:
        """Return the offers that a veto keeps from the need."""
        refused = self._refused.get(need.organisation, set())
        rows = {
            row
            for one in refused
            for some in (self.columns_.of_organisation, self.columns_.beneath)
            for row in some.get(one, ())
            if self.is_vetoed(need, self.offers_[row])
        }
        return np.array(sorted(rows), np.intp)
