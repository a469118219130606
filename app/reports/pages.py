"""The report for the Assembly: every figure opens the list that it counts."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import NotFound
from app.forums.models import Forum
from app.mobilities import wording as _mobility_wording  # noqa: F401 -- words the kinds
from app.organisations.askers import own_id
from app.reports import flows, indicators, masking, queries
from app.reports import wording as _wording  # noqa: F401 -- words the indicators
from app.reports.masking import Told
from app.web.locales import country

bp = Blueprint("reports", __name__, url_prefix="/reports")
LISTS = ("visits", "agreements", "mobilities")


@bp.app_template_filter("told")
def told(value: Told) -> str:
    """Return a sum as it may be told; what is masked is no part of it."""
    if not value.hides:
        return str(value.count)
    if not value.count:
        return _("masked")
    return _("%(count)s and masked", count=value.count)


@bp.get("")
@allow(Permission.SEE_REPORTS)
def index() -> ResponseReturnValue:
    found = queries.report(db.session(), own_id())
    return render_template(
        "reports/index.html",
        lines=found.lines,
        learners={
            line.forum.id: flows.of_forum(found.cells, line.forum.id) for line in found.lines
        },
        total=masking.told(count for cell, count in found.cells.items() if cell.forum_id),
        least=masking.LEAST,
        indicators=[
            (line.forum, indicators.of_forum(db.session(), line.forum, own_id()))
            for line in found.lines
        ],
    )


@bp.get("/forums/<key:forum_id>/<figure>")
@allow(Permission.SEE_REPORTS)
def figure(forum_id: int, figure: str) -> ResponseReturnValue:
    """Show the rows that a figure counts."""
    line = queries.line_of(db.session(), own_id(), forum_id)
    if line is None or figure not in LISTS:
        raise NotFound(_("There is no such figure."))
    return render_template("reports/figure.html", line=line, figure=figure)


@bp.get("/forums/<key:forum_id>/indicators/<kind>")
@allow(Permission.SEE_REPORTS)
def indicator(forum_id: int, kind: str) -> ResponseReturnValue:
    """Show the entries of which an indicator counts some."""
    forum = db.session.get(Forum, forum_id)
    if forum is None or kind not in set(indicators.Kind):
        raise NotFound(_("There is no such figure."))
    found = indicators.of_forum(db.session(), forum, own_id())
    return render_template(
        "reports/indicator.html",
        forum=forum,
        indicator=next(one for one in found if one.kind == kind),
    )


@bp.get("/flows")
@allow(Permission.SEE_REPORTS)
def show_flows() -> ResponseReturnValue:
    """Show the learners from country to country on a map, and in a table that says the same."""
    found = queries.report(db.session(), own_id())
    table = flows.flows(found.cells)
    names = {code: country(code) for row in table.rows for code in (row.origin, row.destination)}
    ways = {
        f"{row.origin}-{row.destination}": _(
            "%(origin)s → %(destination)s: %(learners)s",
            origin=names[row.origin],
            destination=names[row.destination],
            learners=told(row.total),
        )
        for row in table.rows
    }
    return render_template(
        "reports/flows.html",
        table=table,
        drawn=flows.drawn(table, flows.points_of(found.rows), names | ways),
        least=masking.LEAST,
    )


@bp.get("/export.csv")
@allow(Permission.SEE_REPORTS)
def export() -> ResponseReturnValue:
    """Give the report as a sheet, masked as the page is."""
    found = queries.report(db.session(), own_id())
    headings = [_("Forum"), _("Visits"), _("Agreements"), _("Mobilities"), _("Learners")]
    rows = (
        [
            line.forum.key,
            *(len(getattr(line, name)) for name in LISTS),
            told(flows.of_forum(found.cells, line.forum.id)),
        ]
        for line in found.lines
    )
    return _sheet("report.csv", headings, rows)


@bp.get("/flows.csv")
@allow(Permission.SEE_REPORTS)
def export_flows() -> ResponseReturnValue:
    """Give the flows as a sheet, masked as the page is."""
    table = flows.flows(queries.report(db.session(), own_id()).cells)
    headings = [_("From"), _("To"), *map(str, table.years), _("Total")]
    rows = (
        [row.origin, row.destination, *map(told, row.years.values()), told(row.total)]
        for row in table.rows
    )
    return _sheet("flows.csv", headings, rows)


def _sheet(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return Response(
        text.getvalue().encode("utf-8-sig"),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )
