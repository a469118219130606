"""What is recorded on the road: presence, the notes of both sides, changes seen. Callers commit.

A phone without a connection keeps what was entered and sends it later, perhaps twice, perhaps
after somebody else: whatever was recorded last stands, and the same again changes nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Invalid, NotFound
from app.forums.models import Participant, VisitOffer
from app.itineraries import leads, queries, visits
from app.itineraries.leads import Writer
from app.itineraries.models import Answers, Attendance, HostNote, VisitNote
from app.itineraries.values import Answer
from app.plans.models import Reading
from app.plans.queries import ItineraryItem

Wanted = Mapping[str, Any]
QUESTIONS = ("places", "when", "profile", "follow_up", "note")
"""What both sides answer besides whether there may be learners; the last is a free remark."""


def record_attendance(
    session: Session, actor: str, participant_id: int, visit_offer_id: int, wanted: Wanted
) -> Attendance:
    """Record whether a participant was at a planned visit; what was recorded later stands.

    Raises NotFound for a visit that is not in the participant's published itinerary.
    """
    visit = _planned_visit(session, participant_id, visit_offer_id)
    row = session.scalar(
        select(Attendance).where(
            Attendance.participant_id == participant_id,
            Attendance.visit_offer_id == visit_offer_id,
        )
    )
    moment = _recorded_at(wanted)
    if row is None:
        row = Attendance(participant_id=participant_id, visit_offer_id=visit_offer_id)
        session.add(row)
    elif moment <= row.checked_in_at:
        return row
    row.planned_starts_at, row.planned_ends_at = visit.starts_at, visit.ends_at
    row.was_present, row.checked_in_at, row.recorded_by = wanted["was_present"], moment, actor
    session.flush()
    audit.record(
        session,
        actor,
        "attendance.record",
        f"participant:{participant_id}",
        {"visit_offer": visit_offer_id, "was_present": row.was_present},
    )
    return row


def _recorded_at(wanted: Wanted) -> datetime:
    """Return when something was recorded, never later than now, whatever a phone's clock says."""
    return min(wanted.get("recorded_at") or clock.now(), clock.now())


def write_note(
    session: Session, actor: str, participant_id: int, visit_offer_id: int, wanted: Wanted
) -> VisitNote:
    """Keep a participant's two-minute note; a wish to go on becomes a lead of both sides."""
    _refuse_early(_planned_visit(session, participant_id, visit_offer_id).starts_at)
    note = note_of(session, participant_id, visit_offer_id)
    if note is None:
        note = VisitNote(participant_id=participant_id, visit_offer_id=visit_offer_id)
        session.add(note)
    elif _recorded_at(wanted) <= note.written_at:
        return note
    _fill(note, wanted)
    person = session.get_one(Participant, participant_id)
    host = session.get_one(VisitOffer, visit_offer_id).organisation
    writer = Writer(
        actor=actor, by=person.name, email=person.email, organisation=person.organisation
    )
    leads.follow_up(session, writer, note, person.organisation, host)
    session.flush()
    audit.record(
        session, actor, "visit_note.write", f"participant:{participant_id}", {"of": visit_offer_id}
    )
    return note


def write_host_note(
    session: Session, actor: str, visit_offer_id: int, school_id: int, wanted: Wanted
) -> HostNote:
    """Keep a host's note about a school whose people visited: the same questions and lead.

    Raises NotFound when nobody of the school is among the host's published visitors.
    """
    offer = session.get_one(VisitOffer, visit_offer_id)
    moments = [
        visit.starts_at
        for visit in visits.visits_of(session, offer.forum_id, visit_offer_id)
        if any(one.organisation_id == school_id for one in visit.people)
    ]
    if not moments:
        raise NotFound(_("Nobody of this school visits you."))
    _refuse_early(min(moments))
    note = host_note_of(session, visit_offer_id, school_id)
    if note is None:
        note = HostNote(visit_offer_id=visit_offer_id, organisation_id=school_id)
        session.add(note)
    elif _recorded_at(wanted) <= note.written_at:
        return note
    note.recorded_by = actor
    _fill(note, wanted)
    session.flush()
    host = offer.organisation
    writer = Writer(actor=actor, by=host.name, organisation=host)
    leads.follow_up(session, writer, note, note.organisation, host)
    session.flush()
    details = {"school": school_id}
    audit.record(session, actor, "host_note.write", f"visit_offer:{visit_offer_id}", details)
    return note


def _refuse_early(starts_at: datetime) -> None:
    if starts_at > clock.now():
        raise Invalid(_("This visit has not begun yet; please write the note afterwards."))


def answers_of(note: Answers | None) -> dict[str, Any]:
    """Return a note as its form shows it; empty when there is none yet."""
    if note is None:
        return {}
    return {name: getattr(note, name) for name in ("would_take_learners", *QUESTIONS)}


def _fill(note: Answers, wanted: Wanted) -> None:
    for name in QUESTIONS:
        setattr(note, name, wanted[name])
    answer: Answer = wanted["would_take_learners"]
    note.would_take_learners = answer.value
    note.written_at = _recorded_at(wanted)


def note_of(session: Session, participant_id: int, visit_offer_id: int) -> VisitNote | None:
    return session.scalar(
        select(VisitNote).where(
            VisitNote.participant_id == participant_id,
            VisitNote.visit_offer_id == visit_offer_id,
        )
    )


def host_note_of(session: Session, visit_offer_id: int, school_id: int) -> HostNote | None:
    return session.scalar(
        select(HostNote).where(
            HostNote.visit_offer_id == visit_offer_id, HostNote.organisation_id == school_id
        )
    )


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
