"""The same pairs from the host's side: which needs suit an offer best.

The score of a pair is one number for both sides, so the host sees its pairs in the order in which
the senders' scores put them; only equals are dealt by a lot of the offer instead of the need.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.eligibility import obstacles
from matching.matcher import Matcher
from matching.profiles import Need, Offer
from matching.scoring import Score, score_pair
from matching.ties import lot


@dataclass(frozen=True, slots=True)
class Interest:
    """A need that an offer could serve: what the pair is worth, and why."""

    need: Need
    worth: Score


def interested(
    matcher: Matcher, offer: Offer, needs: Iterable[Need], *, limit: int = 20
) -> Sequence[Interest]:
    """Return at most `limit` needs without obstacle or veto, best first."""
    found = [
        Interest(need, score_pair(need, offer, matcher.weights, matcher.likeness))
        for need in needs
        if not matcher.is_vetoed(need, offer) and not obstacles(need, offer)
    ]
    return sorted(found, key=lambda one: (-one.worth.score, lot(offer.key, one.need.key)))[:limit]
