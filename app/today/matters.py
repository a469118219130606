"""The matters of a day; each is a list of rows that somebody should look at, with their pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.accounts.permissions import Permission
from app.consortia.models import JoinRequest
from app.forums.models import Forum
from app.messages import queries as messages
from app.mobilities.models import Mobility, Step
from app.organisations.models import Charter, Organisation
from app.organisations.queries import FRESH_FOR, WARN_DAYS
from app.partnerships.models import Partnership, Placement, PlacementState, Stage
from app.plans.models import PlanRun, RunState
from app.privacy import retention

UNANSWERED = timedelta(days=10)
"""After how long a request without an answer is worth a call (features, C4)."""


class MatterKind(StrEnum):
    """What it is that somebody should look at; in the order in which it is shown."""

    NIGHT_LATE = "night_late"
    LOST_MAILS = "lost_mails"
    FAILED_RUNS = "failed_runs"
    DEPARTURE_STEPS = "departure_steps"
    UNANSWERED_REQUESTS = "unanswered_requests"
    OVERDUE_STEPS = "overdue_steps"
    JOIN_REQUESTS = "join_requests"
    EXPIRING_CHARTERS = "expiring_charters"
    STALE_ENTRIES = "stale_entries"


@dataclass(frozen=True, slots=True)
class Item:
    """One row: what it is called, its page, and the day that matters."""

    text: str
    endpoint: str
    values: dict[str, int] = field(default_factory=dict)
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """Rows of one kind that want attention."""

    kind: MatterKind
    permission: Permission
    items: list[Item]


def matters(session: Session, today: date) -> list[Matter]:
    """Return every matter that has rows, the most urgent kind first."""
    found = (Matter(kind, right, rows(session, today)) for kind, (right, rows) in _ROWS.items())
    return [matter for matter in found if matter.items]


def _night_late(session: Session, _today: date) -> list[Item]:
    since = retention.late_since(session)
    text = _("Is a worker running? Personal data that is over has not been deleted since")
    return [] if since is None else [Item(text, "help.commands", on=since.date())]


def _lost_mails(session: Session, _today: date) -> list[Item]:
    return [
        Item(row.subject, "messages.index", on=row.created_at.date())
        for row in messages.lost(session)
    ]


def _failed_runs(session: Session, today: date) -> list[Item]:
    """Return failed searches of editions to come that no later search has followed."""
    newest = (
        select(func.max(PlanRun.id)).group_by(PlanRun.forum_id).scalar_subquery().correlate(None)
    )
    rows = session.scalars(
        select(PlanRun)
        .join(Forum)
        .where(PlanRun.id.in_(newest), PlanRun.state == RunState.FAILED, Forum.ends_on >= today)
        .options(joinedload(PlanRun.forum))
        .order_by(Forum.starts_on)
    )
    return [
        Item(row.forum.name, "plans.show", {"run_id": row.id}, row.created_at.date())
        for row in rows
    ]


def _departure_steps(session: Session, today: date) -> list[Item]:
    """Return mobilities to come with a step that should have been done by now."""
    rows = session.execute(
        select(Mobility, func.min(Step.due_on))
        .join(Step)
        .where(
            Step.done_on.is_(None),
            Step.due_on < today,
            Mobility.starts_on >= today,
            Mobility.cancelled_at.is_(None),
        )
        .options(selectinload(Mobility.sending))
        .group_by(Mobility.id)
        .order_by(Mobility.starts_on, Mobility.id)
    )
    return [
        Item(f"{row.sending.name} → {row.city}", "mobilities.show", {"mobility_id": row.id}, due)
        for row, due in rows
    ]


def _unanswered_requests(session: Session, _today: date) -> list[Item]:
    rows = session.scalars(
        select(Placement)
        .where(
            Placement.state == PlacementState.REQUESTED,
            Placement.expires_at.is_not(None),
            Placement.requested_at < clock.now() - UNANSWERED,
        )
        .options(joinedload(Placement.need), joinedload(Placement.offer))
        .order_by(Placement.requested_at)
    )
    return [
        Item(
            f"{row.need.title} → {row.offer.title}",
            "partnerships.show_need",
            {"need_id": row.need_id},
            row.requested_at.date(),
        )
        for row in rows
    ]


def _overdue_steps(session: Session, today: date) -> list[Item]:
    rows = session.scalars(
        select(Partnership)
        .where(Partnership.next_step_on < today, Partnership.stage != Stage.DORMANT)
        .options(joinedload(Partnership.sending), joinedload(Partnership.host))
        .order_by(Partnership.next_step_on)
    )
    return [
        Item(
            f"{row.sending.name} → {row.host.name}",
            "partnerships.show_partnership",
            {"partnership_id": row.id},
            row.next_step_on,
        )
        for row in rows
    ]


def _join_requests(session: Session, _today: date) -> list[Item]:
    rows = session.scalars(
        select(JoinRequest)
        .where(JoinRequest.decided_at.is_(None))
        .options(joinedload(JoinRequest.organisation), joinedload(JoinRequest.consortium))
        .order_by(JoinRequest.asked_at)
    )
    return [
        Item(
            f"{row.organisation.name} → {row.consortium.name}",
            "consortia.show",
            {"consortium_id": row.consortium_id},
            row.asked_at.date(),
        )
        for row in rows
    ]


def _expiring_charters(session: Session, today: date) -> list[Item]:
    rows = session.execute(
        select(Organisation, func.min(Charter.expires_on))
        .join(Charter, Charter.organisation_id == Organisation.id)
        .where(
            Charter.expires_on >= today,
            Charter.expires_on <= today + timedelta(days=WARN_DAYS),
            Organisation.archived_at.is_(None),
        )
        .group_by(Organisation.id)
        .order_by(func.min(Charter.expires_on))
    )
    return [_entry(row, expires) for row, expires in rows]


def _stale_entries(session: Session, _today: date) -> list[Item]:
    oldest = clock.now() - FRESH_FOR
    rows = session.scalars(
        select(Organisation)
        .where(
            Organisation.archived_at.is_(None),
            or_(Organisation.confirmed_at.is_(None), Organisation.confirmed_at < oldest),
        )
        .order_by(Organisation.confirmed_at, Organisation.id)
    )
    return [_entry(row, row.confirmed_at.date() if row.confirmed_at else None) for row in rows]


def _entry(row: Organisation, on: date | None) -> Item:
    return Item(row.name, "organisations.show", {"organisation_id": row.id}, on)


_ROWS: dict[MatterKind, tuple[Permission, Callable[[Session, date], list[Item]]]] = {
    MatterKind.NIGHT_LATE: (Permission.MANAGE_ACCOUNTS, _night_late),
    MatterKind.LOST_MAILS: (Permission.MANAGE_ACCOUNTS, _lost_mails),
    MatterKind.FAILED_RUNS: (Permission.PLAN_VISITS, _failed_runs),
    MatterKind.DEPARTURE_STEPS: (Permission.EDIT_MOBILITIES, _departure_steps),
    MatterKind.UNANSWERED_REQUESTS: (Permission.EDIT_PARTNERSHIPS, _unanswered_requests),
    MatterKind.OVERDUE_STEPS: (Permission.EDIT_PARTNERSHIPS, _overdue_steps),
    MatterKind.JOIN_REQUESTS: (Permission.EDIT_CONSORTIA, _join_requests),
    MatterKind.EXPIRING_CHARTERS: (Permission.EDIT_DIRECTORY, _expiring_charters),
    MatterKind.STALE_ENTRIES: (Permission.EDIT_DIRECTORY, _stale_entries),
}
"""Kind → who may act on it, and where its rows come from."""
