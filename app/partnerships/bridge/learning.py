"""What hosts made of suggestions, as the matcher's decisions; and weights learned from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

import matching.comparison
import matching.criteria
import matching.decisions
import matching.learning
import matching.weights
from app.partnerships.models import Placement, PlacementState
from app.partnerships.weight_models import WeightSetting

ANSWERS = {
    PlacementState.ACCEPTED: matching.decisions.Answer.ACCEPTED,
    PlacementState.DECLINED: matching.decisions.Answer.DECLINED,
}
"""What is no answer is not taken for a no."""


@dataclass(frozen=True, slots=True)
class Line:
    """How much one criterion counts now, and how much it would."""

    code: str
    now: float
    then: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """Weights learned from the decisions up to now, beside those in force.

    `figures` tell how well either foretells decisions that it has not seen: the share of pairs
    in the right order and the logarithmic loss; empty while there are too few decisions.
    """

    version: str
    in_force: str
    lines: Sequence[Line]
    decisions: int
    teaching: int
    figures: Mapping[str, float]

    @property
    def changes(self) -> bool:
        return self.version != self.in_force

    def side(self, name: str) -> dict[str, float]:
        """Return the proposed weights of a side, `sender` or `host`."""
        return {
            line.code.partition(".")[2]: line.then
            for line in self.lines
            if line.code.startswith(f"{name}.")
        }


def current_weights(session: Session) -> matching.weights.Weights:
    """Return the weights of the latest decision that stands, else those set by hand."""
    row = session.scalar(
        select(WeightSetting)
        .where(WeightSetting.taken_back_at.is_(None))
        .order_by(WeightSetting.id.desc())
        .limit(1)
    )
    if row is None:
        return matching.weights.Weights()
    return matching.weights.Weights(row.version, _criteria(row.sender), _criteria(row.host))


def _criteria(stored: Mapping[str, float]) -> dict[matching.criteria.Criterion, float]:
    return {matching.criteria.Criterion(name): weight for name, weight in stored.items()}


def proposal(session: Session) -> Proposal:
    """Learn weights from all decisions, starting from those set by hand, and compare."""
    decisions = _decisions(session)
    start, now = matching.weights.Weights(), current_weights(session)
    then = matching.learning.learned_weights(decisions, start)
    compared = matching.comparison.comparison(decisions, start)
    return Proposal(
        version=then.version,
        in_force=now.version,
        lines=[
            Line(f"{side}.{criterion.value}", getattr(now, side)[criterion], weight)
            for side in ("sender", "host")
            for criterion, weight in getattr(then, side).items()
        ],
        decisions=len(decisions),
        teaching=sum(decision.teaches for decision in decisions),
        figures=_figures(compared),
    )


def _figures(compared: matching.comparison.Comparison | None) -> dict[str, float]:
    if compared is None:
        return {}
    return {
        "judged": compared.judged,
        "right_order_before": compared.before.right_order,
        "right_order_after": compared.after.right_order,
        "log_loss_before": compared.before.log_loss,
        "log_loss_after": compared.after.log_loss,
    }


def _decisions(session: Session) -> list[matching.decisions.Decision]:
    """Return every request that came from a suggestion, in the order in which they were made."""
    rows = session.scalars(
        select(Placement)
        .where(Placement.shown_rank.is_not(None))
        .options(joinedload(Placement.need), joinedload(Placement.offer))
        .order_by(Placement.id)
    )
    return [_decision(row) for row in rows if row.shown_rank]


def _decision(row: Placement) -> matching.decisions.Decision:
    answer = ANSWERS.get(row.state, matching.decisions.Answer.UNANSWERED)
    is_no = answer is matching.decisions.Answer.DECLINED
    return matching.decisions.Decision(
        need=row.need.key,
        offer=row.offer.key,
        answer=answer,
        position=row.shown_rank or 1,
        weights_version=row.weights_version,
        values=row.shown_values,
        declined_for=matching.decisions.DeclineCode(row.decline_code) if is_no else None,
    )
