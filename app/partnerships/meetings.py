"""Who met whom: visits at which colleagues were present, and what they noted there."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.errors import NotFound
from app.forums.models import Forum, Participant, VisitOffer
from app.itineraries.models import Attendance, VisitNote
from app.organisations.models import Organisation
from app.partnerships import stages
from app.partnerships.models import Partnership


def forums_by_host(session: Session, organisation_id: int) -> dict[str, str]:
    """Return the latest forum at which an organisation's people were at each host, by its key."""
    rows = session.execute(
        select(Organisation.key, Forum.name)
        .select_from(Attendance)
        .join(Participant, Participant.id == Attendance.participant_id)
        .join(VisitOffer, VisitOffer.id == Attendance.visit_offer_id)
        .join(Organisation, Organisation.id == VisitOffer.organisation_id)
        .join(Forum, Forum.id == VisitOffer.forum_id)
        .where(Participant.organisation_id == organisation_id, Attendance.was_present)
        .order_by(Forum.starts_on)
    )
    return {row.key: row.name for row in rows}


def between(session: Session, one_id: int, other_id: int) -> Sequence[Any]:
    """Return the visits at which people of one organisation were at the other, newest first.

    Each row has the participant's name, the forum, the day, and the host's organisation.
    """
    return session.execute(
        select(
            Participant.name.label("who"),
            Forum.name.label("forum"),
            Attendance.planned_starts_at.label("at"),
            Forum.zone.label("zone"),
            Organisation.name.label("host"),
        )
        .select_from(Attendance)
        .join(Participant, Participant.id == Attendance.participant_id)
        .join(VisitOffer, VisitOffer.id == Attendance.visit_offer_id)
        .join(Organisation, Organisation.id == VisitOffer.organisation_id)
        .join(Forum, Forum.id == VisitOffer.forum_id)
        .where(
            Attendance.was_present,
            or_(
                (Participant.organisation_id == one_id) & (VisitOffer.organisation_id == other_id),
                (Participant.organisation_id == other_id) & (VisitOffer.organisation_id == one_id),
            ),
        )
        .order_by(Attendance.planned_starts_at.desc())
        .limit(50)
    ).all()


def notes_of(session: Session, organisation_id: int, other_id: int | None = None) -> Sequence[Any]:
    """Return what an organisation's own people noted about hosts, newest first."""
    wanted = (
        select(
            VisitNote.id,
            VisitNote.would_take_learners,
            VisitNote.places,
            VisitNote.when,
            VisitNote.profile,
            VisitNote.note,
            VisitNote.follow_up,
            VisitNote.partnership_id,
            VisitNote.written_at,
            Participant.name.label("who"),
            Organisation.id.label("host_id"),
            Organisation.name.label("host"),
        )
        .join(Participant, Participant.id == VisitNote.participant_id)
        .join(VisitOffer, VisitOffer.id == VisitNote.visit_offer_id)
        .join(Organisation, Organisation.id == VisitOffer.organisation_id)
        .where(Participant.organisation_id == organisation_id)
    )
    if other_id is not None:
        wanted = wanted.where(Organisation.id == other_id)
    return session.execute(wanted.order_by(VisitNote.written_at.desc()).limit(50)).all()


def follow(session: Session, actor: str, by: str, own_id: int, note_id: int) -> Partnership:
    """Begin a partnership with the host of a colleague's note, and tie the two together.

    Raises NotFound for a note of another organisation's people.
    """
    note = session.scalar(
        select(VisitNote)
        .join(Participant, Participant.id == VisitNote.participant_id)
        .where(VisitNote.id == note_id, Participant.organisation_id == own_id)
        .options(joinedload(VisitNote.visit_offer), joinedload(VisitNote.participant))
    )
    if note is None:
        raise NotFound(_("There is no such note."))
    parties = (note.participant.organisation, note.visit_offer.organisation)
    row = stages.start(session, actor, by, parties, stages.Basis())
    note.partnership_id = row.id
    session.flush()
    return row
