"""Which offers suit a need best: the front door of matching.

matcher = Matcher().fit(offers)
for suggestion in matcher.suggest(need):
    print(suggestion.offer.key, suggestion.score, suggestion.reasons)
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from matching.eligibility import Obstacle, first_obstacles, obstacles
from matching.nearmiss import NearMiss, near_miss
from matching.profiles import Need, Offer
from matching.scoring import Reason, Score, score_pair
from matching.ties import lot
from matching.weights import Weights

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An offer proposed for a need: what the pair is worth, and why."""

    offer: Offer
    worth: Score

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
    """

    def __init__(self, *, weights: Weights | None = None, vetoes: Iterable[Pair] = ()) -> None:
        self.weights = weights or Weights()
        self.vetoes = frozenset(frozenset(pair) for pair in vetoes)

    def fit(self, offers: Sequence[Offer]) -> Self:
        """Take the offers to suggest from; their order changes nothing."""
        self.offers_ = tuple(offers)
        return self

    def suggest(self, need: Need, *, limit: int = 20) -> list[Suggestion]:
        """Return at most `limit` offers without obstacles, best first, equals by `ties.lot`."""
        found = [
            Suggestion(offer, score_pair(need, offer, self.weights))
            for offer in self._known_to(need)
            if not obstacles(need, offer)
        ]
        return sorted(found, key=lambda one: (-one.score, lot(need.key, one.offer.key)))[:limit]

    def near_misses(self, need: Need, *, limit: int = 20) -> list[tuple[Offer, NearMiss]]:
        """Return offers with exactly one obstacle and its smallest repair, smallest first."""
        found = [
            (offer, missed)
            for offer in self._known_to(need)
            if (missed := near_miss(need, offer)) is not None
        ]
        return sorted(found, key=lambda one: (one[1].size, lot(need.key, one[0].key)))[:limit]

    def obstacle_counts(self, need: Need) -> Counter[Obstacle]:
        """Count the offers that each rule excludes first, on either side."""
        counts: Counter[Obstacle] = Counter()
        for offer in self._known_to(need):
            counts.update(first_obstacles(need, offer).values())
        return counts

    def _known_to(self, need: Need) -> list[Offer]:
        return [
            offer for offer in self.offers_ if not vetoed(self.vetoes, need.organisation, offer)
        ]


def vetoed(vetoes: frozenset[frozenset[str]], sender: str, offer: Offer) -> bool:
    """Whether a veto keeps the sender from the host of an offer, or from every way to it."""
    if frozenset((sender, offer.organisation)) in vetoes:
        return True
    if offer.stands_alone or not offer.centres:
        return False
    return all(frozenset((sender, centre)) in vetoes for centre in offer.centres)
