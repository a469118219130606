"""Tables of plan runs and of what was published.

Problems and plans are kept as the planner's own JSON (`netinvet-forum/1`, `netinvet-plan/1`):
a published version is an immutable snapshot, whatever happens to the rows it came from.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Versioned
from app.forums.models import Forum, Participant, Tour, VisitOffer


class RunState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class RunKind(StrEnum):
    """What a run may change."""

    FRESH = "fresh"
    REPLAN = "replan"
    WHAT_IF = "what_if"
    BY_HAND = "by_hand"


class PlanRun(Base):
    """One search for a plan, or a draft by hand. The row is the truth; the queue only wakes.

    People write `stop_requested`; the worker that holds the lease writes all the rest.
    `change` says in what a what-if copy differs from its parent, or which event is answered;
    `alternatives` are other plans that were found, with fewer or more people changed.
    """

    __tablename__ = "plan_run"

    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("plan_run.id"))
    title: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[RunKind] = mapped_column(default=RunKind.FRESH)
    state: Mapped[RunState] = mapped_column(default=RunState.QUEUED, index=True)
    seconds: Mapped[int]
    seed: Mapped[int] = mapped_column(default=1)
    fair_first: Mapped[bool] = mapped_column(default=False)
    least_visits: Mapped[int | None]
    change: Mapped[dict[str, Any] | None]
    alternatives: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    problem: Mapped[dict[str, Any]]
    inputs_digest: Mapped[str] = mapped_column(String(64))
    least_days: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """Participant → the days with a visit to keep them at, where that was asked for."""
    plan: Mapped[dict[str, Any] | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    objective: Mapped[float | None]
    bound: Mapped[float | None]
    euros: Mapped[float | None]
    fair_worst: Mapped[float | None]
    fair_bound: Mapped[float | None]
    phase: Mapped[str] = mapped_column(String(40), default="")
    failure: Mapped[str] = mapped_column(String(500), default="")
    stop_requested: Mapped[bool] = mapped_column(default=False)
    owner: Mapped[str] = mapped_column(String(60), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(160), default="")
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    forum: Mapped[Forum] = relationship()
    points: Mapped[list["ProgressPoint"]] = relationship(
        cascade="all, delete-orphan", order_by="ProgressPoint.id"
    )

    @property
    def is_over(self) -> bool:
        return self.state in (RunState.FINISHED, RunState.FAILED)


class ProgressPoint(Base):
    """Objective and bound at one moment of a run."""

    __tablename__ = "progress_point"

    plan_run_id: Mapped[int] = mapped_column(
        ForeignKey("plan_run.id", ondelete="CASCADE"), index=True
    )
    seconds: Mapped[float]
    objective: Mapped[float | None]
    bound: Mapped[float | None]
    phase: Mapped[str] = mapped_column(String(40), default="")


class Pin(Base):
    """Something that the next run must keep: a visit, its time, a person, or a whole tour."""

    __tablename__ = "pin"

    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    tour_id: Mapped[int] = mapped_column(ForeignKey("tour.id", ondelete="CASCADE"))
    visit_offer_id: Mapped[int | None] = mapped_column(
        ForeignKey("visit_offer.id", ondelete="CASCADE")
    )
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE")
    )
    starts_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(160), default="")

    tour: Mapped[Tour] = relationship()
    visit_offer: Mapped[VisitOffer | None] = relationship()
    participant: Mapped[Participant | None] = relationship()


class PlanVersion(Base):
    """A published plan, numbered, never changed."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("forum_id", "number"),)

    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    plan_run_id: Mapped[int | None] = mapped_column(ForeignKey("plan_run.id"))
    restored_from_id: Mapped[int | None] = mapped_column(ForeignKey("plan_version.id"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")
    problem: Mapped[dict[str, Any]]
    plan: Mapped[dict[str, Any]]
    facts: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(160), default="")

    forum: Mapped[Forum] = relationship()


class PublishedItem(Versioned, Base):
    """One visit of one person, with the sequence of its calendar entry over all versions."""

    __tablename__ = "published_item"
    __table_args__ = (UniqueConstraint("participant_id", "uid"),)

    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    uid: Mapped[str] = mapped_column(String(120))
    sequence: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64))
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    content: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class Reading(Base):
    """When a participant opened and when they acknowledged a version."""

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("participant_id", "plan_version_id"),)

    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    plan_version_id: Mapped[int] = mapped_column(
        ForeignKey("plan_version.id", ondelete="CASCADE"), index=True
    )
    opened_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]


class PrintedBadge(Base):
    """What a participant's badge said when it was last printed."""

    __tablename__ = "printed_badge"

    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), unique=True
    )
    digest: Mapped[str] = mapped_column(String(64))
    printed_at: Mapped[datetime]
