"""How much each criterion counts, for either side, under a version that is stored with results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from matching.criteria import Criterion
from matching.sides import HOST_CRITERIA, SENDER_CRITERIA

HAND_SET = "hand-1"
"""The version of the weights below, set by judgement before there were decisions to learn from."""

HAND_SET_SENDER: dict[Criterion, float] = {
    Criterion.OCCUPATION: 30,
    Criterion.PROFILE: 10,
    Criterion.FIELD: 8,
    Criterion.EQF: 6,
    Criterion.LANGUAGE: 14,
    Criterion.PERIOD: 8,
    Criterion.PLACES: 5,
    Criterion.MINORS: 5,
    Criterion.HOST_FAMILY: 6,
    Criterion.DISTANCE: 4,
    Criterion.TRAVEL_TIME: 4,
    Criterion.ACCREDITATION: 5,
    Criterion.PAST_SUCCESS: 8,
    Criterion.MET_BEFORE: 5,
    Criterion.FRESHNESS: 4,
}

HAND_SET_HOST: dict[Criterion, float] = {
    Criterion.OCCUPATION: 30,
    Criterion.ASKED_OCCUPATION: 15,
    Criterion.ASKED_FIELD: 8,
    Criterion.ASKED_LANGUAGE: 14,
    Criterion.SENDER_COUNTRY: 4,
    Criterion.ACCOMPANIED: 6,
    Criterion.RETURN_FLOW: 8,
    Criterion.SENDER_RECORD: 8,
}


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much. Only proportions matter; a criterion of weight 0 is ignored."""

    version: str = HAND_SET
    sender: Mapping[Criterion, float] = field(default_factory=lambda: dict(HAND_SET_SENDER))
    host: Mapping[Criterion, float] = field(default_factory=lambda: dict(HAND_SET_HOST))

    def __post_init__(self) -> None:
        if set(self.sender) != set(SENDER_CRITERIA) or set(self.host) != set(HOST_CRITERIA):
            raise ValueError("every criterion of either side needs a weight, and no other")
        if min(*self.sender.values(), *self.host.values()) < 0:
            raise ValueError("a weight cannot be negative: a better fact would lower a rank")

    def as_record(self) -> dict[str, object]:
        """Return the weights as plain data, to be kept with the decision to use them."""
        return {
            "version": self.version,
            "sender": {one.value: weight for one, weight in self.sender.items()},
            "host": {one.value: weight for one, weight in self.host.items()},
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Read weights that were kept (raises ValueError for what no weights can be)."""
        try:
            sides = [
                {Criterion(one): float(weight) for one, weight in record[side].items()}
                for side in ("sender", "host")
            ]
            return cls(str(record["version"]), *sides)
        except (KeyError, AttributeError, TypeError) as fault:
            raise ValueError(f"no record of weights: {fault}") from fault
