"""Tables of the mobility consortia."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Versioned
from app.organisations.models import Organisation


class ErasmusField(StrEnum):
    """The field of education whose rules a consortium follows."""

    VET = "VET"
    HIGHER_EDUCATION = "HE"


class Consortium(Versioned, Base):
    __tablename__ = "consortium"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    field: Mapped[ErasmusField]
    accreditation: Mapped[str] = mapped_column(String(60), default="")
    coordinator_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    is_open: Mapped[bool] = mapped_column(default=True)
    """Whether new schools may ask to join."""

    coordinator: Mapped[Organisation] = relationship()
    members: Mapped[list["ConsortiumMember"]] = relationship(
        back_populates="consortium", cascade="all, delete-orphan", order_by="ConsortiumMember.id"
    )


class ConsortiumMember(Base):
    """A member from the day it joined to the day it left."""

    __tablename__ = "consortium_member"
    __table_args__ = (UniqueConstraint("consortium_id", "organisation_id", "joined_on"),)

    consortium_id: Mapped[int] = mapped_column(
        ForeignKey("consortium.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    joined_on: Mapped[date]
    left_on: Mapped[date | None]

    consortium: Mapped[Consortium] = relationship(back_populates="members")
    organisation: Mapped[Organisation] = relationship()


class JoinRequest(Base):
    """A school's request to be taken into a consortium; open until it is decided."""

    __tablename__ = "consortium_join_request"

    consortium_id: Mapped[int] = mapped_column(
        ForeignKey("consortium.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[str] = mapped_column(String(1000), default="")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    was_accepted: Mapped[bool | None]

    consortium: Mapped[Consortium] = relationship()
    organisation: Mapped[Organisation] = relationship()


class NoteKind(StrEnum):
    GOOD_PRACTICE = "good_practice"
    MINUTES = "minutes"


class SharedNote(Versioned, Base):
    """What went well, or what a meeting decided, kept for all members and found by topic."""

    __tablename__ = "shared_note"

    consortium_id: Mapped[int] = mapped_column(
        ForeignKey("consortium.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[NoteKind]
    title: Mapped[str] = mapped_column(String(160))
    topics: Mapped[list[str]] = mapped_column(default=list)
    held_on: Mapped[date]
    body: Mapped[str] = mapped_column(Text)

    consortium: Mapped[Consortium] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
