"""What enters and leaves about placings, the same at every door."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validates_schema

from app.organisations.models import Sector
from app.organisations.schemas import check_order
from app.partnerships.answers import BriefOfferOut, PartyOut
from app.partnerships.models import PlacementState
from app.placings.models import PlacingState
from app.web.values import Choice, Day, InSchema, QueryIn, Several, Text, Whole


class PlacingIn(InSchema):
    """Which open needs and offers are placed, and how long the search may take.

    All of a sector (or of every sector) that can begin between `first` and `last`, except those
    left out by their numbers.
    """

    title = Text(required=True, longest=120)
    sector = Choice(Sector, load_default=None, allow_none=True)
    first = Day(load_default=None, allow_none=True)
    last = Day(load_default=None, allow_none=True)
    needs_left_out = Several(Whole(least=1), load_default=list)
    offers_left_out = Several(Whole(least=1), load_default=list)
    seconds = Whole(least=1, most=120, load_default=12)

    @validates_schema(skip_on_field_errors=False)
    def forwards(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_order(data, "first", "last")


class ReachIn(QueryIn):
    """What a placing would take in, before it is asked for."""

    sector = Choice(Sector, load_default=None)
    first = Day(load_default=None)
    last = Day(load_default=None)

    @validates_schema(skip_on_field_errors=False)
    def forwards(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_order(data, "first", "last")


class BriefNeedOut(Schema):
    id = fields.Integer()
    key = fields.String()
    title = fields.String()
    learners = fields.Integer()
    organisation = fields.Nested(PartyOut)


class PlacingProposalOut(Schema):
    """A need at an offer; `request` is the request's state once an organiser has accepted."""

    id = fields.Integer()
    need = fields.Nested(BriefNeedOut)
    offer = fields.Nested(BriefOfferOut)
    starts_on = fields.Date()
    ends_on = fields.Date()
    learners = fields.Integer()
    score = fields.Float()
    placement_id = fields.Integer(allow_none=True)
    request = fields.Enum(
        PlacementState, by_value=True, attribute="placement.state", allow_none=True
    )


class LeftOverOut(Schema):
    """A need that found no place: how many offers suit it, and the rule that excludes most."""

    need = fields.Nested(BriefNeedOut)
    suited = fields.Integer()
    obstacle = fields.String()


class BlockingOut(Schema):
    """A pair that would rather be together, where the need is instead, and who would go."""

    need = fields.Nested(BriefNeedOut)
    offer = fields.Nested(BriefOfferOut)
    instead = fields.Nested(BriefOfferOut, allow_none=True)
    sent_away = fields.List(fields.Nested(BriefNeedOut))


class ExposureOut(Schema):
    """How many needs an offer suits, with how many it was looked at, and its learners placed."""

    offer = fields.Nested(BriefOfferOut)
    suits = fields.Integer()
    looked_at = fields.Integer()
    placed = fields.Integer()


class PlacingOut(Schema):
    id = fields.Integer()
    title = fields.String()
    state = fields.Enum(PlacingState, by_value=True)
    asked_at = fields.AwareDateTime()
    answered_at = fields.AwareDateTime(allow_none=True)
    weights_version = fields.String()
    figures = fields.Dict()


class PlacingWholeOut(PlacingOut):
    proposals = fields.List(fields.Nested(PlacingProposalOut))
    left_over = fields.List(fields.Nested(LeftOverOut))
    blocking = fields.List(fields.Nested(BlockingOut))
    exposure = fields.List(fields.Nested(ExposureOut))


class ReachOut(Schema):
    """The open needs and offers that a placing would take in."""

    needs = fields.List(fields.Nested(BriefNeedOut))
    offers = fields.List(fields.Nested(BriefOfferOut))


class SeenOut(Schema):
    """An offer, the needs that it suits, and on how many of their first pages it stands."""

    offer = fields.Nested(BriefOfferOut)
    suits = fields.Integer()
    shown = fields.Integer()


class SeenWholeOut(Schema):
    needs = fields.Integer()
    seen = fields.List(fields.Nested(SeenOut))


class AcceptedOut(Schema):
    """What came of accepting every proposal: requests sent, and why others were not."""

    sent = fields.Integer()
    refused = fields.List(fields.String())
