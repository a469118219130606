"""From a score to the chance that a suggestion is accepted: a sigmoid fitted to decisions.

After J. Platt, "Probabilistic outputs for support vector machines" (1999): the targets are drawn
in a little, so that a few decisions never make a chance of 0 or 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from matching.decisions import Answer, Decision
from matching.eligibility import Side
from matching.scoring import harmonic_mean
from matching.sides import HOST_CRITERIA, SENDER_CRITERIA
from matching.weights import Weights

WEAK = 1e-3
"""Keeps the slope finite when all scores are alike."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Chance = 1 / (1 + exp(-slope · score - intercept)); the slope is never negative."""

    slope: float
    intercept: float

    def chance(self, score: float) -> float:
        return float(expit(self.slope * score + self.intercept))


def calibration(decisions: Sequence[Decision], weights: Weights) -> Calibration | None:
    """Return the sigmoid for these weights, None when no decision teaches."""
    teaching = [decision for decision in decisions if decision.teaches]
    if not teaching:
        return None
    scores = np.array([score_then(decision, weights) for decision in teaching])
    accepted = np.array([decision.answer is Answer.ACCEPTED for decision in teaching])
    yes, no = accepted.sum(), (~accepted).sum()
    targets = np.where(accepted, (yes + 1) / (yes + 2), 1 / (no + 2))

    def loss(line: NDArray[np.float64]) -> float:
        odds = line[0] * scores + line[1]
        return float(np.sum(np.logaddexp(0.0, odds) - targets * odds) + WEAK * line @ line)

    slope, intercept = minimize(loss, (1.0, 0.0), bounds=[(0, None), (None, None)]).x
    return Calibration(float(slope), float(intercept))


def score_then(decision: Decision, weights: Weights) -> float:
    """Return what the suggestion would have scored with these weights, from the facts then."""
    sides = (
        (Side.SENDER, SENDER_CRITERIA.keys(), weights.sender),
        (Side.HOST, HOST_CRITERIA.keys(), weights.host),
    )
    means = []
    for side, criteria, of_side in sides:
        parts = [
            (of_side[one], decision.values[f"{side}.{one}"])
            for one in criteria
            if f"{side}.{one}" in decision.values
        ]
        total = sum(weight for weight, _ in parts)
        means.append(sum(weight * value for weight, value in parts) / total if total else 1.0)
    return harmonic_mean(*means)
