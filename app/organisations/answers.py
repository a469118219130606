"""What leaves about organisations over the API."""

from marshmallow import Schema, fields

from app.organisations.models import (
    CefrLevel,
    CharterKind,
    OrganisationKind,
    Precision,
    Sector,
)


class LanguageOut(Schema):
    language = fields.String()
    level = fields.Enum(CefrLevel, by_value=True, allow_none=True)


class SiteOut(Schema):
    id = fields.Integer()
    name = fields.String()
    address = fields.String()
    postcode = fields.String()
    city = fields.String()
    country = fields.String()
    latitude = fields.Float(allow_none=True)
    longitude = fields.Float(allow_none=True)
    precision = fields.Enum(Precision, by_value=True, allow_none=True)
    is_set_by_hand = fields.Boolean()
    is_main = fields.Boolean()


class NameOut(Schema):
    name = fields.String()
    language = fields.String()
    valid_from = fields.Integer(allow_none=True)
    valid_until = fields.Integer(allow_none=True)


class ProgrammeOut(Schema):
    key = fields.String()
    sector = fields.Enum(Sector, by_value=True)
    eqf_level = fields.Integer(allow_none=True)
    field_of_education = fields.String()
    profile = fields.String()
    names = fields.List(fields.Nested(NameOut))


class CharterOut(Schema):
    kind = fields.Enum(CharterKind, by_value=True)
    reference = fields.String()
    signed_on = fields.Date(allow_none=True)
    expires_on = fields.Date(allow_none=True)


class ContactOut(Schema):
    """A role and its holder; the handover note leaves in `OwnContactOut` alone."""

    id = fields.Integer()
    role = fields.String()
    holder = fields.String()
    email = fields.String()
    phone = fields.String()
    since_on = fields.Date(allow_none=True)


class OwnContactOut(ContactOut):
    handover_note = fields.String()


class BriefOut(Schema):
    id = fields.Integer()
    key = fields.String()
    name = fields.String()
    country = fields.String()
    city = fields.String()


class OrganisationOut(BriefOut):
    version = fields.Integer()
    kind = fields.Enum(OrganisationKind, by_value=True)
    oid = fields.String(allow_none=True)
    website = fields.String()
    about = fields.String()
    source = fields.String()
    is_fictional = fields.Boolean()
    requests_per_season = fields.Integer()
    confirmed_at = fields.AwareDateTime(allow_none=True)
    confirmed_by = fields.String()
    sectors = fields.List(fields.Enum(Sector, by_value=True), attribute="sector_values")
    languages = fields.List(fields.Nested(LanguageOut))
    sites = fields.List(fields.Nested(SiteOut))
    programmes = fields.List(fields.Nested(ProgrammeOut))
    charters = fields.List(fields.Nested(CharterOut))
    contacts = fields.List(fields.Nested(ContactOut))


class PointOut(Schema):
    latitude = fields.Float()
    longitude = fields.Float()


class EntryOut(BriefOut):
    """An organisation as the search lists it."""

    kind = fields.Enum(OrganisationKind, by_value=True)
    is_fictional = fields.Boolean()
    is_stale = fields.Boolean()
    point = fields.Nested(PointOut, allow_none=True)
    sectors = fields.List(fields.Enum(Sector, by_value=True))
    languages = fields.Dict(
        keys=fields.String(), values=fields.Enum(CefrLevel, by_value=True, allow_none=True)
    )
    programmes = fields.List(fields.String())
    free_places = fields.Integer(allow_none=True)


class FoundOut(Schema):
    """One page of a search."""

    total = fields.Integer()
    page = fields.Integer()
    pages = fields.Integer()
    shown = fields.List(fields.Nested(EntryOut))
