"""What participants send in from the road, and what they read."""

from enum import StrEnum

from marshmallow import Schema, fields

from app.web.values import Choice, InSchema, Text, Whole, YesNo


class Answer(StrEnum):
    """Whether a host would take learners."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


class AttendanceIn(InSchema):
    """Whether the participant was at the visit."""

    was_present = YesNo(required=True)


class VisitNoteIn(InSchema):
    """The two-minute note about a host: five questions."""

    would_take_learners = Choice(Answer, required=True)
    places = Whole(most=99, load_default=None, allow_none=True)
    when = Text(longest=120, load_default="")
    profile = Text(longest=120, load_default="")
    note = Text(longest=2000, lines=True, load_default="")
    follow_up = YesNo(load_default=False)


class ItineraryItemOut(Schema):
    """One entry of an itinerary; times are moments with their zone."""

    kind = fields.String()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    zone = fields.String()
    title = fields.String()
    place = fields.String()
    latitude = fields.Float(allow_none=True)
    longitude = fields.Float(allow_none=True)


class ItineraryOut(Schema):
    version = fields.Integer()
    published_at = fields.AwareDateTime()
    items = fields.List(fields.Nested(ItineraryItemOut))


class LinkOut(Schema):
    """A private link, shown once."""

    link = fields.String()


class AttendanceOut(Schema):
    was_present = fields.Boolean()
    checked_in_at = fields.AwareDateTime()


class VisitNoteOut(Schema):
    would_take_learners = fields.String()
    places = fields.Integer(allow_none=True)
    when = fields.String()
    profile = fields.String()
    note = fields.String()
    follow_up = fields.Boolean()
    partnership_id = fields.Integer(allow_none=True)


class SentOut(Schema):
    """How many links were sent."""

    sent = fields.Integer()
