"""What a pair is worth, from both sides, and the reasons that add up to it.

Each side's view is the weighted mean of its criteria. The pair's score is the harmonic mean of
the two views, 2ab / (a + b): it is high only when both are content, and 0 when one is not at all.
As a · b/(a + b) + b · a/(a + b) is the same number, each side's criteria carry half of the score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matching.criteria import HOST_CRITERIA, SENDER_CRITERIA, UNKNOWN, Criterion
from matching.eligibility import Side
from matching.facts import Parameter, parameters
from matching.pair import Likeness, Pair
from matching.profiles import Need, Offer
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The score of a pair, the two views behind it, and every reason, most points first."""

    score: float
    for_sender: float
    for_host: float
    details: tuple[Reason, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """At most SHOWN reasons that add up to the score."""
        return brief(self.details)


class View:
    """One side's view of a pair: the weighted mean of the criteria that count for it."""

    def __init__(self, side: Side, parts: Sequence[Part]) -> None:
        self.side = side
        self.parts = parts
        self.met = self.total = 0.0
        self.stated: dict[Criterion, float] = {}
        for criterion, weight, value in parts:
            self.met += weight * counted(value)
            self.total += weight
            self.stated[criterion] = weight * (counted(value) - UNKNOWN)
        self.mean = self.met / self.total if self.total else 1.0

    def mean_without(self, criterion: Criterion) -> float:
        """Return the mean if the fact behind a criterion were not known."""
        if criterion not in self.stated:
            return self.mean
        return (self.met - self.stated[criterion]) / self.total


def score_pair(
    need: Need, offer: Offer, weights: Weights, likeness: Likeness | None = None
) -> Score:
    """Return what an eligible pair is worth, with reasons."""
    pair = Pair(need, offer, likeness)
    views = sender_view(pair, weights), host_view(pair, weights)
    a, b = (view.mean for view in views)
    score = harmonic_mean(a, b)
    shares = (b / (a + b), a / (a + b)) if a + b else (0.0, 0.0)
    details = [
        Reason(
            code=f"{view.side}.{criterion}",
            value=counted(value),
            known=value is not None,
            weight=weight,
            points=weight * counted(value) / view.total * share,
            loss=_loss(score, criterion, views) if view.side is Side.SENDER else None,
            parameters=parameters(view.side, criterion, pair),
        )
        for view, share in zip(views, shares, strict=True)
        for criterion, weight, value in view.parts
    ]
    details.sort(key=lambda reason: -reason.points)
    return Score(score=score, for_sender=a, for_host=b, details=tuple(details))


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


def brief(details: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Return at most SHOWN reasons: the strongest, and one that sums up the others."""
    if len(details) <= SHOWN:
        return details
    shown, others = details[: SHOWN - 1], details[SHOWN - 1 :]
    weight = sum(reason.weight for reason in others)
    met = sum(reason.weight * reason.value for reason in others)
    rest = Reason(
        code="rest",
        value=met / weight if weight else 0.0,
        known=all(reason.known for reason in others),
        weight=weight,
        points=sum(reason.points for reason in others),
        parameters={"count": len(others)},
    )
    return (*shown, rest)


def _loss(score: float, criterion: Criterion, views: tuple[View, View]) -> float | None:
    """Return by how much the score falls when the fact behind a criterion is taken back."""
    if criterion in ALWAYS_STATED:
        return None
    return score - harmonic_mean(*(view.mean_without(criterion) for view in views))
