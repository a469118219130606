"""What a pair is worth, from both sides, and the reasons that add up to it.

Each side's view is the weighted mean of its criteria. The pair's score is the harmonic mean of
the two views, 2ab / (a + b): it is high only when both are content, and 0 when one is not at all.
As a · b/(a + b) + b · a/(a + b) is the same number, each side's criteria carry half of the score.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from matching.criteria import HOST_CRITERIA, SENDER_CRITERIA, UNKNOWN, Criterion
from matching.eligibility import Side
from matching.facts import parameters
from matching.profiles import Need, Offer
from matching.weights import Weights

SHOWN = 6
"""Reasons shown at most; when there are more, the last one sums up the rest."""
ALWAYS_STATED = frozenset({Criterion.PERIOD, Criterion.ACCREDITATION, Criterion.MET_BEFORE})
"""Criteria whose fact cannot become unknown; what they are worth is their points alone."""

Parameter = str | int | float


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


@dataclass(frozen=True, slots=True)
class _Part:
    criterion: Criterion
    weight: float
    value: float | None

    @property
    def counted(self) -> float:
        return UNKNOWN if self.value is None else self.value


def score_pair(need: Need, offer: Offer, weights: Weights) -> Score:
    """Return what an eligible pair is worth, with reasons."""
    sender, host = _parts(need, offer, weights)
    a, b = _mean(sender), _mean(host)
    parts = [(Side.SENDER, part) for part in sender] + [(Side.HOST, part) for part in host]
    score = harmonic_mean(a, b)
    shares = {
        Side.SENDER: (b / (a + b) if a + b else 0.0) / _total(sender),
        Side.HOST: (a / (a + b) if a + b else 0.0) / _total(host),
    }
    details = [
        Reason(
            code=f"{side}.{part.criterion}",
            value=part.counted,
            known=part.value is not None,
            weight=part.weight,
            points=part.weight * part.counted * shares[side],
            loss=_loss(score, part.criterion, sender, host) if side is Side.SENDER else None,
            parameters=parameters(side, part.criterion, need, offer),
        )
        for side, part in parts
    ]
    details.sort(key=lambda reason: -reason.points)
    return Score(score=score, for_sender=a, for_host=b, details=tuple(details))


def score_value(need: Need, offer: Offer, weights: Weights) -> float:
    """Return the score of an eligible pair alone."""
    sender, host = _parts(need, offer, weights)
    return harmonic_mean(_mean(sender), _mean(host))


def harmonic_mean(a: float, b: float) -> float:
    """Return 2ab / (a + b), and 0 for two zeros."""
    return 2 * a * b / (a + b) if a + b else 0.0


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


def _parts(need: Need, offer: Offer, weights: Weights) -> tuple[list[_Part], list[_Part]]:
    sender = [
        _Part(criterion, weights.sender[criterion], value(need, offer))
        for criterion, (counts, value) in SENDER_CRITERIA.items()
        if counts(need) and weights.sender[criterion]
    ]
    host = [
        _Part(criterion, weights.host[criterion], value(need, offer))
        for criterion, (counts, value) in HOST_CRITERIA.items()
        if counts(need, offer) and weights.host[criterion]
    ]
    return sender, host


def _mean(parts: list[_Part]) -> float:
    """Return the weighted mean of the values, in the order of the criteria; 1 when none counts."""
    if not parts:
        return 1.0
    met = 0.0
    for part in parts:
        met += part.weight * part.counted
    return met / _total(parts)


def _total(parts: list[_Part]) -> float:
    total = 0.0
    for part in parts:
        total += part.weight
    return total or 1.0


def _loss(
    score: float, criterion: Criterion, sender: list[_Part], host: list[_Part]
) -> float | None:
    """Return by how much the score falls when the fact behind a criterion is taken back."""
    if criterion in ALWAYS_STATED:
        return None
    a, b = (
        _mean(
            [replace(part, value=None) if part.criterion is criterion else part for part in side]
        )
        for side in (sender, host)
    )
    return score - harmonic_mean(a, b)
