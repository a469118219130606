"""What enters and leaves about grants, the same at every door."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from apiflask import Schema
from flask_babel import gettext as _
from marshmallow import ValidationError, fields, validates_schema

from app.consortia.models import ErasmusField
from app.grants import sentences
from app.grants.rules import Heading
from app.web.values import Choice, Code, Country, Day, InSchema, Text, Whole

FIRST_CALL, LAST_CALL = 2014, 2100
MOST_EUROS = Decimal(20_000_000)


class Participant(StrEnum):
    """For whom an agency fixes a rate; accompanying persons get that of staff."""

    STAFF = "staff"
    LEARNER = "learner"
    STUDENT = "student"


class Group(StrEnum):
    """The receiving country's group; for students' monthly amounts, how it stands to theirs."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    MEDIUM = "medium"
    HIGHER = "higher"
    LOWER = "lower"


class Euros(Text):
    """Euros with at most two decimals, read as a decimal; a comma may stand for the point."""

    def __init__(self, **rest: Any) -> None:  # noqa: ANN401 -- marshmallow's options
        super().__init__(longest=20, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> Any:  # noqa: ANN401 -- marshmallow's signature
        text = super()._deserialize(value, attr, data, **rest).replace(",", ".")
        whole, _point, rest_of_it = text.partition(".")
        if not (text.isascii() and whole.isdigit() and rest_of_it.isdigit() | (not rest_of_it)):
            raise ValidationError(_("An amount in euros such as 1234.50 is expected."))
        if len(rest_of_it) > 2 or Decimal(text) > MOST_EUROS:  # noqa: PLR2004 -- cents
            raise ValidationError(_("An amount in euros such as 1234.50 is expected."))
        return Decimal(text)


class AgencyRateIn(InSchema):
    """A rate that a national agency published, with where it stands."""

    call_year = Whole(required=True, least=FIRST_CALL, most=LAST_CALL)
    field = Choice(ErasmusField, required=True)
    sending_country = Country(required=True)
    participant = Choice(Participant, required=True)
    group = Choice(Group, required=True)
    euros = Euros(required=True)
    later = Euros(load_default=None, allow_none=True)
    source = Text(required=True, longest=300)

    @validates_schema(skip_on_field_errors=True)
    def is_payable(self, data: Mapping[str, Any], **_rest: object) -> None:
        for name in ("euros", "later"):
            if data[name] is not None and data[name] <= 0:
                raise ValidationError(_("A rate is above zero."), name)


class AgencyRateOut(Schema):
    id = fields.Integer()
    call_year = fields.Integer()
    field = fields.String()
    sending_country = fields.String()
    participant = fields.String()
    group = fields.String()
    euros = fields.String()
    later = fields.String(allow_none=True)
    source = fields.String()
    entered_by = fields.String()
    entered_at = fields.AwareDateTime()


class AgreementIn(InSchema):
    """A grant agreement, with what was awarded and spent under each heading in euros."""

    consortium = Code(required=True)
    call_year = Whole(required=True, least=FIRST_CALL, most=LAST_CALL)
    reference = Text(required=True, longest=60)
    report_due_on = Day(load_default=None, allow_none=True)


def _amount() -> Euros:
    return Euros(load_default=lambda: Decimal(0))


AMOUNTS = tuple((heading, kind) for heading in Heading for kind in ("awarded", "spent"))
BudgetIn = InSchema.from_dict(
    {f"{heading.value}_{kind}": _amount() for heading, kind in AMOUNTS}, name="Budget"
)
"""Awarded and spent, heading by heading; what is left out is zero."""


class BudgetLineOut(Schema):
    heading = fields.String()
    awarded = fields.String()
    planned = fields.String()
    spent = fields.String()
    left = fields.String()
    is_bound = fields.Boolean()


class TaggedDayOut(Schema):
    on = fields.Date()
    tag = fields.String()
    reason = fields.Function(lambda day: sentences.sentence(day.reason))


class PersonDaysOut(Schema):
    """One participant's programme, day by day, by the rules of a call year."""

    participant_id = fields.Integer(attribute="participant.id")
    name = fields.String(attribute="participant.name")
    call_year = fields.String()
    qualifies = fields.Boolean(attribute="tagged.qualifies")
    missing_days = fields.Integer(attribute="tagged.missing")
    days = fields.List(fields.Nested(TaggedDayOut), attribute="tagged.days")
    verdicts = fields.Function(
        lambda person: [sentences.sentence(one) for one in person.tagged.verdicts],
        metadata={"type": "array", "items": {"type": "string"}},
    )


class AgreementOut(Schema):
    id = fields.Integer()
    consortium = fields.Function(lambda row: row.consortium.key)
    call_year = fields.Integer()
    reference = fields.String()
    report_due_on = fields.Date(allow_none=True)
