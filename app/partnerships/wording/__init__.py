"""The matcher's codes as sentences: reasons, obstacles and the changes that would help."""

from flask_babel import gettext as _

from app.partnerships.wording.obstacles import CHANGES, OBSTACLES
from app.partnerships.wording.reasons import CRITERIA, REASONS
from app.partnerships.wording.words import Facts, meaning

__all__ = [
    "CHANGES",
    "CRITERIA",
    "OBSTACLES",
    "REASONS",
    "change",
    "meaning",
    "obstacle",
    "reason",
]


def reason(code: str, facts: Facts, *, known: bool = True, value: float = 1.0) -> str:
    """Return the sentence of a reason; a fact that nobody stated is said to be unknown.

    `value` is how well the criterion is met, from 0 to 1.
    """
    if not known and code != "rest":
        return _("%(what)s: not stated", what=CRITERIA[code](facts))
    return REASONS[code]({**facts, "value": value})


def obstacle(code: str, facts: Facts) -> str:
    """Return the sentence of the rule that stands between a need and an offer."""
    return OBSTACLES[code](facts)


def change(code: str, facts: Facts) -> str:
    """Return the sentence of the smallest change that would help."""
    return CHANGES[code](facts)
