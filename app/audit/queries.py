"""Reading the trail: whether it still is what was written."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent, link

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many events stand in the trail, the hash of the last, and the first that does not fit.

    Events cut off at the end leave a chain that fits: compare `head` with one noted earlier, as
    the log of each night has it.
    """

    events: int
    head: str
    broken: AuditEvent | None


def verify(session: Session) -> Verdict:
    """Follow the chain from the first event to the last, or to the first that does not fit."""
    count, previous = 0, ""
    events = select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=AT_ONCE)
    with session.scalars(events) as found:
        for event in found:
            if event.chain != link(previous, event):
                return Verdict(count, previous, event)
            count, previous = count + 1, event.chain
    return Verdict(count, previous, None)


def newest(session: Session, number: int, subject: str = "") -> list[AuditEvent]:
    """Return the newest events in the order in which they happened, of one subject or of all."""
    wanted = select(AuditEvent).order_by(AuditEvent.id.desc()).limit(number)
    if subject:
        wanted = wanted.where(AuditEvent.subject == subject)
    return list(reversed(session.scalars(wanted).all()))
