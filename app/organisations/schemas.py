"""What enters about organisations and all that belongs to them, the same at every door."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError, validates_schema

from app.organisations.models import (
    CharterKind,
    OrganisationKind,
    Precision,
    Sector,
)
from app.organisations.values import DatedName, Oid, Skill, Website
from app.web.values import (
    Choice,
    Code,
    Country,
    Day,
    Email,
    InSchema,
    Number,
    Several,
    Text,
    Whole,
    YesNo,
)


class PointIn(InSchema):
    """Where something is: a town, perhaps an address, perhaps a point (WGS 84 degrees)."""

    address = Text(longest=200, load_default="")
    postcode = Text(longest=12, load_default="")
    city = Text(longest=80, load_default="")
    country = Country(required=True)
    latitude = Number(least=-90, most=90, load_default=None, allow_none=True)
    longitude = Number(least=-180, most=180, load_default=None, allow_none=True)
    precision = Choice(Precision, load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False)
    def both_or_neither(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_point(data)


def check_point(data: Mapping[str, Any]) -> None:
    """Refuse half a point. Raises ValidationError at the missing half."""
    latitude, longitude = data.get("latitude", ...), data.get("longitude", ...)
    for name, value, other in (
        ("latitude", latitude, longitude),
        ("longitude", longitude, latitude),
    ):
        if value is None and other is not None and other is not ...:
            raise ValidationError({name: [_("Latitude and longitude belong together.")]})


class OrganisationIn(PointIn):
    """An organisation with its main site. `key` is what every other sheet knows it by."""

    key = Code(required=True)
    name = Text(required=True, longest=160)
    kind = Choice(OrganisationKind, required=True)
    oid = Oid(load_default="")
    sectors = Several(Choice(Sector), load_default=list)
    languages = Several(Skill(), load_default=list)
    website = Website(longest=200, load_default="")
    about = Text(longest=2000, lines=True, load_default="")
    source = Text(longest=300, load_default="")
    is_fictional = YesNo(load_default=False)
    requests_per_season = Whole(least=0, most=1000, load_default=12)

    @validates_schema(skip_on_field_errors=False)
    def what_a_kind_must_state(self, data: Mapping[str, Any], **_rest: object) -> None:
        """Ask a company where it is; a school may be known by its country alone."""
        if data.get("kind") is OrganisationKind.COMPANY and data.get("city") == "":
            raise ValidationError({"city": [_("Please say in which town the company is.")]})


class SiteIn(PointIn):
    """A further site of an organisation; its name tells it from the others."""

    organisation = Code(required=True)
    name = Text(required=True, longest=120)


class CharterIn(InSchema):
    """A charter, label or accreditation; one of each kind per organisation."""

    organisation = Code(required=True)
    kind = Choice(CharterKind, required=True)
    reference = Text(longest=60, load_default="")
    signed_on = Day(load_default=None, allow_none=True)
    expires_on = Day(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False)
    def forwards(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_order(data, "signed_on", "expires_on")


class ContactIn(InSchema):
    """A role that an organisation owns, who holds it now, and the note for who comes next."""

    organisation = Code(required=True)
    role = Text(required=True, longest=80)
    holder = Text(longest=120, load_default="")
    email = Email(load_default="")
    phone = Text(longest=30, load_default="")
    since_on = Day(load_default=None, allow_none=True)
    handover_note = Text(longest=2000, lines=True, load_default="")


class ProgrammeIn(InSchema):
    """A programme with its names over the years."""

    organisation = Code(required=True)
    key = Code(required=True)
    sector = Choice(Sector, required=True)
    eqf_level = Whole(least=1, most=8, load_default=None, allow_none=True)
    field_of_education = Text(longest=4, load_default="")
    profile = Code(load_default="")
    names = Several(DatedName(), required=True)


class CircleIn(InSchema):
    """A company in the circle of a host centre."""

    centre = Code(required=True)
    company = Code(required=True)
    since_on = Day(load_default=None, allow_none=True)


def check_order(data: Mapping[str, Any], first: str, last: str) -> None:
    """Refuse an end before its start. Raises ValidationError at the end."""
    start, end = data.get(first), data.get(last)
    if start is not None and end is not None and end < start:
        raise ValidationError({last: [_("This is before the start.")]})
