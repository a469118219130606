"""The table of corrections: what a text means, by a user's word and a curator's."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class CorrectionState(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class LabelCorrection(Base):
    """That a text in a language means a concept; `was` is what it was understood as before."""

    __tablename__ = "label_correction"

    text: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(3))
    concept: Mapped[str] = mapped_column(String(60))
    was: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[CorrectionState] = mapped_column(default=CorrectionState.PROPOSED, index=True)
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str] = mapped_column(String(160))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(160), default="")
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[str] = mapped_column(String(160), default="")
