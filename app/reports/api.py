"""The report over the API, masked as the pages are."""

from typing import Any

from apiflask import APIBlueprint, Schema
from marshmallow import fields

from app.accounts.permissions import Permission, allow
from app.database import db
from app.organisations.askers import own_id
from app.reports import flows, indicators, queries

bp = APIBlueprint("reports_api", __name__, url_prefix="/api/v1", tag="Reports")


class ToldOut(Schema):
    """A sum of counts that may be told; `hides` says that a masked one is left out."""

    count = fields.Integer()
    hides = fields.Boolean()


class ForumFiguresOut(Schema):
    """The figures of one forum; learners are told as `ToldOut` says."""

    forum = fields.String()
    visits = fields.Integer()
    agreements = fields.Integer()
    mobilities = fields.List(fields.Integer())
    learners = fields.Nested(ToldOut)


class FlowOut(Schema):
    """Learners from one country to another, by year."""

    origin = fields.String()
    destination = fields.String()
    years = fields.Dict(keys=fields.Integer(), values=fields.Nested(ToldOut))
    total = fields.Nested(ToldOut)


@bp.get("/reports/forums")
@allow(Permission.SEE_REPORTS)
@bp.output(ForumFiguresOut(many=True))
def forums() -> list[dict[str, Any]]:
    """Read visits, agreements and mobilities by forum."""
    found = queries.report(db.session(), own_id())
    return [
        {
            "forum": line.forum.key,
            "visits": len(line.visits),
            "agreements": len(line.agreements),
            "mobilities": [row.id for row in line.mobilities],
            "learners": flows.of_forum(found.cells, line.forum.id),
        }
        for line in found.lines
    ]


class IndicatorOut(Schema):
    """So many of so many entries count."""

    kind = fields.String()
    counted = fields.Integer()
    entries = fields.Function(lambda one: len(one.entries))


class ForumIndicatorsOut(Schema):
    """What a forum was worth."""

    forum = fields.String()
    indicators = fields.List(fields.Nested(IndicatorOut))


@bp.get("/reports/indicators")
@allow(Permission.SEE_REPORTS)
@bp.output(ForumIndicatorsOut(many=True))
def read_indicators() -> list[dict[str, Any]]:
    """Read wishes met, visits kept, answers in time and agreements within a year, by forum."""
    lines = queries.report(db.session(), own_id()).lines
    return [
        {
            "forum": line.forum.key,
            "indicators": indicators.of_forum(db.session(), line.forum, own_id()),
        }
        for line in lines
    ]


@bp.get("/reports/flows")
@allow(Permission.SEE_REPORTS)
@bp.output(FlowOut(many=True))
def read_flows() -> list[flows.Flow]:
    """Read how many learners go from which country to which, by year."""
    return list(flows.flows(queries.report(db.session(), own_id()).cells).rows)
