"""The report for the Assembly: every figure opens the list that it counts."""

import csv
import io

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import NotFound
from app.mobilities import wording as _mobility_wording  # noqa: F401 -- words the kinds
from app.organisations.askers import own_id
from app.reports import masking, queries

bp = Blueprint("reports", __name__, url_prefix="/reports")
LISTS = ("visits", "agreements", "mobilities")


@bp.get("")
@allow(Permission.SEE_REPORTS)
def index() -> ResponseReturnValue:
    lines = queries.lines(db.session(), own_id())
    learners, total = queries.shown_learners(lines)
    flows, flow_total = queries.flows(lines)
    return render_template(
        "reports/index.html",
        lines=lines,
        learners=learners,
        total=total,
        flows=sorted(flows.items()),
        flow_total=flow_total,
        least=masking.LEAST,
    )


@bp.get("/forums/<key:forum_id>/<figure>")
@allow(Permission.SEE_REPORTS)
def figure(forum_id: int, figure: str) -> ResponseReturnValue:
    """Show the rows that a figure counts."""
    lines = queries.lines(db.session(), own_id())
    line = next((line for line in lines if line.forum.id == forum_id), None)
    if line is None or figure not in LISTS:
        raise NotFound(_("There is no such figure."))
    counts = {row.id: row.persons for row in line.mobilities if row.has_learners}
    return render_template(
        "reports/figure.html", line=line, figure=figure, learners=masking.masked(counts)
    )


@bp.get("/export.csv")
@allow(Permission.SEE_REPORTS)
def export() -> ResponseReturnValue:
    """Give the report as a sheet, masked as the page is."""
    lines = queries.lines(db.session(), own_id())
    learners, _total = queries.shown_learners(lines)
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow([_("Forum"), _("Visits"), _("Agreements"), _("Mobilities"), _("Learners")])
    for line in lines:
        shown = learners[line.forum.id]
        sheet.writerow(
            [
                line.forum.key,
                len(line.visits),
                len(line.agreements),
                len(line.mobilities),
                _("masked") if shown is None else shown,
            ]
        )
    return Response(
        text.getvalue().encode("utf-8-sig"),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=report.csv"},
    )
