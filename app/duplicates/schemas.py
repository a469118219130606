"""What enters and leaves about duplicates, the same at every door."""

from marshmallow import Schema, fields

from app.duplicates.models import Verdict
from app.partnerships.answers import PartyOut
from app.web.values import Choice, InSchema, Whole


class DecisionIn(InSchema):
    """What is decided about two entries; of a merge, which one goes on."""

    kept_id = Whole(least=1, required=True)
    other_id = Whole(least=1, required=True)
    verdict = Choice(Verdict, required=True)


class ProposedOut(Schema):
    """Two entries that may be the same, and why."""

    one = fields.Nested(PartyOut)
    other = fields.Nested(PartyOut)
    likeness = fields.Float()
    because = fields.String()


class DecisionOut(Schema):
    id = fields.Integer()
    kept = fields.Nested(PartyOut)
    other = fields.Nested(PartyOut)
    verdict = fields.Enum(Verdict, by_value=True)
    moved = fields.Dict()
    stayed = fields.Integer()
    decided_at = fields.AwareDateTime()
    decided_by = fields.String()
    taken_back_at = fields.AwareDateTime(allow_none=True)
    taken_back_by = fields.String()
