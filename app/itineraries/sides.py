"""The notes of both sides of every visit, side by side."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.forums.models import VisitOffer
from app.itineraries.models import Answers, HostNote, VisitNote
from app.itineraries.values import Heard
from app.itineraries.visits import visits_of
from app.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Pair:
    """One host and one school whose people were there, with what each side noted."""

    offer: VisitOffer
    school: Organisation
    starts_at: datetime
    zone: str
    school_notes: tuple[VisitNote, ...]
    host_note: HostNote | None

    @property
    def heard(self) -> Heard:
        if self.host_note is None:
            return Heard.SCHOOL_ONLY if self.school_notes else Heard.NEITHER
        return Heard.BOTH if self.school_notes else Heard.HOST_ONLY

    @property
    def partnership_id(self) -> int | None:
        answers: list[Answers] = [*self.school_notes]
        if self.host_note is not None:
            answers.append(self.host_note)
        return next((one.partnership_id for one in answers if one.partnership_id), None)


def pairs_of(session: Session, forum_id: int, host_id: int | None = None) -> list[Pair]:
    """Return every host and visiting school of a forum, or of one host, in order of time."""
    written = _school_notes(session, forum_id)
    answered = _host_notes(session, forum_id)
    found: dict[tuple[int, int], Pair] = {}
    for visit in visits_of(session, forum_id):
        if host_id not in (None, visit.offer.organisation_id):
            continue
        for person in visit.people:
            place = (visit.offer.id, person.organisation_id)
            if place not in found:
                found[place] = Pair(
                    offer=visit.offer,
                    school=person.organisation,
                    starts_at=visit.starts_at,
                    zone=visit.zone,
                    school_notes=tuple(written[place]),
                    host_note=answered.get(place),
                )
    return sorted(
        found.values(), key=lambda pair: (pair.starts_at, pair.offer.id, pair.school.name)
    )


def _school_notes(session: Session, forum_id: int) -> dict[tuple[int, int], list[VisitNote]]:
    found: dict[tuple[int, int], list[VisitNote]] = defaultdict(list)
    for note in session.scalars(
        select(VisitNote)
        .join(VisitNote.visit_offer)
        .where(VisitOffer.forum_id == forum_id)
        .options(joinedload(VisitNote.participant))
        .order_by(VisitNote.id)
    ):
        found[note.visit_offer_id, note.participant.organisation_id].append(note)
    return found


def _host_notes(session: Session, forum_id: int) -> dict[tuple[int, int], HostNote]:
    rows = session.scalars(
        select(HostNote).join(HostNote.visit_offer).where(VisitOffer.forum_id == forum_id)
    )
    return {(note.visit_offer_id, note.organisation_id): note for note in rows}
