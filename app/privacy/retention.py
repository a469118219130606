"""The nightly forgetting: what the data map keeps only for a while. Callers commit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import AccessToken, Account
from app.audit import actions as audit
from app.audit.models import AuditEvent
from app.database import Base
from app.forums.models import Forum, Participant
from app.imports.models import ImportDraft
from app.messages.models import Message
from app.mobilities.models import Adult
from app.models import metadata
from app.privacy.actions import erase_columns, erase_rows
from app.web.models import KeptReply

LATE = timedelta(hours=48)
"""After how long without a night's work somebody is to be told."""

Condition = Callable[[datetime], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows whose time is over; of `only` these columns are emptied, else the map decides."""

    model: type[Base]
    is_over: Condition
    only: tuple[str, ...] = ()


def _forum_ended(days: int) -> Condition:
    def is_over(moment: datetime) -> ColumnElement[bool]:
        ended = select(Forum.id).where(Forum.ends_on < (moment - timedelta(days=days)).date())
        return Participant.forum_id.in_(ended)

    return is_over


RULES: dict[str, Rule] = {
    "reply": Rule(KeptReply, lambda now: KeptReply.created_at < now - timedelta(hours=48)),
    "token": Rule(AccessToken, lambda now: AccessToken.expires_at < now - timedelta(days=30)),
    "message": Rule(
        Message,
        lambda now: (Message.created_at < now - timedelta(days=90)) & (Message.body != ""),
        only=("recipient", "subject", "body"),  # its key stays, so that nothing is said twice
    ),
    "upload": Rule(ImportDraft, lambda now: ImportDraft.uploaded_at < now - timedelta(days=30)),
    "account": Rule(
        Account,
        lambda now: (
            (Account.disabled_at < now - timedelta(days=365)) & Account.email.not_like("erased-%")
        ),
    ),
    "adult": Rule(
        Adult,
        lambda now: (
            (Adult.ends_on < (now - timedelta(days=365)).date())
            & (Adult.name != "Accompanying person")
        ),
    ),
    "needs of an edition": Rule(
        Participant,
        lambda now: (
            _forum_ended(30)(now)
            & (
                Participant.phone
                + Participant.lodging
                + Participant.access_needs
                + Participant.diet
                != ""
            )
        ),
        only=("phone", "lodging", "access_needs", "diet"),
    ),
    "edition": Rule(
        Participant,
        lambda now: _forum_ended(730)(now) & (Participant.name != "Staff member"),
    ),
}
"""What a clock decides; the map's other rules are people's decisions."""


def carry_out(session: Session, *, dry_run: bool = False) -> dict[str, int]:
    """Forget what is over and return rule → how many rows; a dry run only counts.

    The trail keeps the counts, as proof that it was done.
    """
    moment = clock.now()
    session.flush()
    counts: dict[str, int] = {}
    for name, rule in RULES.items():
        table, condition = metadata.tables[rule.model.__tablename__], rule.is_over(moment)
        if dry_run:
            count = session.scalar(select(func.count()).select_from(table).where(condition)) or 0
        elif rule.only:
            count = erase_columns(session, table, condition, rule.only)
        else:
            count = erase_rows(session, table, condition)
        if count:
            counts[name] = count
    if not dry_run:
        session.expire_all()
        audit.record(session, "retention", "retention.run", "service", {"rows": counts})
    return counts


def late_since(session: Session) -> datetime | None:
    """Return since when nothing has been forgotten, where that is too long ago.

    A service in which it never ran counts from its first event.
    """
    ran = select(func.max(AuditEvent.happened_at)).where(AuditEvent.action == "retention.run")
    since = session.scalar(ran) or session.scalar(select(func.min(AuditEvent.happened_at)))
    return since if since is not None and since < clock.now() - LATE else None
