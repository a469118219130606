"""Writing to the trail, in the same transaction as the change."""

import hashlib
import json
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEvent

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
        chain="",
    )
    event.chain = link(last or "", event)
    session.add(event)
    session.flush()
    return event


def link(previous: str, event: AuditEvent) -> str:
    """Return the hash that ties an event to the one before it."""
    body = json.dumps(
        [
            previous,
            event.happened_at.isoformat(),
            event.actor,
            event.action,
            event.subject,
            event.details,
        ],
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256(body.encode()).hexdigest()


def first_broken(session: Session) -> AuditEvent | None:
    """Return the first event that no longer fits the chain, or None when all do."""
    previous = ""
    for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id)):
        if event.chain != link(previous, event):
            return event
        previous = event.chain
    return None
