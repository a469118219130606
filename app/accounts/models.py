"""Tables of people who sign in, and of every secret link or token."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Versioned
from app.organisations.models import Organisation

if TYPE_CHECKING:
    from app.forums.models import Participant


class Role(StrEnum):
    """What a person is to the network; staff on visits have no account but a private link."""

    ORGANISER = "organiser"
    PLANNER = "planner"
    COORDINATOR = "coordinator"
    SCHOOL = "school"
    HOST = "host"
    STAFF = "staff"


ROLES_OF_ORGANISATIONS = (Role.COORDINATOR, Role.SCHOOL, Role.HOST)
"""Who signs in for one organisation."""


class Account(Versioned, Base):
    """A person who signs in. `epoch` rises when every session of theirs must end."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(5), default="en")
    zone: Mapped[str] = mapped_column(String(50), default="Europe/Paris")
    epoch: Mapped[int] = mapped_column(default=1)
    disabled_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship()
    second_factor: Mapped["SecondFactor | None"] = relationship(
        lazy="joined", cascade="all, delete-orphan"
    )

    @property
    def may_enter(self) -> bool:
        """Whether the account has not ended, nor the organisation left for which it acts."""
        if self.disabled_at is not None:
            return False
        if self.role not in ROLES_OF_ORGANISATIONS or self.organisation is None:
            return True
        return self.organisation.archived_at is None

    @property
    def has_second_factor(self) -> bool:
        return self.second_factor is not None and self.second_factor.since is not None


class SecondFactor(Base):
    """An authenticator app of an account; it counts from the moment of its first right code.

    `last_step` is the half-minute whose code was accepted last: none is accepted twice.
    """

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), unique=True
    )
    secret: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class Purpose(StrEnum):
    """What a token opens; a token of one purpose opens nothing else."""

    SIGN_IN = "sign_in"
    ITINERARY = "itinerary"
    CALENDAR = "calendar"
    API = "api"
    HOST_REPORT = "host_report"
    UNSUBSCRIBE = "unsubscribe"
    RECOVERY = "recovery"
    PROOF = "proof"


class AccessToken(Base):
    """A secret link or token: only its SHA-256 is kept."""

    __tablename__ = "access_token"

    purpose: Mapped[Purpose]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    label: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    participant: Mapped["Participant | None"] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class StoppedMessages(Base):
    """A kind of message that its reader has stopped."""

    __tablename__ = "stopped_messages"
    __table_args__ = (UniqueConstraint("account_id", "kind"),)

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(40))
    stopped_at: Mapped[datetime]
