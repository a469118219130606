"""Reading uploads and exports."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from app import clock
from app.accounts.actors import Actor
from app.audit.models import AuditEvent
from app.forums.models import Forum
from app.imports.models import ImportDraft


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


def exports_of_today(session: Session, actor: Actor, subject: str) -> int:
    """Return how often somebody has exported a sheet in the last 24 hours."""
    return (
        session.scalar(
            select(func.count(AuditEvent.id)).where(
                AuditEvent.actor == actor.label,
                AuditEvent.action == "sheet.export",
                AuditEvent.subject == subject,
                AuditEvent.happened_at > clock.now() - timedelta(days=1),
            )
        )
        or 0
    )
