"""What participants send in from the road, and what they read."""

from marshmallow import Schema, fields

from app.itineraries.values import Answer, Heard
from app.web.values import Choice, InSchema, Moment, Text, Whole, YesNo


class AttendanceIn(InSchema):
    """Whether the participant was at the visit."""

    was_present = YesNo(required=True)
    recorded_at = Moment(load_default=None, allow_none=True)


class VisitNoteIn(InSchema):
    """The two-minute note of either side: five questions, and a remark for colleagues.

    `recorded_at` is when it was written, where that was before it could be sent.
    """

    would_take_learners = Choice(Answer, required=True)
    places = Whole(most=99, load_default=None, allow_none=True)
    when = Text(longest=120, load_default="")
    profile = Text(longest=120, load_default="")
    follow_up = YesNo(load_default=False)
    note = Text(longest=2000, lines=True, load_default="")
    recorded_at = Moment(load_default=None, allow_none=True)


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


class GroupMemberOut(Schema):
    participant_id = fields.Integer(attribute="id")
    name = fields.String()


class GroupOut(Schema):
    """One group at one host, as the published version has it."""

    visit_offer_id = fields.Integer(attribute="offer.id")
    host = fields.String(attribute="offer.organisation.key")
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    zone = fields.String()
    people = fields.List(fields.Nested(GroupMemberOut))


class LinkStateOut(Schema):
    """Whether a participant has a link that opens, and when the newest version was opened."""

    participant_id = fields.Integer(attribute="participant.id")
    name = fields.String(attribute="participant.name")
    given_at = fields.AwareDateTime(
        attribute="link.created_at", dump_default=None, allow_none=True
    )
    expires_at = fields.AwareDateTime(
        attribute="link.expires_at", dump_default=None, allow_none=True
    )
    opened_at = fields.AwareDateTime(allow_none=True)


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


class SidesNoteOut(VisitNoteOut):
    written_at = fields.AwareDateTime()


class PairOut(Schema):
    """A host and a school whose people visited, with what each side noted."""

    visit_offer_id = fields.Integer(attribute="offer.id")
    host = fields.String(attribute="offer.organisation.name")
    school_id = fields.Integer(attribute="school.id")
    school = fields.String(attribute="school.name")
    starts_at = fields.AwareDateTime()
    zone = fields.String()
    heard = fields.Enum(Heard, by_value=True)
    school_notes = fields.List(fields.Nested(SidesNoteOut))
    host_note = fields.Nested(SidesNoteOut, allow_none=True)
    partnership_id = fields.Integer(allow_none=True)


class SentOut(Schema):
    """How many links were sent."""

    sent = fields.Integer()
