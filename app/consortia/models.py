"""Tables of the mobility consortia."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
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
