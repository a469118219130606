"""Translation between the rows of this subject and the package `matching`.

`profiles` turns rows into values, `vocabulary` texts into concepts, `suggesting` asks the matcher
and puts its answers beside the rows again. Only this bridge knows `matching`.
"""

from app.partnerships.bridge.learning import Proposal, proposal
from app.partnerships.bridge.profiles import understood
from app.partnerships.bridge.suggesting import (
    Answer,
    Circle,
    Missed,
    Suggested,
    answer_for,
    is_matchable,
    shown,
)

__all__ = [
    "Answer",
    "Circle",
    "Missed",
    "Proposal",
    "Suggested",
    "answer_for",
    "is_matchable",
    "proposal",
    "shown",
    "understood",
]
