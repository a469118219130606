"""The report over the API, masked as the page is."""

from typing import Any

from apiflask import APIBlueprint, Schema
from marshmallow import fields

from app.accounts.permissions import Permission, allow
from app.database import db
from app.organisations.askers import own_id
from app.reports import queries

bp = APIBlueprint("reports_api", __name__, url_prefix="/api/v1", tag="Reports")


class ForumFiguresOut(Schema):
    """The figures of one forum; learners are null where the count is masked."""

    forum = fields.String()
    visits = fields.Integer()
    agreements = fields.Integer()
    mobilities = fields.List(fields.Integer())
    learners = fields.Integer(allow_none=True)


@bp.get("/reports/forums")
@allow(Permission.SEE_REPORTS)
@bp.output(ForumFiguresOut(many=True))
def forums() -> list[dict[str, Any]]:
    """Read visits, agreements and mobilities by forum."""
    lines = queries.lines(db.session(), own_id())
    learners, _total = queries.shown_learners(lines)
    return [
        {
            "forum": line.forum.key,
            "visits": len(line.visits),
            "agreements": len(line.agreements),
            "mobilities": [row.id for row in line.mobilities],
            "learners": learners[line.forum.id],
        }
        for line in lines
    ]
