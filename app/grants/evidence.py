"""The evidence of one participant's visits: programme, presence as checked in, certificate."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.errors import NotFound
from app.forums.models import Participant, VisitOffer
from app.itineraries import printing
from app.itineraries.models import Attendance
from app.itineraries.queries import week_of
from app.web import locales, pdf


@dataclass(frozen=True, slots=True)
class Pack:
    """The files of a pack, and what is missing in it."""

    files: dict[str, bytes]
    missing: tuple[str, ...]

    def zipped(self) -> bytes:
        """Return the ZIP archive of the files."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.files.items():
                archive.writestr(name, content)
        return buffer.getvalue()


def attended(session: Session, participant_id: int) -> list[Attendance]:
    """Return what was checked in for a participant, in order of time."""
    return list(
        session.scalars(
            select(Attendance)
            .where(Attendance.participant_id == participant_id)
            .options(joinedload(Attendance.visit_offer).joinedload(VisitOffer.organisation))
            .order_by(Attendance.planned_starts_at)
        )
    )


def pack(session: Session, forum_id: int, participant_id: int) -> Pack:
    """Return a participant's evidence. Raises NotFound for one of another forum."""
    person = session.get(Participant, participant_id)
    if person is None or person.forum_id != forum_id:
        raise NotFound(_("There is no such participant."))
    week = week_of(session, person, clock.now())
    presence = attended(session, participant_id)
    missing = []
    if week.version is None:
        missing.append(_("programme: nothing is published"))
    if not presence:
        missing.append(_("presence: nothing was checked in"))
    files = {"presence.csv": presence_sheet(presence)}
    if week.version is not None:
        files["programme.pdf"] = printing.sheet(week)
    if any(visit.was_present for visit in presence):
        files["certificate.pdf"] = certificate(person, presence)
    else:
        missing.append(_("certificate: no visit was attended"))
    if missing:
        files["missing.txt"] = "\n".join(missing).encode()
    return Pack(files, tuple(missing))


def presence_sheet(presence: Sequence[Attendance]) -> bytes:
    """Return who was present when, in the local time of the visits, as CSV."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(
        [_("Host"), _("Planned start"), _("Planned end"), _("Present"), _("Checked in at")]
    )
    for visit in presence:
        zone = visit.participant.forum.zone
        times = (visit.planned_starts_at, visit.planned_ends_at)
        start, end = (clock.wall_clock(moment, zone).isoformat(" ", "minutes") for moment in times)
        sheet.writerow(
            [
                _safe(visit.visit_offer.organisation.name),
                start,
                end,
                _("yes") if visit.was_present else _("no"),
                clock.wall_clock(visit.checked_in_at, zone).isoformat(" ", "minutes"),
            ]
        )
    return text.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def certificate(person: Participant, presence: list[Attendance]) -> bytes:
    """Return the certificate of the visits that a participant attended, as PDF."""
    zone = person.forum.zone
    visits = [visit for visit in presence if visit.was_present]
    days = {clock.wall_clock(visit.planned_starts_at, zone).date() for visit in visits}
    fields = [
        [_("Participant"), person.name],
        [_("Sending organisation"), person.organisation.name],
        [_("Alongside"), person.forum.name],
        [_("Days of visits attended"), str(len(days))],
        *(
            [
                locales.moment(visit.planned_starts_at, zone),
                visit.visit_offer.organisation.name,
            ]
            for visit in visits
        ),
    ]
    return pdf.render(
        "document",
        {
            "title": _("Attendance certificate"),
            "language": get_locale().language,
            "intro": _(
                "It is certified that the participant named here attended these visits of"
                " companies and training centres, as checked in on the spot."
            ),
            "fields": fields,
            "missing_label": "",
            "missing": [],
            "signatures_label": _("Signatures"),
            "signatures": [[_("organiser"), ""]],
            "foot": person.key,
        },
    )
