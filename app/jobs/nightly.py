"""What is done each night: forgetting first, then digests and reminders, then a note of the trail.

The worker does it by itself, `netinvet daily` on demand.
"""

import structlog
from sqlalchemy.orm import Session

from app.audit import queries as trail
from app.mobilities import reminders
from app.partnerships import chores
from app.privacy import retention

log = structlog.get_logger()


def carry_out(session: Session, base_url: str) -> dict[str, int]:
    """Do the night's work and return what was done how often; commits after each part."""
    forgotten = retention.carry_out(session)
    session.commit()
    done = chores.carry_out(session, base_url)
    deadlines = reminders.remind(session, base_url)
    session.commit()
    note_trail(session)
    return {"forgotten": sum(forgotten.values()), **done, "deadlines": deadlines}


def note_trail(session: Session) -> None:
    """Write the head of the audit trail to the log, which lies elsewhere than the database.

    Events that somebody cuts off at the end show against it.
    """
    found = trail.verify(session)
    if found.broken is None:
        log.info("audit_trail", events=found.events, head=found.head)
    else:
        log.error("audit_trail_broken", broken=found.broken.id, events=found.events)
    session.rollback()
