"""Tables of a forum edition and of everything that its visits are planned from."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Versioned
from app.organisations.models import Organisation, Precision, Site


class Phase(StrEnum):
    """What is possible now, in the order of the year."""

    PROFILES = "profiles"
    WISHES = "wishes"
    PLANNING = "planning"
    PROVISIONAL = "provisional"
    PUBLISHED = "published"


class Forum(Versioned, Base):
    """One year's edition of the annual forum."""

    __tablename__ = "forum"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="dates_forward"),)

    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    zone: Mapped[str] = mapped_column(String(50))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    wishes_from_on: Mapped[date | None]
    planning_from_on: Mapped[date | None]
    provisional_from_on: Mapped[date | None]
    published_from_on: Mapped[date | None]
    notice_hours: Mapped[int] = mapped_column(default=24, server_default="24")
    accepts_town_points: Mapped[bool] = mapped_column(default=True)
    weight_must: Mapped[int] = mapped_column(default=100)
    weight_missing_visit: Mapped[int] = mapped_column(default=60)
    weight_change: Mapped[int] = mapped_column(default=40)
    cost_per_euro: Mapped[float] = mapped_column(default=0.2)
    is_fictional: Mapped[bool] = mapped_column(default=False)

    places: Mapped[list["ForumPlace"]] = relationship(
        cascade="all, delete-orphan", order_by="ForumPlace.id"
    )
    sessions: Mapped[list["Session"]] = relationship(
        cascade="all, delete-orphan", order_by="Session.starts_at"
    )
    visit_offers: Mapped[list["VisitOffer"]] = relationship(
        back_populates="forum", cascade="all, delete-orphan", order_by="VisitOffer.id"
    )
    participants: Mapped[list["Participant"]] = relationship(
        back_populates="forum", cascade="all, delete-orphan", order_by="Participant.id"
    )
    tours: Mapped[list["Tour"]] = relationship(
        back_populates="forum", cascade="all, delete-orphan", order_by="Tour.id"
    )


class ForumPlace(Versioned, Base):
    """A place that belongs to the edition itself: the venue, a station, a hotel."""

    __tablename__ = "forum_place"
    __table_args__ = (UniqueConstraint("forum_id", "key"),)

    version: Mapped[int] = mapped_column(default=1, server_default="1")

    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(80), default="")
    country: Mapped[str] = mapped_column(String(2))
    latitude: Mapped[float]
    longitude: Mapped[float]
    precision: Mapped[Precision] = mapped_column(default=Precision.TOWN)


class Session(Versioned, Base):
    """A fixed item of the programme; nobody is on a tour during one that they attend."""

    __tablename__ = "session"
    __table_args__ = (
        UniqueConstraint("forum_id", "key"),
        CheckConstraint("ends_at > starts_at", name="times_forward"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("forum_place.id"))
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(160))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(50))
    is_for_all: Mapped[bool] = mapped_column(default=True)

    place: Mapped[ForumPlace] = relationship()
    attendees: Mapped[list["SessionAttendee"]] = relationship(cascade="all, delete-orphan")


class SessionAttendee(Base):
    """Who attends a session that is not for all."""

    __tablename__ = "session_attendee"
    __table_args__ = (UniqueConstraint("session_id", "participant_id"),)

    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))

    participant: Mapped["Participant"] = relationship()


class VisitOffer(Versioned, Base):
    """What a host shows to visitors around one forum, and on what terms."""

    __tablename__ = "visit_offer"
    __table_args__ = (
        UniqueConstraint("forum_id", "key"),
        CheckConstraint("minimum_group <= maximum_group", name="group_forward"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("maximum_visits > 0", name="visits_positive"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    key: Mapped[str] = mapped_column(String(60))
    minutes: Mapped[int]
    minimum_group: Mapped[int]
    maximum_group: Mapped[int]
    maximum_visits: Mapped[int] = mapped_column(default=1)
    languages: Mapped[list[str]] = mapped_column(default=list)
    shown: Mapped[str] = mapped_column(String(2000), default="")
    site_rules: Mapped[str] = mapped_column(String(2000), default="")
    dress: Mapped[str] = mapped_column(String(300), default="")
    ask_for: Mapped[str] = mapped_column(String(160), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    meeting_point: Mapped[str] = mapped_column(String(200), default="")
    names_due_days: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]

    forum: Mapped[Forum] = relationship(back_populates="visit_offers")
    organisation: Mapped[Organisation] = relationship()
    site: Mapped[Site | None] = relationship()
    open_spans: Mapped[list["OpenSpan"]] = relationship(
        cascade="all, delete-orphan", order_by="OpenSpan.starts_at"
    )


class OpenSpan(Base):
    """From when to when a host receives visitors."""

    __tablename__ = "open_span"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="times_forward"),)

    visit_offer_id: Mapped[int] = mapped_column(
        ForeignKey("visit_offer.id", ondelete="CASCADE"), index=True
    )
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(50))


class Participant(Versioned, Base):
    """A person of a member who takes part in the forum's visits."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("forum_id", "key"),
        CheckConstraint("departs_at > arrives_at", name="times_forward"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    locale: Mapped[str] = mapped_column(String(5), default="en")
    languages: Mapped[list[str]] = mapped_column(default=list)
    sectors: Mapped[list[str]] = mapped_column(default=list)
    arrives_at: Mapped[datetime]
    departs_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(50))
    minimum_visits: Mapped[int] = mapped_column(default=2)
    lodging: Mapped[str] = mapped_column(String(200), default="")
    access_needs: Mapped[str] = mapped_column(String(300), default="")
    diet: Mapped[str] = mapped_column(String(120), default="")
    shares_name: Mapped[bool] = mapped_column(default=True, server_default=true())
    shares_phone: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]

    forum: Mapped[Forum] = relationship(back_populates="participants")
    organisation: Mapped[Organisation] = relationship()
    wishes: Mapped[list["Wish"]] = relationship(cascade="all, delete-orphan", order_by="Wish.id")


class WishKind(StrEnum):
    MUST = "must"
    WANT = "want"
    AVOID = "avoid"


class Wish(Base):
    """What a participant wishes of a host; `value` (0–100) says how much for a want."""

    __tablename__ = "wish"
    __table_args__ = (
        UniqueConstraint("participant_id", "visit_offer_id"),
        CheckConstraint("value BETWEEN 0 AND 100", name="value_in_range"),
    )

    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    visit_offer_id: Mapped[int] = mapped_column(
        ForeignKey("visit_offer.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[WishKind]
    value: Mapped[int] = mapped_column(default=50)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id", ondelete="SET NULL"))

    visit_offer: Mapped[VisitOffer] = relationship()


class Mode(StrEnum):
    """How a tour travels."""

    ROAD = "road"
    TRANSIT = "transit"
    WALK = "walk"


class Tour(Versioned, Base):
    """One vehicle, train or walking group for one half-day or day."""

    __tablename__ = "tour"
    __table_args__ = (
        UniqueConstraint("forum_id", "key"),
        CheckConstraint("latest_at > earliest_at", name="times_forward"),
        CheckConstraint("seats > 0", name="seats_positive"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    mode: Mapped[Mode]
    seats: Mapped[int]
    start_id: Mapped[int] = mapped_column(ForeignKey("forum_place.id"))
    end_id: Mapped[int] = mapped_column(ForeignKey("forum_place.id"))
    earliest_at: Mapped[datetime]
    latest_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(50))
    break_earliest_at: Mapped[datetime | None]
    break_latest_at: Mapped[datetime | None]
    break_minutes: Mapped[int | None]
    cost_fixed_euros: Mapped[float] = mapped_column(default=0.0)
    cost_per_km_euros: Mapped[float] = mapped_column(default=0.0)
    departure_note: Mapped[str] = mapped_column(String(200), default="")
    driver_phone: Mapped[str] = mapped_column(String(30), default="")
    cancelled_at: Mapped[datetime | None]

    forum: Mapped[Forum] = relationship(back_populates="tours")
    start: Mapped[ForumPlace] = relationship(foreign_keys=[start_id])
    end: Mapped[ForumPlace] = relationship(foreign_keys=[end_id])
