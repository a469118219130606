"""The table of decisions on the matcher's weights."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class WeightSetting(Base):
    """A recorded decision on how much each criterion counts; one taken back counts no more."""

    __tablename__ = "weight_setting"

    version: Mapped[str] = mapped_column(String(40))
    sender: Mapped[dict[str, Any]]
    host: Mapped[dict[str, Any]]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(String(500), default="")
    decided_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(160))
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[str] = mapped_column(String(160), default="")
