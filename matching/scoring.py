"""What a pair is worth, from both sides, and the reasons that add up to it.

Each side's view is the weighted mean of its criteria. The pair's score is the harmonic mean of
the two views, 2ab / (a + b): it is high only when both are content, and 0 when one is not at all.
As a · b/(a + b) + b · a/(a + b) is the same number, each side's criteria carry half of the score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import NamedTuple

from matching.criteria import UNKNOWN, Criterion
from matching.eligibility import Side
from matching.facts import Parameter, parameters
from matching.pair import Likeness, Pair
from matching.profiles import Need, Offer
from matching.sides import HOST_CRITERIA, SENDER_CRITERIA
from matching.weights import Weights

SHOWN = 6
"""Reasons shown at most; when there are more, the last one sums up the rest."""
ALWAYS_STATED = frozenset({Criterion.PERIOD, Criterion.ACCREDITATION, Criterion.MET_BEFORE})
"""Criteria whose fact cannot become unknown; what they are worth is their points alone."""

Part = tuple[Criterion, float, float | None]
"""A criterion with its weight and its value, None when not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One part of a score: how well a criterion is met, and the points that it brings.

    `code` is `sender.<criterion>`, `host.<criterion>` or `rest`; pages make a sentence of it and
    its parameters. `known` is False when the fact is not known and counted as UNKNOWN. `loss` is
    by how much the score would fall if the host took its fact back; None where it cannot.
    """

    code: str
    value: float
    known: bool
    weight: float
    points: float
    loss: float | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a pair, and the two views behind it."""

    score: float
    sender: "View"
    host: "View"
    pair: Pair = field(compare=False, repr=False)

    @property
    def details(self) -> tuple[Reason, ...]:
        """Every reason, most points first; together they add up to the score."""
        return tuple(self._reason(share) for share in self._shares())

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """At most SHOWN reasons that add up to the score: the last may sum up the rest."""
        shares = self._shares()
        if len(shares) <= SHOWN:
            return self.details
        shown, others = shares[: SHOWN - 1], shares[SHOWN - 1 :]
        return (*(self._reason(share) for share in shown), _rest(others))

    def _shares(self) -> list["_Share"]:
        """Return what each criterion of either side brings, most points first."""
        a, b = self.sender.mean, self.host.mean
        both = a + b
        shares = [
            _Share(
                weight * counted(value) / view.total * part, view.side, criterion, weight, value
            )
            for view, part in (
                (self.sender, b / both if both else 0.0),
                (self.host, a / both if both else 0.0),
            )
            for criterion, weight, value in view.parts
        ]
        return sorted(shares, key=lambda share: -share.points)

    def _reason(self, share: "_Share") -> Reason:
        return Reason(
            code=f"{share.side}.{share.criterion}",
            value=counted(share.value),
            known=share.value is not None,
            weight=share.weight,
            points=share.points,
            loss=self._loss(share),
            parameters=parameters(share.side, share.criterion, self.pair),
        )

    def _loss(self, share: "_Share") -> float | None:
        """Return by how much the score falls when the host takes the fact back."""
        if share.side is Side.HOST or share.criterion in ALWAYS_STATED:
            return None
        a, b = (view.mean_without(share.criterion) for view in (self.sender, self.host))
        return self.score - harmonic_mean(a, b)


class _Share(NamedTuple):
    """What one criterion brings to a score."""

    points: float
    side: Side
    criterion: Criterion
    weight: float
    value: float | None


@dataclass(slots=True)
class View:
    """One side's view of a pair: the weighted mean of the criteria that count for it."""

    side: Side
    parts: Sequence[Part]
    met: float = field(init=False, default=0.0)
    total: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        for _, weight, value in self.parts:
            self.met += weight * counted(value)
            self.total += weight

    @property
    def mean(self) -> float:
        return self.met / self.total if self.total else 1.0

    def mean_without(self, criterion: Criterion) -> float:
        """Return the mean if the fact behind a criterion were not known."""
        lost = [
            weight * (counted(value) - UNKNOWN)
            for one, weight, value in self.parts
            if one is criterion
        ]
        return (self.met - sum(lost)) / self.total if self.total else 1.0


def score_pair(
    need: Need, offer: Offer, weights: Weights, likeness: Likeness | None = None
) -> Score:
    """Return what an eligible pair is worth, with reasons."""
    pair = Pair(need, offer, likeness)
    sender, host = sender_view(pair, weights), host_view(pair, weights)
    return Score(harmonic_mean(sender.mean, host.mean), sender, host, pair)


def shown_points(worth: Score) -> tuple[int, list[int]]:
    """Return score and points of the shown reasons as whole thousandths that add up exactly.

    By the method of the largest remainders: all are rounded down, and what is lacking goes to
    those that lost most, the first of equals.
    """
    exact = [1000 * reason.points for reason in worth.reasons]
    score = round(1000 * worth.score)
    down = [floor(one) for one in exact]
    losers = sorted(range(len(exact)), key=lambda at: down[at] - exact[at])
    for at in losers[: score - sum(down)]:
        down[at] += 1
    return score, down


def score_value(pair: Pair, weights: Weights) -> float:
    """Return the score of an eligible pair alone."""
    return harmonic_mean(sender_view(pair, weights).mean, host_view(pair, weights).mean)


def harmonic_mean(a: float, b: float) -> float:
    """Return 2ab / (a + b), and 0 for two zeros."""
    return 2 * a * b / (a + b) if a + b else 0.0


def counted(value: float | None) -> float:
    """Return what a value counts, known or not."""
    return UNKNOWN if value is None else value


def sender_view(pair: Pair, weights: Weights) -> View:
    """Return what the offer is worth to the sender."""
    return View(
        Side.SENDER,
        [
            (criterion, weights.sender[criterion], value(pair))
            for criterion, (counts, value) in SENDER_CRITERIA.items()
            if counts(pair.need) and weights.sender[criterion]
        ],
    )


def host_view(pair: Pair, weights: Weights) -> View:
    """Return what the need is worth to the host."""
    return View(
        Side.HOST,
        [
            (criterion, weights.host[criterion], value(pair))
            for criterion, (counts, value) in HOST_CRITERIA.items()
            if counts(pair) and weights.host[criterion]
        ],
    )


def _rest(others: list[_Share]) -> Reason:
    weight = sum(share.weight for share in others)
    met = sum(share.weight * counted(share.value) for share in others)
    return Reason(
        code="rest",
        value=met / weight,
        known=all(share.value is not None for share in others),
        weight=weight,
        points=sum(share.points for share in others),
        parameters={"count": len(others)},
    )
