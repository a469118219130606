"""Weights learned from decisions: never far from those set by hand, and never below zero.

The model is logistic: the odds that an answered suggestion is accepted grow with a weighted sum of
its criteria, and fall with the logarithm of the position at which it was shown, so that what stood
first is not taken for what is liked. The estimate is the maximum a posteriori: every weight has a
normal prior around the hand-set one, cut off at zero. Few decisions therefore change little.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from matching.criteria import UNKNOWN, Criterion
from matching.decisions import Answer, Decision
from matching.eligibility import Side
from matching.weights import Weights

Floats = NDArray[np.float64]

SPREAD = 0.5
"""Standard deviation of the prior, as a share of the hand-set weight."""
LEAST_SPREAD = 0.005
"""At least so much of the sum of weights, so that a weight set to 0 can grow."""
FLATTEST, STEEPEST = 4.0, 40.0
"""Limits of how much a whole score changes the log-odds."""
WEAK = 0.01
"""Precision of the priors of what is not a weight: they only keep the estimate finite."""
DIGITS = 3


@dataclass(frozen=True, slots=True)
class _Data:
    """The decisions that teach: criteria minus what is unknown, positions, and who accepted."""

    criteria: Floats
    positions: Floats
    accepted: Floats


def learned_weights(decisions: Sequence[Decision], start: Weights) -> Weights:
    """Return weights for which the decisions and the starting weights are together most likely.

    Without decisions that teach, or when all of them are alike, the starting weights are returned
    themselves. Each side keeps its sum of weights: only proportions are learned.
    """
    teaching = [decision for decision in decisions if decision.teaches]
    if len({decision.answer for decision in teaching}) < len({Answer.ACCEPTED, Answer.DECLINED}):
        return start
    codes = _codes(start)
    data = _data(teaching, codes)
    hand_set = np.array([weight for _, _, weight in codes], np.float64)
    prior = hand_set / hand_set.sum()
    steepness = _steepness(data, prior)
    return _weights(_most_likely(data, prior, steepness), codes, start, decisions)


Code = tuple[Side, Criterion, float]


def _codes(weights: Weights) -> list[Code]:
    sender = [(Side.SENDER, criterion, weight) for criterion, weight in weights.sender.items()]
    host = [(Side.HOST, criterion, weight) for criterion, weight in weights.host.items()]
    return sender + host


def _data(teaching: Sequence[Decision], codes: Sequence[Code]) -> _Data:
    names = [f"{side}.{criterion}" for side, criterion, _ in codes]
    return _Data(
        np.array(
            [[one.values.get(name, UNKNOWN) - UNKNOWN for name in names] for one in teaching]
        ),
        np.log([one.position for one in teaching]),
        np.array([one.answer is Answer.ACCEPTED for one in teaching], np.float64),
    )


def _steepness(data: _Data, prior: Floats) -> float:
    """Return how much the hand-set score changes the log-odds, as the decisions say."""
    features = np.column_stack((data.criteria @ prior, *_nuisances(data)))
    found = _fitted(
        features,
        data.accepted,
        centre=np.zeros(3),
        precision=np.full(3, WEAK),
        bounds=[(FLATTEST, STEEPEST), *NUISANCE_BOUNDS],
    )
    return float(found[0])


def _most_likely(data: _Data, prior: Floats, steepness: float) -> Floats:
    """Return the weights of the criteria, on the scale of log-odds."""
    spread = steepness * np.maximum(SPREAD * prior, LEAST_SPREAD)
    found = _fitted(
        np.column_stack((data.criteria, *_nuisances(data))),
        data.accepted,
        centre=np.concatenate((steepness * prior, (0.0, 0.0))),
        precision=np.concatenate((1 / spread**2, (WEAK, WEAK))),
        bounds=[(0.0, None)] * len(prior) + NUISANCE_BOUNDS,
    )
    return found[: len(prior)]


def _nuisances(data: _Data) -> tuple[Floats, Floats]:
    """Return what moves the odds besides the criteria: everybody's readiness, and the position."""
    return np.ones(len(data.accepted)), data.positions


NUISANCE_BOUNDS: list[tuple[float | None, float | None]] = [(None, None), (None, 0.0)]
"""A later position never makes a suggestion more liked."""


def _fitted(
    features: Floats,
    accepted: Floats,
    *,
    centre: Floats,
    precision: Floats,
    bounds: list[tuple[float | None, float | None]],
) -> Floats:
    """Return the coefficients of least logistic loss plus distance from the prior's centre."""

    def loss(coefficients: Floats) -> tuple[float, Floats]:
        odds = features @ coefficients
        away = coefficients - centre
        value = np.sum(np.logaddexp(0.0, odds) - accepted * odds)
        slope = features.T @ (expit(odds) - accepted)
        return float(value + 0.5 * precision @ away**2), slope + precision * away

    lowest = np.array([-np.inf if low is None else low for low, _ in bounds])
    start = np.maximum(centre, lowest)
    found: Floats = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    return found


def _weights(
    found: Floats, codes: Sequence[Code], start: Weights, decisions: Sequence[Decision]
) -> Weights:
    by_side: dict[Side, dict[Criterion, float]] = {side: {} for side in Side}
    for (side, criterion, _), weight in zip(codes, found, strict=True):
        by_side[side][criterion] = float(weight)
    sender = _scaled(by_side[Side.SENDER], start.sender)
    host = _scaled(by_side[Side.HOST], start.host)
    return Weights(_version(sender, host, len(decisions)), sender, host)


def _scaled(
    found: Mapping[Criterion, float], start: Mapping[Criterion, float]
) -> dict[Criterion, float]:
    """Keep a side's sum of weights, with as many digits as a person can compare."""
    total = sum(found.values())
    if not total:
        return dict(start)
    return {one: round(found[one] / total * sum(start.values()), DIGITS) for one in found}


def _version(
    sender: Mapping[Criterion, float], host: Mapping[Criterion, float], count: int
) -> str:
    digest = blake2b(repr((*sender.items(), *host.items())).encode(), digest_size=3)
    return f"learned-{count}-{digest.hexdigest()}"
