"""Tables of needs, offers and partnerships."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.database import Base, Versioned
from app.organisations.models import CefrLevel, Organisation, Programme, Sector, Site


class Kind(StrEnum):
    """What learners go abroad for."""

    PLACEMENT = "placement"
    STUDY = "study"


class Direction(StrEnum):
    """Whether an organisation looks for hosts or takes learners in."""

    SENDING = "sending"
    HOSTING = "hosting"


class EntryState(StrEnum):
    OPEN = "open"
    PLACED = "placed"
    CLOSED = "closed"


class Need(Versioned, Base):
    """What a sending organisation looks for: a few learners of one programme, in a period."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint("learners > 0", name="learners_positive"),
        CheckConstraint("ends_on >= starts_on", name="period_forward"),
    )

    key: Mapped[str] = mapped_column(String(60), unique=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    title: Mapped[str] = mapped_column(String(160))
    description: Mapped[str] = mapped_column(String(2000), default="")
    language: Mapped[str] = mapped_column(String(3), default="en")
    sector: Mapped[Sector]
    eqf_level: Mapped[int | None]
    kind: Mapped[Kind] = mapped_column(default=Kind.PLACEMENT)
    learners: Mapped[int]
    accompanying: Mapped[int] = mapped_column(default=0)
    has_minors: Mapped[bool] = mapped_column(default=True)
    needs_host_family: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    days: Mapped[int]
    countries: Mapped[list[str]] = mapped_column(default=list)
    town: Mapped[str] = mapped_column(String(80), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    radius_km: Mapped[int | None]
    coded_needs: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[EntryState] = mapped_column(default=EntryState.OPEN)
    confirmed_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    programme: Mapped[Programme | None] = relationship()
    languages: Mapped[list["NeedLanguage"]] = relationship(
        cascade="all, delete-orphan", order_by="NeedLanguage.language"
    )


class NeedLanguage(Base):
    """A language in which the learners can work or study."""

    __tablename__ = "need_language"
    __table_args__ = (UniqueConstraint("need_id", "language"),)

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(3))
    level: Mapped[CefrLevel | None]


class Offer(Versioned, Base):
    """What a host can take: a centre for its circle, or a company that stands alone."""

    __tablename__ = "offer"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    title: Mapped[str] = mapped_column(String(160))
    description: Mapped[str] = mapped_column(String(2000), default="")
    language: Mapped[str] = mapped_column(String(3), default="en")
    sector: Mapped[Sector]
    kind: Mapped[Kind] = mapped_column(default=Kind.PLACEMENT)
    eqf_from: Mapped[int | None]
    eqf_to: Mapped[int | None]
    minimum_group: Mapped[int] = mapped_column(default=1)
    minimum_days: Mapped[int] = mapped_column(default=1)
    accepts_minors: Mapped[bool] = mapped_column(default=False)
    has_host_family: Mapped[bool] = mapped_column(default=False)
    wanted_countries: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[EntryState] = mapped_column(default=EntryState.OPEN)
    confirmed_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    centre: Mapped[Organisation | None] = relationship(foreign_keys=[centre_id])
    site: Mapped[Site | None] = relationship()
    periods: Mapped[list["OfferPeriod"]] = relationship(
        cascade="all, delete-orphan", order_by="OfferPeriod.starts_on"
    )
    languages: Mapped[list["OfferLanguage"]] = relationship(
        cascade="all, delete-orphan", order_by="OfferLanguage.language"
    )
    placements: Mapped[list["Placement"]] = relationship(back_populates="offer")


class OfferPeriod(Base):
    """From when to when an offer holds, for how many learners at a time; 0 places is a closure."""

    __tablename__ = "offer_period"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="period_forward"),
        CheckConstraint("places >= 0", name="places_not_negative"),
    )

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    places: Mapped[int]


class OfferLanguage(Base):
    """A language that the host asks for, any one of which is enough."""

    __tablename__ = "offer_language"
    __table_args__ = (UniqueConstraint("offer_id", "language"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(3))
    level: Mapped[CefrLevel | None]


class PlacementState(StrEnum):
    REQUESTED = "requested"
    QUEUED = "queued"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class DeclineCode(StrEnum):
    """Why a host says no. `full` says something about its capacity, not about its taste."""

    FULL = "full"
    PERIOD = "period"
    TASKS = "tasks"
    LANGUAGE = "language"
    LEVEL = "level"
    DISTANCE = "distance"
    MINORS = "minors"
    LODGING = "lodging"
    OTHER = "other"


class Placement(Versioned, Base):
    """A school's request to a host, and the agreement that comes of it."""

    __tablename__ = "placement"
    __table_args__ = (CheckConstraint("learners > 0", name="learners_positive"),)

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    state: Mapped[PlacementState] = mapped_column(default=PlacementState.REQUESTED)
    learners: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    position: Mapped[int | None]
    requested_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decline_code: Mapped[str] = mapped_column(String(40), default="")
    shown_rank: Mapped[int | None]
    weights_version: Mapped[str] = mapped_column(String(40), default="")
    score: Mapped[float | None]
    shown_values: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")

    need: Mapped[Need] = relationship()
    offer: Mapped[Offer] = relationship(back_populates="placements")
    partnership: Mapped["Partnership | None"] = relationship()


class Veto(Base):
    """A quiet "no thanks": the pair is neither suggested nor planned; nobody else learns of it."""

    __tablename__ = "veto"
    __table_args__ = (UniqueConstraint("organisation_id", "other_id"),)

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    other_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]


class Stage(StrEnum):
    """How far two organisations are with each other, in order."""

    CONTACT = "contact"
    ALIGNED = "aligned"
    VISITED = "visited"
    AGREED = "agreed"
    FIRST_MOBILITY = "first_mobility"
    RETURN_MOBILITY = "return_mobility"
    DORMANT = "dormant"


class Partnership(Versioned, Base):
    """Two organisations that work together, and what comes next."""

    __tablename__ = "partnership"
    __table_args__ = (UniqueConstraint("sending_id", "host_id"),)

    sending_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    host_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"))
    stage: Mapped[Stage] = mapped_column(default=Stage.CONTACT)
    next_step: Mapped[str] = mapped_column(String(300), default="")
    next_step_on: Mapped[date | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    handover_note: Mapped[str] = mapped_column(String(2000), default="")
    created_at: Mapped[datetime]

    sending: Mapped[Organisation] = relationship(foreign_keys=[sending_id])
    host: Mapped[Organisation] = relationship(foreign_keys=[host_id])
    need: Mapped[Need | None] = relationship()
    offer: Mapped[Offer | None] = relationship()
    owner: Mapped[Account | None] = relationship()
    events: Mapped[list["PartnershipEvent"]] = relationship(
        cascade="all, delete-orphan", order_by="PartnershipEvent.id"
    )


class PartnershipEvent(Base):
    """A dated step of a partnership: who, when, from what to what."""

    __tablename__ = "partnership_event"

    partnership_id: Mapped[int] = mapped_column(
        ForeignKey("partnership.id", ondelete="CASCADE"), index=True
    )
    happened_at: Mapped[datetime]
    stage: Mapped[Stage]
    by: Mapped[str] = mapped_column(String(160))
    note: Mapped[str] = mapped_column(String(2000), default="")


class SavedSearch(Base):
    """A search of a school, with a digest at most once a day."""

    __tablename__ = "saved_search"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(120))
    query: Mapped[str] = mapped_column(String(1000))
    sends_digest: Mapped[bool] = mapped_column(default=True)
    seen_keys: Mapped[list[str]] = mapped_column(default=list)
    last_digest_on: Mapped[date | None]
    unanswered_digests: Mapped[int] = mapped_column(default=0)
