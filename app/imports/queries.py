"""Reading uploads and exports."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from app import clock
from app.accounts.actors import Actor
from app.audit.models import AuditEvent
from app.forums.models import Forum
from app.imports.models import ImportDraft

EXPORT = "sheet.export"
"""How the trail names an export."""


def recent_uploads(session: Session, actor: Actor, limit: int = 10) -> Sequence[ImportDraft]:
    """Return one's own last uploads, newest first, without their content."""
    return session.scalars(
        select(ImportDraft)
        .where(ImportDraft.account_id == actor.account_id)
        .options(defer(ImportDraft.content), defer(ImportDraft.undo))
        .order_by(ImportDraft.id.desc())
        .limit(limit)
    ).all()


def editions(session: Session) -> Sequence[Forum]:
    """Return every edition, newest first."""
    return session.scalars(select(Forum).order_by(Forum.starts_on.desc(), Forum.id)).all()


def exports_of_people(session: Session, actor: Actor) -> int:
    """Return how many sheets that name people somebody has exported in the last 24 hours."""
    exports = session.scalars(
        select(AuditEvent.details).where(
            AuditEvent.actor == actor.label,
            AuditEvent.action == EXPORT,
            AuditEvent.happened_at > clock.now() - timedelta(days=1),
        )
    )
    return sum(bool(details.get("names_people")) for details in exports)
