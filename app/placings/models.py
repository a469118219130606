"""Tables of placings: what an organiser asked for, what came of it, and each proposal."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.partnerships.models import Need, Offer, Placement


class PlacingState(StrEnum):
    WAITING = "waiting"
    FINISHED = "finished"
    FAILED = "failed"


class Placing(Base):
    """Many needs to be placed at once.

    `wanted` is what was asked (see `PlacingIn`). `figures` hold value, bound and whether it is
    proved; `findings` the needs left over, the blocking pairs and the exposure, by row numbers.
    """

    __tablename__ = "placing"

    title: Mapped[str] = mapped_column(String(120))
    wanted: Mapped[dict[str, Any]]
    state: Mapped[PlacingState] = mapped_column(default=PlacingState.WAITING)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(String(160))
    answered_at: Mapped[datetime | None]
    weights_version: Mapped[str] = mapped_column(String(40), default="")
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    findings: Mapped[dict[str, Any]] = mapped_column(default=dict)

    proposals: Mapped[list["Proposal"]] = relationship(
        cascade="all, delete-orphan", order_by="Proposal.id"
    )


class Proposal(Base):
    """A need placed at an offer, and the request that came of it when an organiser accepted."""

    __tablename__ = "placing_proposal"

    placing_id: Mapped[int] = mapped_column(
        ForeignKey("placing.id", ondelete="CASCADE"), index=True
    )
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"))
    placement_id: Mapped[int | None] = mapped_column(
        ForeignKey("placement.id", ondelete="SET NULL")
    )
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    learners: Mapped[int]
    score: Mapped[float]

    need: Mapped[Need] = relationship()
    offer: Mapped[Offer] = relationship()
    placement: Mapped[Placement | None] = relationship()
