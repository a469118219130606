"""Incidents of a mobility: written down, read by few, every opening on the trail.

Learners are not named: a text says "a learner". Callers commit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account
from app.audit import actions as audit
from app.audit.models import AuditEvent
from app.errors import Invalid, NotFound
from app.mobilities.incident_models import Incident
from app.mobilities.models import Mobility

Wanted = Mapping[str, Any]
"""Values as a schema has read them."""
WRITTEN = "incident.write"


def incidents_of(session: Session, row: Mobility) -> Sequence[Incident]:
    """Return a mobility's incidents, newest first."""
    rows = select(Incident).where(Incident.mobility_id == row.id)
    return session.scalars(rows.order_by(Incident.happened_on.desc(), Incident.id.desc())).all()


def incident(session: Session, row: Mobility, incident_id: int) -> Incident:
    """Return one incident of a mobility. Raises NotFound."""
    found = session.get(Incident, incident_id)
    if found is None or found.mobility_id != row.id:
        raise NotFound(_("There is no such incident."))
    return found


def put_incident(
    session: Session, actor: str, row: Mobility, wanted: Wanted, found: Incident | None = None
) -> Incident:
    """Write an incident down, or add to one. Raises Invalid for a day that is still to come."""
    if wanted["happened_on"] > clock.now().date():
        sentence = _("This day is still to come.")
        raise Invalid(sentence, fields={"happened_on": [sentence]})
    if found is None:
        found = Incident(mobility_id=row.id, reported_by=actor, reported_at=clock.now())
        session.add(found)
    for name in ("kind", "happened_on", "what", "measures", "closed_on"):
        setattr(found, name, wanted[name])
    session.flush()
    audit.record(session, actor, WRITTEN, _subject(found))
    return found


def note_opening(session: Session, actor: str, incident_id: int) -> None:
    """Put on the trail that somebody reads an incident."""
    found = session.get_one(Incident, incident_id)
    audit.record(session, actor, "incident.open", _subject(found))


@dataclass(frozen=True, slots=True)
class Opening:
    """Who read or wrote an incident, and when."""

    at: datetime
    who: str
    has_written: bool


def openings(session: Session, found: Incident) -> list[Opening]:
    """Return who has read or written an incident and when, newest first."""
    rows = select(AuditEvent).where(AuditEvent.subject == _subject(found))
    events = session.scalars(rows.order_by(AuditEvent.id.desc()).limit(50)).all()
    people = session.execute(select(Account.id, Account.name))
    names = {f"account:{number}": name for number, name in people}
    return [
        Opening(event.happened_at, names.get(event.actor, event.actor), event.action == WRITTEN)
        for event in events
    ]


def _subject(found: Incident) -> str:
    return f"incident:{found.id}"
