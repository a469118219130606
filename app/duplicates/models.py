"""The table of what was decided about two entries that may be one."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.organisations.models import Organisation


class Verdict(StrEnum):
    MERGED = "merged"
    DISTINCT = "distinct"


class DuplicateDecision(Base):
    """That two entries are one, of which `kept` goes on, or that they are not.

    `moved` says which rows went from `other` to `kept`, by table and column, so that a merge can
    be undone; `stayed` counts those that `kept` had already.
    """

    __tablename__ = "duplicate_decision"

    kept_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    verdict: Mapped[Verdict]
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)
    stayed: Mapped[int] = mapped_column(default=0)
    decided_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(160))
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[str] = mapped_column(String(160), default="")

    kept: Mapped[Organisation] = relationship(foreign_keys=[kept_id])
    other: Mapped[Organisation] = relationship(foreign_keys=[other_id])
