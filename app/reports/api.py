"""The report over the API, masked as the pages are."""

from typing import Any

from apiflask import APIBlueprint, Schema
from flask_babel import gettext as _
from marshmallow import fields

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import NotFound
from app.itineraries.models import Attendance
from app.mobilities.models import Mobility
from app.organisations.askers import own_id
from app.partnerships.models import Partnership
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


class VisitOut(Schema):
    """A visit that was checked in."""

    school = fields.String(attribute="participant.organisation.key")
    host = fields.String(attribute="visit_offer.organisation.key")
    at = fields.AwareDateTime(attribute="planned_starts_at")


class CountedAgreementOut(Schema):
    """A partnership that has reached an agreement since its people met on a visit."""

    partnership_id = fields.Integer(attribute="id")
    sending = fields.String(attribute="sending.key")
    host = fields.String(attribute="host.key")
    stage = fields.String()


class CountedMobilityOut(Schema):
    """A mobility between organisations that a visit brought together."""

    mobility_id = fields.Integer(attribute="id")
    sending = fields.String(attribute="sending.key")
    city = fields.String()
    country = fields.String()
    kind = fields.String()
    starts_on = fields.Date()


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


@bp.get("/reports/forums/<key:forum_id>/visits")
@allow(Permission.SEE_REPORTS)
@bp.output(VisitOut(many=True))
def visits(forum_id: int) -> list[Attendance]:
    """List the visits that a forum's figure counts."""
    return _line(forum_id).visits


@bp.get("/reports/forums/<key:forum_id>/agreements")
@allow(Permission.SEE_REPORTS)
@bp.output(CountedAgreementOut(many=True))
def agreements(forum_id: int) -> list[Partnership]:
    """List the agreements that a forum's figure counts."""
    return _line(forum_id).agreements


@bp.get("/reports/forums/<key:forum_id>/mobilities")
@allow(Permission.SEE_REPORTS)
@bp.output(CountedMobilityOut(many=True))
def mobilities(forum_id: int) -> list[Mobility]:
    """List the mobilities that a forum's figure counts."""
    return _line(forum_id).mobilities


def _line(forum_id: int) -> queries.ForumLine:
    line = queries.line_of(db.session(), own_id(), forum_id)
    if line is None:
        raise NotFound(_("There is no such figure."))
    return line
