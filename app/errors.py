"""The ways an action can say no; each carries a sentence for people."""

from typing import ClassVar


class Refusal(Exception):
    """Base of the ways an action can say no."""

    code: ClassVar[str] = "refused"

    def __init__(self, sentence: str, *, fields: dict[str, list[str]] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields = fields or {}


class NotFound(Refusal):
    code = "not_found"


class NotAllowed(Refusal):
    code = "not_allowed"


class Conflict(Refusal):
    """The request was fine, but not in the present state of things."""

    code = "conflict"


class Stale(Refusal):
    """Somebody else changed the thing since it was read."""

    code = "stale"


class Gone(Refusal):
    """It was there, and is not any more: a link revoked or expired."""

    code = "gone"


class Invalid(Refusal):
    """Some of what was given cannot be right."""

    code = "invalid"


class TooOften(Refusal):
    """It may be done, but not as often as this."""

    code = "too_many"
