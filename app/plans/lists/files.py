"""Lists and badges as files: PDF by a template, XLSX with all sheets in one table."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from flask_babel import get_locale
from flask_babel import gettext as _

from app.forums.models import Forum, Participant
from app.imports import writing
from app.plans.lists import badges
from app.plans.lists.contents import Scene, Sheet, coaches, hosts, schools
from app.plans.lists.kinds import ListFormat, ListKind
from app.web import locales, pdf

MIME = {ListFormat.PDF: "application/pdf", ListFormat.XLSX: writing.MIME[writing.Format.XLSX]}


SHEETS = {ListKind.HOSTS: hosts, ListKind.COACHES: coaches, ListKind.SCHOOLS: schools}


def title(kind: ListKind) -> str:
    return {
        ListKind.HOSTS: _("Lists for hosts"),
        ListKind.COACHES: _("Lists for coaches"),
        ListKind.SCHOOLS: _("Lists for schools"),
    }[kind]


def as_pdf(kind: ListKind, scene: Scene, sheets: Sequence[Sheet]) -> bytes:
    """Return the PDF of sheets, each on a page of its own."""
    return pdf.render(
        "lists",
        {
            "title": title(kind),
            "language": get_locale().language,
            "subtitle": f"{scene.forum.name} · {scene.forum.zone}",
            "foot": _(
                "Version %(number)d, published %(when)s",
                number=scene.version.number,
                when=locales.moment(scene.version.published_at, scene.forum.zone),
            ),
            "empty": _("Nobody."),
            "sheets": [asdict(sheet) for sheet in sheets],
        },
    )


def as_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return one table of all sheets, whose it is in the first column."""
    columns = sheets[0].columns if sheets else ()
    rows = [(sheet.title, *row) for sheet in sheets for row in sheet.rows]
    return writing.table((_("List"), *columns), rows, writing.Format.XLSX)


def badges_pdf(forum: Forum, people: Iterable[Participant]) -> bytes:
    """Return the PDF of badges, eight on a page."""
    return pdf.render(
        "badges",
        {
            "title": _("Badges, %(forum)s", forum=forum.name),
            "language": get_locale().language,
            "badges": [asdict(badges.badge(one, forum)) for one in people],
        },
    )


def badges_xlsx(forum: Forum, people: Iterable[Participant]) -> bytes:
    """Return what the badges say as a table, for a printer of labels."""
    columns = (_("Name"), _("Organisation"), _("Country"), _("Languages"), _("Forum"))
    rows = [tuple(asdict(badges.badge(one, forum)).values()) for one in people]
    return writing.table(columns, rows, writing.Format.XLSX)
