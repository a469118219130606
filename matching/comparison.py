"""Old and new weights on past decisions, for the organiser who decides about a change.

The new weights are judged on decisions that they have not seen: the needs are dealt into parts by
a hash of their keys, and each part is judged with weights learned from the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from matching.calibration import Calibration, calibration, score_then
from matching.decisions import Answer, Decision
from matching.learning import learned_weights
from matching.ties import hashed
from matching.weights import Weights

PARTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How well weights foretell answers.

    `log_loss` is the mean logarithmic loss; `right_order` is the share of pairs of one accepted
    and one declined suggestion that stand in the right order, where a tie counts half.
    """

    log_loss: float
    right_order: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a change of weights would have meant on past decisions."""

    judged: int
    before: Figures
    after: Figures


def comparison(decisions: Sequence[Decision], start: Weights) -> Comparison | None:
    """Return how starting and learned weights foretell decisions, None with too few of them."""
    teaching = [decision for decision in decisions if decision.teaches]
    before: list[tuple[float, bool]] = []
    after: list[tuple[float, bool]] = []
    for part in range(PARTS):
        seen = [one for one in teaching if hashed(one.need) % PARTS != part]
        unseen = [one for one in teaching if hashed(one.need) % PARTS == part]
        before += _foretold(unseen, seen, start)
        after += _foretold(unseen, seen, learned_weights(seen, start))
    if len({accepted for _, accepted in before}) < len((True, False)):
        return None
    return Comparison(len(before), _figures(before), _figures(after))


def _foretold(
    unseen: Sequence[Decision], seen: Sequence[Decision], weights: Weights
) -> list[tuple[float, bool]]:
    sigmoid = calibration(seen, weights) or Calibration(0.0, 0.0)
    return [
        (sigmoid.chance(score_then(one, weights)), one.answer is Answer.ACCEPTED) for one in unseen
    ]


def _figures(foretold: Sequence[tuple[float, bool]]) -> Figures:
    yes = [chance for chance, accepted in foretold if accepted]
    no = [chance for chance, accepted in foretold if not accepted]
    losses = [-log(chance) for chance in yes] + [-log(1 - chance) for chance in no]
    right = sum((one > other) + (one == other) / 2 for one in yes for other in no)
    return Figures(log_loss=sum(losses) / len(losses), right_order=right / (len(yes) * len(no)))
