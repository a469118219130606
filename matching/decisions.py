"""What people made of suggestions: accepted, declined with a reason, or not answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from matching.scoring import Score, counted


class Answer(StrEnum):
    """What became of a suggestion. Nobody's silence is taken for a no."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    UNANSWERED = "unanswered"


class DeclineCode(StrEnum):
    """Why a suggestion was declined."""

    FULL = "full"
    PERIOD = "period"
    TASKS = "tasks"
    LANGUAGE = "language"
    LEVEL = "level"
    DISTANCE = "distance"
    MINORS = "minors"
    LODGING = "lodging"
    OTHER = "other"

    @property
    def is_taste(self) -> bool:
        """Whether it says something about what suits; a full house only says that it is full."""
        return self is not DeclineCode.FULL


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One suggestion as it was shown, and what became of it.

    `position` counts from 1; `values` are the criteria as counted then, by the codes of reasons
    (`sender.occupation`); `weights_version` names the weights that ranked it.
    """

    need: str
    offer: str
    answer: Answer
    position: int
    weights_version: str
    values: Mapping[str, float]
    declined_for: DeclineCode | None = None

    def __post_init__(self) -> None:
        if (self.answer is Answer.DECLINED) != (self.declined_for is not None):
            raise ValueError("a declined suggestion has a reason, and no other has one")
        if self.position < 1:
            raise ValueError("positions count from 1")

    @property
    def teaches(self) -> bool:
        """Whether it says what people like: unanswered is censored, full is no matter of taste."""
        if self.answer is Answer.DECLINED:
            return self.declined_for is not None and self.declined_for.is_taste
        return self.answer is Answer.ACCEPTED


def values_shown(worth: Score) -> dict[str, float]:
    """Return the criteria of a suggestion as they counted, to be kept with its decision."""
    return {
        f"{view.side}.{criterion}": counted(value)
        for view in (worth.sender, worth.host)
        for criterion, _, value in view.parts
    }


def full_offers(decisions: Iterable[Decision]) -> list[tuple[str, str]]:
    """Return offer and need of each suggestion declined because the host is full.

    They change the offer's free places in the need's period, and no weight.
    """
    return [
        (decision.offer, decision.need)
        for decision in decisions
        if decision.declined_for is DeclineCode.FULL
    ]
