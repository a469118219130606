"""What the hosts of a forum are worth to a participant who states no wishes: 0 to 100.

The value is the best score of any need of the participant's organisation with any offer of the
host, in hundredths. An offer with an obstacle counts half: a visit may still be worth while, as
periods and places change from year to year. A host that may not be met is not in the answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.eligibility import failed_rules
from matching.pair import Likeness, Pair
from matching.profiles import Need, Offer
from matching.scoring import score_value
from matching.ties import lot
from matching.weights import Weights

BEST = 100
WITH_OBSTACLE = 0.5
"""What an offer with an obstacle counts."""


@dataclass(frozen=True, slots=True)
class HostValue:
    """The value of a host, and the need and offer from which it comes."""

    host: str
    value: int
    need: str
    offer: str
    has_obstacle: bool


def host_values(
    needs: Sequence[Need],
    offers: Iterable[Offer],
    *,
    weights: Weights | None = None,
    likeness: Likeness | None = None,
    vetoes: Iterable[tuple[str, str]] = (),
) -> dict[str, HostValue]:
    """Return the value of each host with offers, by organisation, for one organisation's needs."""
    refused = {frozenset(pair) for pair in vetoes}
    found: dict[str, tuple[float, int, HostValue]] = {}
    for need in needs:
        for offer in offers:
            if frozenset((need.organisation, offer.organisation)) in refused:
                continue
            pair = Pair(need, offer, likeness)
            obstacle = bool(failed_rules(pair))
            worth = score_value(pair, weights or Weights()) * (WITH_OBSTACLE if obstacle else 1)
            value = HostValue(
                offer.organisation, round(BEST * worth), need.key, offer.key, obstacle
            )
            one = (worth, lot(need.key, offer.key), value)
            found[offer.organisation] = max(found.get(offer.organisation, one), one, key=_rank)
    return {host: value for host, (_, _, value) in found.items()}


def _rank(one: tuple[float, int, HostValue]) -> tuple[float, int]:
    return one[0], -one[1]
