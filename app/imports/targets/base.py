"""What every kind of sheet states about itself, so that one importer serves them all."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from app.database import Base
from app.forums.models import Forum
from app.web.faults import Faults
from app.web.values import InSchema

Entered = Mapping[str, Any]
"""Values as the sheet's schema reads them."""
Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, kw_only=True)
class Target(Generic[Row]):
    """One kind of sheet.

    `identity` are the fields that tell its rows apart; `unique` others of which no two rows
    may share a value. `rows` gives every stored row, `entered` a row in the shape in which rows
    enter. `near` are the fields that a stored point depends on: while
    they stay, empty cells keep the point. A row that `is_pinned` keeps it whatever is stated.
    """

    name: str
    schema: type[InSchema]
    identity: tuple[str, ...]
    rows: Callable[[Session, Forum | None], Iterable[Row]]
    entered: Callable[[Row], dict[str, Any]]
    faults: Callable[[Session, Forum | None, Entered], Faults]
    write: Callable[[Session, Forum | None, Entered], Row]
    examples: tuple[Mapping[str, str], ...]
    unique: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    is_pinned: Callable[[Row], bool] = field(default=lambda _row: False)
    needs_forum: bool = False
    names_people: bool = False

    @property
    def fields(self) -> list[str]:
        """The sheet's columns in their order: what tells rows apart comes first."""
        declared = list(self.schema().fields)
        return [*self.identity, *(name for name in declared if name not in self.identity)]

    @property
    def required(self) -> list[str]:
        return [name for name, one in self.schema().fields.items() if one.required]

    def identity_of(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(str(values.get(name) or "") for name in self.identity)


POINT = ("latitude", "longitude", "precision")
"""The columns of a point."""


def the(forum: Forum | None) -> Forum:
    """Return the edition of a sheet that belongs to one."""
    assert forum is not None, "sheets of an edition are read with one"
    return forum
