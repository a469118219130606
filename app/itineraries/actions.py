"""What participants record on the road: presence, notes, changes seen. Callers commit."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Invalid, NotFound
from app.forums.models import Participant, VisitOffer
from app.itineraries import queries
from app.itineraries.models import Attendance, VisitNote
from app.itineraries.schemas import Answer
from app.partnerships.models import Partnership, PartnershipEvent, Stage
from app.plans.models import Reading
from app.plans.queries import ItineraryItem

CHANGES_NOTHING = (Stage.VISITED, Stage.AGREED, Stage.FIRST_MOBILITY, Stage.RETURN_MOBILITY)
"""Stages that a visit does not move."""


def record_attendance(
    session: Session, actor: str, participant_id: int, visit_offer_id: int, *, was_present: bool
) -> Attendance:
    """Record whether a participant was at a planned visit; again overwrites.

    Raises NotFound for a visit that is not in the participant's published itinerary.
    """
    visit = _planned_visit(session, participant_id, visit_offer_id)
    row = session.scalar(
        select(Attendance).where(
            Attendance.participant_id == participant_id,
            Attendance.visit_offer_id == visit_offer_id,
        )
    )
    if row is None:
        row = Attendance(participant_id=participant_id, visit_offer_id=visit_offer_id)
        session.add(row)
    row.planned_starts_at, row.planned_ends_at = visit.starts_at, visit.ends_at
    row.was_present, row.checked_in_at, row.recorded_by = was_present, clock.now(), actor
    session.flush()
    audit.record(
        session,
        actor,
        "attendance.record",
        f"participant:{participant_id}",
        {"visit_offer": visit_offer_id, "was_present": was_present},
    )
    return row


def write_note(
    session: Session,
    actor: str,
    participant_id: int,
    visit_offer_id: int,
    wanted: Mapping[str, Any],
) -> VisitNote:
    """Keep the two-minute note; a wish to follow up becomes a partnership lead for both sides."""
    visit = _planned_visit(session, participant_id, visit_offer_id)
    if visit.starts_at > clock.now():
        raise Invalid(_("This visit has not begun yet; please write the note afterwards."))
    note = note_of(session, participant_id, visit_offer_id)
    if note is None:
        note = VisitNote(participant_id=participant_id, visit_offer_id=visit_offer_id)
        session.add(note)
    for name, value in wanted.items():
        setattr(note, name, value.value if isinstance(value, Answer) else value)
    note.written_at = clock.now()
    if note.follow_up or note.would_take_learners == Answer.YES:
        note.partnership_id = _lead(session, actor, note).id
    session.flush()
    audit.record(
        session, actor, "visit_note.write", f"participant:{participant_id}", {"of": visit_offer_id}
    )
    return note


def note_of(session: Session, participant_id: int, visit_offer_id: int) -> VisitNote | None:
    return session.scalar(
        select(VisitNote).where(
            VisitNote.participant_id == participant_id,
            VisitNote.visit_offer_id == visit_offer_id,
        )
    )


def _lead(session: Session, actor: str, note: VisitNote) -> Partnership:
    """Return the partnership of the two organisations, at least at the stage of a visit."""
    participant = session.get_one(Participant, note.participant_id)
    host_id = session.get_one(VisitOffer, note.visit_offer_id).organisation_id
    found = session.scalar(
        select(Partnership).where(
            Partnership.sending_id == participant.organisation_id, Partnership.host_id == host_id
        )
    )
    if found is None:
        found = Partnership(
            sending_id=participant.organisation_id,
            host_id=host_id,
            next_step=_("Write to the host about learners' placements"),
            created_at=clock.now(),
        )
        session.add(found)
    if found.stage not in CHANGES_NOTHING or found.id is None:
        found.stage = Stage.VISITED
        found.events.append(
            PartnershipEvent(happened_at=clock.now(), stage=Stage.VISITED, by=actor)
        )
    session.flush()
    return found


def acknowledge(session: Session, participant_id: int, version_id: int) -> None:
    """Note that a participant has understood what changed in a version."""
    reading = note_opening(session, participant_id, version_id)
    reading.acknowledged_at = reading.acknowledged_at or clock.now()


def note_opening(session: Session, participant_id: int, version_id: int) -> Reading:
    """Note when a participant first opened a version."""
    reading = session.scalar(
        select(Reading).where(
            Reading.participant_id == participant_id, Reading.plan_version_id == version_id
        )
    )
    if reading is None:
        reading = Reading(
            participant_id=participant_id, plan_version_id=version_id, opened_at=clock.now()
        )
        session.add(reading)
        session.flush()
    return reading


def _planned_visit(session: Session, participant_id: int, visit_offer_id: int) -> ItineraryItem:
    found = queries.planned_visit(session, participant_id, visit_offer_id)
    if found is None:
        raise NotFound(_("This visit is not in your itinerary."))
    return found
