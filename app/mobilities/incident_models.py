"""The table of incidents; who reads one is on the trail."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Versioned
from app.mobilities.models import Mobility


class IncidentKind(StrEnum):
    HEALTH = "health"
    SAFETY = "safety"
    CONDUCT = "conduct"
    TRAVEL = "travel"
    OTHER = "other"


class Incident(Versioned, Base):
    """Something that happened to a group abroad; told without a learner's name."""

    __tablename__ = "mobility_incident"

    mobility_id: Mapped[int] = mapped_column(
        ForeignKey("mobility.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[IncidentKind]
    happened_on: Mapped[date]
    what: Mapped[str] = mapped_column(Text)
    measures: Mapped[str] = mapped_column(Text, default="")
    closed_on: Mapped[date | None]
    reported_by: Mapped[str] = mapped_column(String(160))
    reported_at: Mapped[datetime]

    mobility: Mapped[Mobility] = relationship()
