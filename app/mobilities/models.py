"""Tables of the mobilities. Learners are counts, an age band and coded needs: never names."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.consortia.models import Consortium, ErasmusField
from app.database import Base, Versioned
from app.grants.rules import Heading
from app.organisations.models import Organisation, Programme
from app.partnerships.models import Partnership, Placement


class MobilityKind(StrEnum):
    LEARNERS_SHORT = "learners_short"
    LEARNERS_LONG = "learners_long"
    JOB_SHADOWING = "job_shadowing"
    TEACHING = "teaching"
    COURSE = "course"
    PREPARATORY_VISIT = "preparatory_visit"


LEARNERS = (MobilityKind.LEARNERS_SHORT, MobilityKind.LEARNERS_LONG)


class AgeBand(StrEnum):
    """On the day of departure."""

    MINORS = "minors"
    MIXED = "mixed"
    ADULTS = "adults"


class Mobility(Versioned, Base):
    """One group that goes abroad together, under the rules of one call year."""

    __tablename__ = "mobility"
    __table_args__ = (
        CheckConstraint("persons > 0", name="persons_positive"),
        CheckConstraint("ends_on >= starts_on", name="dates_forward"),
    )

    key: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[MobilityKind]
    field: Mapped[ErasmusField]
    call_year: Mapped[int] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(20))
    sending_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    receiving_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    consortium_id: Mapped[int | None] = mapped_column(ForeignKey("consortium.id"), index=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    placement_id: Mapped[int | None] = mapped_column(ForeignKey("placement.id"), index=True)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    persons: Mapped[int]
    age_band: Mapped[AgeBand]
    fewer_opportunities: Mapped[bool] = mapped_column(default=False)
    coded_needs: Mapped[list[str]] = mapped_column(default=list)
    learning_outcomes: Mapped[str] = mapped_column(String(2000), default="", server_default="")
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    travel_days: Mapped[int] = mapped_column(default=2)
    is_green: Mapped[bool] = mapped_column(default=False)
    origin_city: Mapped[str] = mapped_column(String(80))
    origin_country: Mapped[str] = mapped_column(String(2))
    origin_latitude: Mapped[float | None]
    origin_longitude: Mapped[float | None]
    city: Mapped[str] = mapped_column(String(80))
    country: Mapped[str] = mapped_column(String(2))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    reach_minutes: Mapped[int] = mapped_column(default=60)
    insurer: Mapped[str] = mapped_column(String(120), default="", server_default="")
    insurer_phone: Mapped[str] = mapped_column(String(30), default="", server_default="")
    cancelled_at: Mapped[datetime | None]

    sending: Mapped[Organisation] = relationship(foreign_keys=[sending_id])
    receiving: Mapped[Organisation | None] = relationship(foreign_keys=[receiving_id])
    consortium: Mapped[Consortium | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    placement: Mapped[Placement | None] = relationship()
    partnership: Mapped[Partnership | None] = relationship()
    hosts: Mapped[list["MobilityHost"]] = relationship(
        cascade="all, delete-orphan", order_by="MobilityHost.id"
    )
    adults: Mapped[list["Adult"]] = relationship(
        cascade="all, delete-orphan", order_by="Adult.starts_on, Adult.id"
    )
    steps: Mapped[list["Step"]] = relationship(
        cascade="all, delete-orphan", order_by="Step.due_on, Step.id"
    )
    signatures: Mapped[list["Signature"]] = relationship(
        cascade="all, delete-orphan", order_by="Signature.id"
    )
    planned: Mapped[list["PlannedCost"]] = relationship(
        cascade="all, delete-orphan", order_by="PlannedCost.id"
    )

    @property
    def has_learners(self) -> bool:
        return self.kind in LEARNERS

    @property
    def has_minors(self) -> bool:
        return self.has_learners and self.age_band is not AgeBand.ADULTS


class HostKind(StrEnum):
    COMPANY = "company"
    FAMILY = "family"


class MobilityHost(Base):
    """Where learners work, or where they live; a family is known by a reference, not a name.

    Nobody is allocated to a host whose check does not hold from the first day to the last.
    """

    __tablename__ = "mobility_host"
    __table_args__ = (
        CheckConstraint("learners >= 0", name="learners_not_negative"),
        CheckConstraint("places >= learners", name="within_places"),
    )

    mobility_id: Mapped[int] = mapped_column(
        ForeignKey("mobility.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[HostKind]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    reference: Mapped[str] = mapped_column(String(80), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    places: Mapped[int]
    learners: Mapped[int] = mapped_column(default=0)
    checked_on: Mapped[date | None]
    check_until_on: Mapped[date | None]
    opens_minute: Mapped[int] = mapped_column(default=540)
    closes_minute: Mapped[int] = mapped_column(default=1020)

    organisation: Mapped[Organisation | None] = relationship()

    @property
    def name(self) -> str:
        return self.reference or (self.organisation.name if self.organisation else "")


class Relay(StrEnum):
    """Why an adult is there."""

    SETTLE_IN = "settle_in"
    LAST_WEEK = "last_week"
    ON_SITE = "on_site"


class Adult(Base):
    """A named adult and where they are when; relays travel, an adult of the host is there."""

    __tablename__ = "accompanying_adult"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="dates_forward"),)

    mobility_id: Mapped[int] = mapped_column(
        ForeignKey("mobility.id", ondelete="CASCADE"), index=True
    )
    relay: Mapped[Relay]
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(30), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    city: Mapped[str] = mapped_column(String(80), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class StepKind(StrEnum):
    """What somebody has to do; what can be counted is never ticked."""

    HOST_AGREEMENT = "host_agreement"
    PROGRAMME = "programme"
    GUARDIAN_CONSENTS = "guardian_consents"
    IDENTITY_PAPERS = "identity_papers"
    HEALTH_AND_INSURANCE = "health_and_insurance"
    GRANT_AGREEMENTS = "grant_agreements"
    TRAVEL_BOOKED = "travel_booked"
    PREPARATION = "preparation"
    EMERGENCY_CARD = "emergency_card"
    ATTENDANCE_PROOF = "attendance_proof"
    FINAL_REPORT = "final_report"


class Step(Base):
    """One step of the pipeline: who owns it, when it is due, when it was done."""

    __tablename__ = "mobility_step"
    __table_args__ = (UniqueConstraint("mobility_id", "kind"),)

    mobility_id: Mapped[int] = mapped_column(
        ForeignKey("mobility.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[StepKind]
    owner: Mapped[str] = mapped_column(String(120), default="")
    due_on: Mapped[date]
    done_on: Mapped[date | None]


class DocumentKind(StrEnum):
    LEARNING_AGREEMENT = "learning_agreement"
    ACCOMPANYING_CERTIFICATE = "accompanying_certificate"
    ATTENDANCE_CERTIFICATE = "attendance_certificate"
    PROGRAMME = "programme"
    LETTER_OF_INTENT = "letter_of_intent"


class Party(StrEnum):
    SENDING = "sending"
    HOST = "host"
    LEARNERS = "learners"
    GUARDIANS = "guardians"
    PARTICIPANTS = "participants"


class Signature(Base):
    """That a party signed a document as its facts then stood; other facts cancel it."""

    __tablename__ = "mobility_signature"

    mobility_id: Mapped[int] = mapped_column(
        ForeignKey("mobility.id", ondelete="CASCADE"), index=True
    )
    document: Mapped[DocumentKind]
    party: Mapped[Party]
    signed_on: Mapped[date]
    valid_until_on: Mapped[date | None]
    """Until when what was signed holds, where it says so."""
    facts_digest: Mapped[str] = mapped_column(String(64))
    recorded_by: Mapped[str] = mapped_column(String(160))


class PlannedCost(Base):
    """What the mobility is planned with under one heading; a bound where no rate settles it."""

    __tablename__ = "planned_cost"
    __table_args__ = (UniqueConstraint("mobility_id", "heading"),)

    mobility_id: Mapped[int] = mapped_column(
        ForeignKey("mobility.id", ondelete="CASCADE"), index=True
    )
    heading: Mapped[Heading]
    cents: Mapped[int]
    is_bound: Mapped[bool] = mapped_column(default=False)


class RoundState(StrEnum):
    WAITING = "waiting"
    FINISHED = "finished"
    FAILED = "failed"


class Round(Base):
    """A round of the accompanying adults through companies and families, planned by a worker."""

    __tablename__ = "mobility_round"

    mobility_id: Mapped[int] = mapped_column(
        ForeignKey("mobility.id", ondelete="CASCADE"), index=True
    )
    relay: Mapped[Relay]
    state: Mapped[RoundState] = mapped_column(default=RoundState.WAITING)
    problem: Mapped[dict[str, Any]]
    plan: Mapped[dict[str, Any] | None]
    failure: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime]

    mobility: Mapped[Mobility] = relationship()
