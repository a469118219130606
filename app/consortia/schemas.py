"""What enters about consortia, the same at every door."""

from collections.abc import Mapping
from typing import Any

from marshmallow import validates_schema

from app.consortia.models import ErasmusField
from app.organisations.schemas import check_order
from app.web.values import Choice, Code, Day, InSchema, Text


class ConsortiumIn(InSchema):
    """A mobility consortium and the organisation that coordinates it."""

    key = Code(required=True)
    name = Text(required=True, longest=160)
    field = Choice(ErasmusField, required=True)
    accreditation = Text(longest=60, load_default="")
    coordinator = Code(required=True)


class ConsortiumMemberIn(InSchema):
    """A member from the day it joined to the day it left."""

    consortium = Code(required=True)
    organisation = Code(required=True)
    joined_on = Day(required=True)
    left_on = Day(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False)
    def forwards(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_order(data, "joined_on", "left_on")
