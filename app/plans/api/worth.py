"""What visits are worth over the API."""

from marshmallow import Schema, fields

from app.accounts.permissions import Permission, allow
from app.database import db
from app.forums.models import WishKind
from app.plans import worth
from app.plans.api.blueprint import bp


class VisitWorthOut(Schema):
    """A visit's value of 0 to 100, and the wish or the need and offer behind it."""

    visit_offer_id = fields.Integer(attribute="visit.id")
    value = fields.Integer()
    wish = fields.Enum(WishKind, by_value=True, allow_none=True)
    need_id = fields.Integer(attribute="need.id", allow_none=True)
    offer_id = fields.Integer(attribute="offer.id", allow_none=True)
    has_obstacle = fields.Boolean()


class PersonWorthOut(Schema):
    participant_id = fields.Integer(attribute="person.id")
    states_wishes = fields.Boolean()
    visits = fields.List(fields.Nested(VisitWorthOut))


@bp.get("/forums/<key:forum_id>/worth")
@allow(Permission.PLAN_VISITS)
@bp.output(PersonWorthOut(many=True))
def of_forum(forum_id: int) -> list[worth.PersonWorth]:
    """Say what visits are worth to each participant, and the wish or need behind it."""
    return worth.of_forum(db.session(), forum_id)
