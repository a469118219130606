"""The evidence of a mobility: what was agreed, presence as checked in, certificates."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.forums.models import Participant, VisitOffer
from app.grants.evidence import Pack, presence_sheet
from app.itineraries.models import Attendance
from app.mobilities import documents, papers, wording
from app.mobilities.models import DocumentKind, Mobility, Relay
from app.web.sentences import said


def kinds(row: Mobility) -> list[DocumentKind]:
    """Return the documents that prove a mobility."""
    found = [DocumentKind.PROGRAMME, DocumentKind.ATTENDANCE_CERTIFICATE]
    if row.has_learners:
        found.insert(0, DocumentKind.LEARNING_AGREEMENT)
    if any(adult.relay is not Relay.ON_SITE for adult in row.adults):
        found.append(DocumentKind.ACCOMPANYING_CERTIFICATE)
    return found


def presence_of(session: Session, row: Mobility) -> list[Attendance]:
    """Return what was checked in for the school's people on visits during a staff mobility."""
    if row.has_learners:
        return []
    rows = session.scalars(
        select(Attendance)
        .join(Attendance.participant)
        .where(
            Participant.organisation_id == row.sending_id,
            Attendance.planned_starts_at
            >= datetime.combine(row.starts_on - timedelta(days=1), time(), UTC),
            Attendance.planned_starts_at
            < datetime.combine(row.ends_on + timedelta(days=2), time(), UTC),
        )
        .options(
            joinedload(Attendance.participant).joinedload(Participant.forum),
            joinedload(Attendance.visit_offer).joinedload(VisitOffer.organisation),
        )
        .order_by(Attendance.planned_starts_at, Attendance.id)
    ).all()
    return [
        visit
        for visit in rows
        if row.starts_on
        <= clock.wall_clock(visit.planned_starts_at, visit.participant.forum.zone).date()
        <= row.ends_on
    ]


def missing(session: Session, row: Mobility) -> list[str]:
    """Return what the evidence of a mobility still lacks, in the reader's language."""
    return [*_unfinished(row), *_unproved(session, row)]


def _unfinished(row: Mobility) -> Iterator[str]:
    labels = wording.facts()
    for kind in kinds(row):
        if empty := [labels[name] for name in papers.missing(row, kind)]:
            yield _(
                "%(document)s: fields are missing: %(names)s",
                document=said(kind),
                names=", ".join(empty),
            )
        unsigned = [
            said(party)
            for party in papers.parties(row, kind)
            if papers.valid_signature(row, kind, party) is None
        ]
        if unsigned:
            yield _(
                "%(document)s: not signed by: %(names)s",
                document=said(kind),
                names=", ".join(unsigned),
            )


def _unproved(session: Session, row: Mobility) -> Iterator[str]:
    if not row.has_learners and not presence_of(session, row):
        yield _("presence: nothing was checked in")


def pack(session: Session, row: Mobility, language: str) -> Pack:
    """Return the evidence of a mobility as files."""
    with force_locale(language):
        lacking = missing(session, row)
        files = {
            f"{kind.value}.pdf": documents.as_pdf(documents.sheet(row, kind, language))
            for kind in kinds(row)
        }
        if visits := presence_of(session, row):
            files["presence.csv"] = presence_sheet(visits)
        if lacking:
            files["missing.txt"] = "\n".join(lacking).encode()
    return Pack(files, tuple(lacking))
