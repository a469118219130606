"""Tables of what happened on the visits."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Versioned
from app.forums.models import Participant, VisitOffer
from app.organisations.models import Organisation


class Attendance(Base):
    """A participant's presence at a visit, as checked in."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("participant_id", "visit_offer_id"),)

    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    visit_offer_id: Mapped[int] = mapped_column(
        ForeignKey("visit_offer.id", ondelete="CASCADE"), index=True
    )
    planned_starts_at: Mapped[datetime]
    planned_ends_at: Mapped[datetime]
    was_present: Mapped[bool]
    checked_in_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(160), default="")

    participant: Mapped[Participant] = relationship()
    visit_offer: Mapped[VisitOffer] = relationship()


class Answers:
    """The five questions that both sides answer after a visit, and a free remark."""

    would_take_learners: Mapped[str] = mapped_column(String(10), default="")
    places: Mapped[int | None]
    when: Mapped[str] = mapped_column(String(120), default="")
    profile: Mapped[str] = mapped_column(String(120), default="")
    follow_up: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(2000), default="")
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    written_at: Mapped[datetime]


class VisitNote(Answers, Versioned, Base):
    """The two-minute note of a participant about a host, and the lead that may come of it."""

    __tablename__ = "visit_note"
    __table_args__ = (
        UniqueConstraint("participant_id", "visit_offer_id"),
        CheckConstraint("places IS NULL OR places BETWEEN 0 AND 99", name="places_in_range"),
    )

    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    visit_offer_id: Mapped[int] = mapped_column(
        ForeignKey("visit_offer.id", ondelete="CASCADE"), index=True
    )

    participant: Mapped[Participant] = relationship()
    visit_offer: Mapped[VisitOffer] = relationship()


class HostNote(Answers, Versioned, Base):
    """The same note of a host about the school whose people visited."""

    __tablename__ = "host_note"
    __table_args__ = (
        UniqueConstraint("visit_offer_id", "organisation_id"),
        CheckConstraint("places IS NULL OR places BETWEEN 0 AND 99", name="places_in_range"),
    )

    visit_offer_id: Mapped[int] = mapped_column(
        ForeignKey("visit_offer.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    recorded_by: Mapped[str] = mapped_column(String(160), default="")

    visit_offer: Mapped[VisitOffer] = relationship()
    organisation: Mapped[Organisation] = relationship()
