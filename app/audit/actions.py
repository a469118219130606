"""Writing to the trail, in the same transaction as the change."""

from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session
from structlog.contextvars import get_contextvars

from app import clock
from app.audit.models import AuditEvent, link

_LOCK = 0x4E455449
"""The key of PostgreSQL's advisory lock under which the chain grows."""


def record(
    session: Session, actor: str, action: str, subject: str, details: dict[str, Any] | None = None
) -> AuditEvent:
    """Add an event. `details` holds before and after of what changed, never personal data."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    session.flush()
    last = session.scalar(select(AuditEvent.chain).order_by(AuditEvent.id.desc()).limit(1))
    event = AuditEvent(
        happened_at=clock.now().replace(microsecond=0),
        actor=actor,
        action=action,
        subject=subject,
        details=details or {},
        request_id=get_contextvars().get("request_id", ""),
        chain="",
    )
    event.chain = link(last or "", event)
    session.add(event)
    session.flush()
    return event
