"""Long lists page by page, so that nothing is cut off in silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

PER_PAGE = 100

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The rows of one page of a list, and whether there are more after them."""

    rows: Sequence[T]
    has_more: bool


def page_of(session: Session, wanted: Select[T], number: int) -> Page[T]:
    """Return one page of what a statement asks for; the first has the number 1."""
    first = (number - 1) * PER_PAGE
    rows = session.scalars(wanted.limit(PER_PAGE + 1).offset(first)).all()
    return Page(rows[:PER_PAGE], len(rows) > PER_PAGE)
