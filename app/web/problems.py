"""Answers that are errors: the one place that knows which refusal has which status."""

from typing import ClassVar

from app.errors import Conflict, Gone, Invalid, NotAllowed, NotFound, Refusal, Stale, TooOften


class Unauthenticated(Exception):
    """An API request without a valid token."""


class PreconditionRequired(Refusal):
    """A change that does not say which version it was made on."""

    code: ClassVar[str] = "precondition_required"


class KeyNeeded(Refusal):
    """A request that must name an `Idempotency-Key`, so that it can be repeated."""

    code: ClassVar[str] = "idempotency_key_needed"


STATUSES: dict[type[Refusal], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Conflict: 409,
    Gone: 410,
    Stale: 412,
    Invalid: 422,
    PreconditionRequired: 428,
    TooOften: 429,
    KeyNeeded: 400,
}
"""Refusal → HTTP status; a refined kind has the status of its base."""


def status_of(refusal: Refusal) -> int:
    return next(STATUSES[kind] for kind in type(refusal).__mro__ if kind in STATUSES)
