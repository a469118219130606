"""What comes of a visit: a partnership of both sides and, after a yes, a task. Callers commit."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.itineraries.models import Answers
from app.itineraries.values import Answer
from app.organisations.models import Organisation
from app.partnerships import stages
from app.partnerships.models import Partnership, PartnershipEvent, Stage

CHANGES_NOTHING = (Stage.VISITED, Stage.AGREED, Stage.FIRST_MOBILITY, Stage.RETURN_MOBILITY)
"""Stages that a visit does not move."""
DAYS_FOR_TASK = 14
"""How long the owner has for the first step after a yes."""
OWNERS = (Role.SCHOOL, Role.COORDINATOR, Role.HOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who wrote a note: as the audit trail and as people say, and where mail reaches them."""

    actor: str
    by: str
    email: str = ""
    organisation: Organisation


def follow_up(
    session: Session, writer: Writer, note: Answers, sending: Organisation, host: Organisation
) -> None:
    """Tie a note that wants more to the partnership of the two, and write its task down."""
    if not (note.follow_up or note.would_take_learners == Answer.YES) or sending.id == host.id:
        return
    row = stages.start(session, writer.actor, writer.by, (sending, host), stages.Basis())
    if row.stage not in CHANGES_NOTHING:
        row.stage = Stage.VISITED
        row.events.append(
            PartnershipEvent(happened_at=clock.now(), stage=Stage.VISITED, by=writer.by)
        )
    if note.would_take_learners == Answer.YES:
        _write_task(session, writer, row)
    session.flush()
    note.partnership_id = row.id


def _write_task(session: Session, writer: Writer, row: Partnership) -> None:
    """Give the partnership a next step with owner and date, as far as it has none."""
    row.next_step = row.next_step or _("Agree on learners for next year")
    row.next_step_on = row.next_step_on or clock.today("UTC") + timedelta(days=DAYS_FOR_TASK)
    if row.owner_id is None:
        row.owner_id = _owner(session, writer) or _anybody_of(session, row)


def _owner(session: Session, writer: Writer) -> int | None:
    """Return the account of whoever wrote, or the first of their organisation."""
    return session.scalar(
        select(Account.id)
        .where(
            Account.organisation_id == writer.organisation.id,
            Account.disabled_at.is_(None),
            Account.role.in_(OWNERS),
        )
        .order_by(func.lower(Account.email) != writer.email.lower(), Account.id)
        .limit(1)
    )


def _anybody_of(session: Session, row: Partnership) -> int | None:
    """Return the first account of either side, the sending one before the host's."""
    return session.scalar(
        select(Account.id)
        .where(
            Account.organisation_id.in_((row.sending_id, row.host_id)),
            Account.disabled_at.is_(None),
            Account.role.in_(OWNERS),
        )
        .order_by(Account.organisation_id != row.sending_id, Account.id)
        .limit(1)
    )
