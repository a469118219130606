"""What enters and leaves about the vocabulary, the same at every door."""

from marshmallow import Schema, fields

from app.vocabulary.models import CorrectionState
from app.web.values import Choice, InSchema, Language, QueryIn, Text


class CorrectionIn(InSchema):
    """A text as somebody wrote it, and the concept that it means."""

    text = Text(required=True, longest=200)
    language = Language(required=True)
    concept = Text(required=True, longest=60)
    note = Text(longest=500, lines=True, load_default="")


class TextIn(QueryIn):
    """A text whose meaning is asked for."""

    text = Text(longest=200, load_default="")
    language = Language(load_default="en")


class StateIn(QueryIn):
    """Which corrections are wanted."""

    state = Choice(CorrectionState, load_default=None)


class ConceptLinkOut(Schema):
    """A concept that a text may mean; from a score of 0.5 on it is used without asking."""

    concept = fields.String()
    label = fields.String()
    score = fields.Float()


class CorrectionOut(Schema):
    id = fields.Integer()
    text = fields.String()
    language = fields.String()
    concept = fields.String()
    was = fields.String()
    note = fields.String()
    state = fields.Enum(CorrectionState, by_value=True)
    proposed_at = fields.AwareDateTime()
    proposed_by = fields.String()
    decided_at = fields.AwareDateTime(allow_none=True)
    decided_by = fields.String()
    taken_back_at = fields.AwareDateTime(allow_none=True)
    taken_back_by = fields.String()
