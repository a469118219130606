"""What enters and leaves about mobilities, the same at every door."""

from collections.abc import Mapping
from typing import Any

from apiflask import Schema
from flask_babel import gettext as _
from marshmallow import ValidationError, fields, validates_schema

from app.consortia.models import ErasmusField
from app.grants.schemas import FIRST_CALL, LAST_CALL
from app.mobilities.models import (
    AgeBand,
    DocumentKind,
    HostKind,
    MobilityKind,
    Party,
    Relay,
    StepKind,
)
from app.organisations.schemas import check_order
from app.web.values import (
    LARGEST,
    Choice,
    Code,
    Country,
    Day,
    InSchema,
    Number,
    QueryIn,
    Several,
    Text,
    Whole,
    YesNo,
)


def _key(**rest: Any) -> Code:  # noqa: ANN401 -- marshmallow's options
    return Code(load_default=None, allow_none=True, **rest)


def _degrees(most: float) -> Number:
    return Number(least=-most, most=most, load_default=None, allow_none=True)


class MobilityIn(InSchema):
    """A group that goes abroad; learners are a count and an age band, never names."""

    key = _key()
    sending = _key()
    receiving = _key()
    consortium = _key()
    programme = _key()
    placement = Whole(least=1, load_default=None, allow_none=True)
    kind = Choice(MobilityKind, required=True)
    field = Choice(ErasmusField, required=True)
    call_year = Whole(required=True, least=FIRST_CALL, most=LAST_CALL)
    action = Code(longest=20, required=True)
    persons = Whole(required=True, least=1, most=500)
    age_band = Choice(AgeBand, required=True)
    fewer_opportunities = YesNo(load_default=False)
    coded_needs = Several(Code(longest=40, required=True), load_default=list)
    learning_outcomes = Text(longest=2000, lines=True, load_default="")
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    travel_days = Whole(least=0, most=14, load_default=2)
    is_green = YesNo(load_default=False)
    origin_city = Text(longest=80, load_default="")
    origin_country = Country(load_default="")
    city = Text(longest=80, required=True)
    country = Country(required=True)
    latitude = _degrees(90)
    longitude = _degrees(180)
    reach_minutes = Whole(least=5, most=600, load_default=60)
    beyond_budget = YesNo(load_default=False)

    @validates_schema(skip_on_field_errors=False)
    def forwards(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_order(data, "starts_on", "ends_on")


class HostIn(InSchema):
    """A company or family, with its check; opening hours are minutes after midnight."""

    kind = Choice(HostKind, required=True)
    organisation = _key()
    reference = Text(longest=80, load_default="")
    latitude = _degrees(90)
    longitude = _degrees(180)
    places = Whole(required=True, least=1, most=50)
    learners = Whole(least=0, most=50, load_default=0)
    checked_on = Day(load_default=None, allow_none=True)
    check_until_on = Day(load_default=None, allow_none=True)
    opens_minute = Whole(least=0, most=1439, load_default=540)
    closes_minute = Whole(least=1, most=1440, load_default=1020)

    @validates_schema(skip_on_field_errors=True)
    def makes_sense(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_order(data, "checked_on", "check_until_on")
        if data["closes_minute"] <= data["opens_minute"]:
            raise ValidationError(_("It closes before it opens."), "closes_minute")
        if data["learners"] > data["places"]:
            raise ValidationError(_("There are not so many places."), "learners")


class AdultIn(InSchema):
    """A named adult, from when to when they are in which town."""

    relay = Choice(Relay, required=True)
    name = Text(longest=120, required=True)
    phone = Text(longest=30, load_default="")
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    city = Text(longest=80, load_default="")
    latitude = _degrees(90)
    longitude = _degrees(180)
    beyond_budget = YesNo(load_default=False)

    @validates_schema(skip_on_field_errors=False)
    def forwards(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_order(data, "starts_on", "ends_on")


class StepIn(InSchema):
    """Who owns a step, when it is due and when it was done."""

    kind = Choice(StepKind, required=True)
    owner = Text(longest=120, load_default="")
    due_on = Day(required=True)
    done_on = Day(load_default=None, allow_none=True)


class SignatureIn(InSchema):
    document = Choice(DocumentKind, required=True)
    party = Choice(Party, required=True)
    signed_on = Day(required=True)
    valid_until_on = Day(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def forwards(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_order(data, "signed_on", "valid_until_on")


class RoundIn(InSchema):
    relay = Choice(Relay, required=True)


class ListIn(QueryIn):
    """Which mobilities to list."""

    consortium = Whole(least=1, most=LARGEST, load_default=None)
    call_year = Whole(least=FIRST_CALL, most=LAST_CALL, load_default=None)
    kind = Choice(MobilityKind, load_default=None)
    forum = Whole(least=1, most=LARGEST, load_default=None)


class _HostOut(Schema):
    id = fields.Integer()
    kind = fields.String()
    name = fields.String()
    places = fields.Integer()
    learners = fields.Integer()
    check_until_on = fields.Date(allow_none=True)


class _AdultOut(Schema):
    id = fields.Integer()
    relay = fields.String()
    name = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    city = fields.String()


class _StepOut(Schema):
    kind = fields.String()
    owner = fields.String()
    due_on = fields.Date()
    done_on = fields.Date(allow_none=True)


class MobilityOut(Schema):
    id = fields.Integer()
    key = fields.String()
    kind = fields.String()
    field = fields.String()
    call_year = fields.Integer()
    action = fields.String()
    sending = fields.Function(lambda row: row.sending.key)
    receiving = fields.Function(lambda row: row.receiving.key if row.receiving else None)
    consortium = fields.Function(lambda row: row.consortium.key if row.consortium else None)
    placement_id = fields.Integer(allow_none=True)
    partnership_id = fields.Integer(allow_none=True)
    persons = fields.Integer()
    age_band = fields.String()
    fewer_opportunities = fields.Boolean()
    coded_needs = fields.List(fields.String())
    learning_outcomes = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    travel_days = fields.Integer()
    is_green = fields.Boolean()
    origin_city = fields.String()
    origin_country = fields.String()
    city = fields.String()
    country = fields.String()
    reach_minutes = fields.Integer()
    cancelled_at = fields.AwareDateTime(allow_none=True)
    hosts = fields.List(fields.Nested(_HostOut))
    adults = fields.List(fields.Nested(_AdultOut))
    steps = fields.List(fields.Nested(_StepOut))


class _PaperOut(Schema):
    paper = fields.String()
    source = fields.Function(lambda one: one.rule.source if one.rule else None)
    as_of = fields.Function(lambda one: one.rule.as_of if one.rule else None)


class StandingOut(Schema):
    """What blocks departure, days without an adult, papers, and the grant with its reasons.

    A paper without a source is one to ask about: no rule is known for these two countries.
    """

    blocks = fields.List(fields.String())
    gaps = fields.List(fields.String())
    papers = fields.List(fields.Nested(_PaperOut))
    eligible = fields.String()
    grant = fields.String()
    reasons = fields.List(fields.String())


class MobilitySheetIn(MobilityIn):
    """A mobility as a sheet states it: known by its key, its school named."""

    class Meta(MobilityIn.Meta):
        exclude = ("placement",)

    key = Code(required=True)
    sending = Code(required=True)


class RoundOut(Schema):
    """A round: its stops as local times and names, and the hosts that it leaves out."""

    relay = fields.String()
    state = fields.String()
    stops = fields.List(fields.String())
    unmet = fields.List(fields.String())
