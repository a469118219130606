"""The table of audit events; rows are only ever added, and the database refuses the rest."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class AuditEvent(Base):
    """One change or one sensitive reading. `chain` hashes the event with the one before it."""

    __tablename__ = "audit_event"

    happened_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    details: Mapped[dict[str, Any]]
    request_id: Mapped[str] = mapped_column(String(40), default="")
    chain: Mapped[str] = mapped_column(String(64))


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
