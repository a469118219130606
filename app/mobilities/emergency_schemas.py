"""What enters and leaves about emergencies, the same at every door."""

from collections.abc import Mapping
from typing import Any

from apiflask import Schema
from marshmallow import fields, validates_schema

from app.mobilities.incident_models import IncidentKind
from app.organisations.schemas import check_order
from app.web.values import Choice, Day, InSchema, Text


class InsurerIn(InSchema):
    """Who insures the group, and where to call them."""

    insurer = Text(longest=120, load_default="")
    insurer_phone = Text(longest=30, load_default="")


class IncidentIn(InSchema):
    """What happened and what was done, without a learner's name."""

    kind = Choice(IncidentKind, required=True)
    happened_on = Day(required=True)
    what = Text(required=True, longest=4000, lines=True)
    measures = Text(longest=4000, lines=True, load_default="")
    closed_on = Day(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def forwards(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_order(data, "happened_on", "closed_on")


class IncidentLineOut(Schema):
    """An incident as the list has it: without what happened."""

    id = fields.Integer()
    kind = fields.String()
    happened_on = fields.Date()
    closed_on = fields.Date(allow_none=True)


class IncidentOut(IncidentLineOut):
    """An incident as it is opened."""

    what = fields.String()
    measures = fields.String()
    reported_by = fields.String()
    reported_at = fields.AwareDateTime()


class _NumberOut(Schema):
    number = fields.String()
    source = fields.String()


class _DutyOut(Schema):
    name = fields.String()
    phone = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()


class CardOut(Schema):
    """The emergency card; `missing` says what somebody still has to find out."""

    number = fields.Nested(_NumberOut, allow_none=True)
    adults = fields.List(fields.Nested(_DutyOut))
    insurer = fields.Function(lambda card: card.mobility.insurer)
    insurer_phone = fields.Function(lambda card: card.mobility.insurer_phone)
    host = fields.String()
    host_address = fields.String()
    missing = fields.List(fields.String())
