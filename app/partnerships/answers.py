"""What leaves about needs, offers, suggestions, partnerships and requests over the API."""

from typing import Any

from marshmallow import Schema, fields

from app.organisations.models import CefrLevel, Sector
from app.partnerships import wording
from app.partnerships.bridge import Missed, Suggested
from app.partnerships.models import (
    EntryState,
    Kind,
    PlacementState,
    Stage,
)


class PartyOut(Schema):
    """An organisation in a few words."""

    id = fields.Integer()
    key = fields.String()
    name = fields.String()
    country = fields.String()


class SkillOut(Schema):
    language = fields.String()
    level = fields.Enum(CefrLevel, by_value=True, allow_none=True)


class EntryOut(Schema):
    """What needs and offers share."""

    id = fields.Integer()
    key = fields.String()
    version = fields.Integer()
    organisation = fields.Nested(PartyOut)
    title = fields.String()
    description = fields.String()
    language = fields.String()
    sector = fields.Enum(Sector, by_value=True)
    kind = fields.Enum(Kind, by_value=True)
    state = fields.Enum(EntryState, by_value=True)
    confirmed_at = fields.AwareDateTime(allow_none=True)
    languages = fields.List(fields.Nested(SkillOut))


class NeedOut(EntryOut):
    eqf_level = fields.Integer(allow_none=True)
    learners = fields.Integer()
    accompanying = fields.Integer()
    has_minors = fields.Boolean()
    needs_host_family = fields.Boolean()
    starts_on = fields.Date()
    ends_on = fields.Date()
    days = fields.Integer()
    countries = fields.List(fields.String())
    town = fields.String()
    radius_km = fields.Integer(allow_none=True)
    coded_needs = fields.List(fields.String())


class PeriodOut(Schema):
    starts_on = fields.Date()
    ends_on = fields.Date()
    places = fields.Integer()


class OfferOut(EntryOut):
    centre = fields.Nested(PartyOut, allow_none=True)
    eqf_from = fields.Integer(allow_none=True)
    eqf_to = fields.Integer(allow_none=True)
    minimum_group = fields.Integer()
    minimum_days = fields.Integer()
    accepts_minors = fields.Boolean()
    has_host_family = fields.Boolean()
    wanted_countries = fields.List(fields.String())
    periods = fields.List(fields.Nested(PeriodOut))


class ReasonOut(Schema):
    code = fields.String()
    facts = fields.Dict()
    known = fields.Boolean()
    value = fields.Float()
    points = fields.Float()
    sentence = fields.Function(
        lambda one: wording.reason(one.code, one.facts, known=one.known, value=one.value),
        metadata={"type": "string"},
    )


class BriefOfferOut(Schema):
    id = fields.Integer()
    key = fields.String()
    title = fields.String()
    organisation = fields.Nested(PartyOut)


class SuggestionOut(Schema):
    """An offer in its place of the ranking; the points of the reasons add up to the score."""

    rank = fields.Integer()
    offer = fields.Nested(BriefOfferOut)
    centre = fields.Nested(PartyOut, allow_none=True)
    score = fields.Float()
    for_sender = fields.Float()
    for_host = fields.Float()
    met_at = fields.String()
    has_seat = fields.Boolean()
    reasons = fields.List(fields.Nested(ReasonOut))


class NearMissOut(Schema):
    """An offer with one obstacle, and the smallest change that would take it away."""

    offer = fields.Nested(BriefOfferOut)
    obstacle = fields.String()
    obstacle_sentence = fields.String()
    change = fields.String()
    change_sentence = fields.String()


class CountOut(Schema):
    obstacle = fields.String()
    sentence = fields.String()
    offers = fields.Integer()


class SuggestionsOut(Schema):
    """What the matcher says about a need."""

    suggestions = fields.List(fields.Nested(SuggestionOut))
    near_misses = fields.List(fields.Nested(NearMissOut))
    obstacles = fields.List(fields.Nested(CountOut))
    weights_version = fields.String()


def suggestion(one: Suggested, centre: Any) -> dict[str, Any]:  # noqa: ANN401 -- an organisation or none
    """Return a suggestion as it leaves, with the centre through which it comes."""
    names = ("rank", "offer", "score", "for_sender", "for_host", "met_at", "has_seat", "reasons")
    return {**{name: getattr(one, name) for name in names}, "centre": centre}


def near_miss(miss: Missed) -> dict[str, Any]:
    """Return a near miss as it leaves."""
    return {
        "offer": miss.offer,
        "obstacle": miss.obstacle,
        "obstacle_sentence": wording.obstacle(miss.obstacle, miss.obstacle_facts),
        "change": miss.change,
        "change_sentence": wording.change(miss.change, miss.change_facts),
    }


class EventOut(Schema):
    happened_at = fields.AwareDateTime()
    stage = fields.Enum(Stage, by_value=True)
    by = fields.String()
    note = fields.String()


class PartnershipOut(Schema):
    """A partnership; its handover note leaves for the sending side and organisers alone."""

    id = fields.Integer()
    version = fields.Integer()
    sending = fields.Nested(PartyOut)
    host = fields.Nested(PartyOut)
    need_id = fields.Integer(allow_none=True)
    offer_id = fields.Integer(allow_none=True)
    stage = fields.Enum(Stage, by_value=True)
    next_step = fields.String()
    next_step_on = fields.Date(allow_none=True)
    owner_id = fields.Integer(allow_none=True)
    handover_note = fields.String()
    created_at = fields.AwareDateTime()


class PartnershipWithEventsOut(PartnershipOut):
    events = fields.List(fields.Nested(EventOut))
    possible_stages = fields.List(fields.Enum(Stage, by_value=True))


class RequestOut(Schema):
    """A request of a school to a host."""

    id = fields.Integer()
    version = fields.Integer()
    need_id = fields.Integer()
    offer = fields.Nested(BriefOfferOut)
    school = fields.Nested(PartyOut, attribute="need.organisation")
    state = fields.Enum(PlacementState, by_value=True)
    learners = fields.Integer()
    starts_on = fields.Date()
    ends_on = fields.Date()
    position = fields.Integer(allow_none=True)
    requested_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime(allow_none=True)
    decline_code = fields.String()
    partnership_id = fields.Integer(allow_none=True)


class MeetingOut(Schema):
    """A visit at which somebody of one organisation was at the other."""

    who = fields.String()
    forum = fields.String()
    at = fields.AwareDateTime()
    zone = fields.String()
    host = fields.String()


class LeadOut(Schema):
    """What a colleague noted about a host after a visit."""

    id = fields.Integer()
    who = fields.String()
    host_id = fields.Integer()
    host = fields.String()
    would_take_learners = fields.String()
    places = fields.Integer(allow_none=True)
    when = fields.String()
    profile = fields.String()
    note = fields.String()
    follow_up = fields.Boolean()
    partnership_id = fields.Integer(allow_none=True)
    written_at = fields.AwareDateTime()


class VetoedOut(Schema):
    organisation_id = fields.Integer()
    name = fields.String()
    created_at = fields.AwareDateTime()


class SavedSearchOut(Schema):
    id = fields.Integer()
    title = fields.String()
    query = fields.String()
    sends_digest = fields.Boolean()
    last_digest_on = fields.Date(allow_none=True)
    unanswered_digests = fields.Integer()


class WeekOut(Schema):
    week = fields.Date()
    free = fields.Integer()


class LineOut(Schema):
    """How much one criterion counts now, and how much it would."""

    code = fields.String()
    now = fields.Float()
    then = fields.Float()


class WeightProposalOut(Schema):
    version = fields.String()
    in_force = fields.String()
    changes = fields.Boolean()
    decisions = fields.Integer()
    teaching = fields.Integer()
    figures = fields.Dict(keys=fields.String(), values=fields.Float())
    lines = fields.List(fields.Nested(LineOut))


class WeightSettingOut(Schema):
    id = fields.Integer()
    version = fields.String()
    sender = fields.Dict(keys=fields.String(), values=fields.Float())
    host = fields.Dict(keys=fields.String(), values=fields.Float())
    figures = fields.Dict(keys=fields.String(), values=fields.Float())
    note = fields.String()
    decided_at = fields.AwareDateTime()
    decided_by = fields.String()
    taken_back_at = fields.AwareDateTime(allow_none=True)
    taken_back_by = fields.String()
