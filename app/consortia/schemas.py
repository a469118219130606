"""What enters about consortia, the same at every door."""

from collections.abc import Mapping
from typing import Any

from apiflask import Schema
from flask_babel import gettext as _
from marshmallow import ValidationError, fields, validates_schema

from app.consortia.models import ErasmusField, NoteKind
from app.organisations.schemas import check_order
from app.web.values import Choice, Code, Day, InSchema, QueryIn, Several, Text, YesNo


class ConsortiumIn(InSchema):
    """A mobility consortium and the organisation that coordinates it."""

    key = Code(required=True)
    name = Text(required=True, longest=160)
    field = Choice(ErasmusField, required=True)
    accreditation = Text(longest=60, load_default="")
    coordinator = Code(required=True)
    is_open = YesNo(load_default=True)


class ConsortiumMemberIn(InSchema):
    """A member from the day it joined to the day it left."""

    consortium = Code(required=True)
    organisation = Code(required=True)
    joined_on = Day(required=True)
    left_on = Day(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False)
    def forwards(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_order(data, "joined_on", "left_on")


class JoinRequestIn(InSchema):
    """Why a school asks to be taken in."""

    reason = Text(longest=1000, lines=True, load_default="")


class DecisionIn(InSchema):
    """The coordinator's answer to a request, and the day from which it holds."""

    accept = YesNo(required=True)
    joined_on = Day(load_default=None, allow_none=True)

    @validates_schema
    def has_a_day(self, data: Mapping[str, Any], **_rest: object) -> None:
        if data["accept"] and data["joined_on"] is None:
            raise ValidationError(_("From which day does the school belong?"), "joined_on")


class LeaveIn(InSchema):
    """The day on which a member leaves; none takes a leaving back."""

    left_on = Day(load_default=None, allow_none=True)


class SharedNoteIn(InSchema):
    """What went well, or the minutes of a meeting, with topics to find it by."""

    kind = Choice(NoteKind, required=True)
    title = Text(required=True, longest=160)
    topics = Several(Text(longest=60, required=True), load_default=list)
    held_on = Day(required=True)
    body = Text(required=True, longest=8000, lines=True)


class MemberOut(Schema):
    id = fields.Integer()
    organisation = fields.Function(lambda row: row.organisation.key)
    joined_on = fields.Date()
    left_on = fields.Date(allow_none=True)


class ConsortiumOut(Schema):
    id = fields.Integer()
    key = fields.String()
    name = fields.String()
    field = fields.String()
    accreditation = fields.String()
    is_open = fields.Boolean()
    coordinator = fields.Function(lambda row: row.coordinator.key)
    members = fields.List(fields.Nested(MemberOut))


class JoinRequestOut(Schema):
    id = fields.Integer()
    organisation = fields.Function(lambda row: row.organisation.key)
    reason = fields.String()
    asked_at = fields.AwareDateTime()
    was_accepted = fields.Boolean(allow_none=True)


class SharedNoteOut(Schema):
    id = fields.Integer()
    kind = fields.String()
    title = fields.String()
    topics = fields.List(fields.String())
    held_on = fields.Date()
    body = fields.String()


class TopicIn(QueryIn):
    """Words that a note holds; none lists all."""

    topic = Text(longest=120, load_default="")
