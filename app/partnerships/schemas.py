"""What enters about needs and offers, the same at every door."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError, validates_schema

from app.organisations.models import Sector
from app.organisations.schemas import check_order, check_point
from app.organisations.values import Skill
from app.partnerships.models import DeclineCode, EntryState, Kind, Stage
from app.partnerships.values import Spell
from app.web.values import (
    Choice,
    Code,
    Country,
    Day,
    InSchema,
    Language,
    Number,
    QueryIn,
    Several,
    Text,
    Whole,
    YesNo,
)

LONGEST_STAY = 365
"""Days of the longest stay that may be asked for, beyond its first."""


class NeedIn(InSchema):
    """What a sending organisation looks for. `days` is the length of the stay in calendar days."""

    key = Code(required=True)
    organisation = Code(required=True)
    programme = Code(load_default="")
    title = Text(required=True, longest=160)
    description = Text(longest=2000, lines=True, load_default="")
    language = Language(load_default="en")
    sector = Choice(Sector, required=True)
    eqf_level = Whole(least=1, most=8, load_default=None, allow_none=True)
    kind = Choice(Kind, load_default=Kind.PLACEMENT)
    learners = Whole(required=True, least=1, most=500)
    accompanying = Whole(least=0, most=50, load_default=0)
    has_minors = YesNo(load_default=True)
    needs_host_family = YesNo(load_default=False)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    days = Whole(required=True, least=1, most=366)
    countries = Several(Country(required=True), load_default=list)
    town = Text(longest=80, load_default="")
    latitude = Number(least=-90, most=90, load_default=None, allow_none=True)
    longitude = Number(least=-180, most=180, load_default=None, allow_none=True)
    radius_km = Whole(least=1, most=5000, load_default=None, allow_none=True)
    languages = Several(Skill(), load_default=list)
    coded_needs = Several(Code(longest=40, required=True), load_default=list)
    state = Choice(EntryState, load_default=EntryState.OPEN)

    @validates_schema(skip_on_field_errors=False)
    def fits(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_point(data)
        check_order(data, "starts_on", "ends_on")
        start, end, days = (data.get(name) for name in ("starts_on", "ends_on", "days"))
        if start and end and days and start <= end and (end - start).days + 1 < days:
            raise ValidationError({"days": [_("The period is shorter than the stay.")]})


class OfferIn(InSchema):
    """What a host can take; `centre` is the host centre whose circle brings the company."""

    key = Code(required=True)
    organisation = Code(required=True)
    centre = Code(load_default="")
    site = Text(longest=120, load_default="")
    title = Text(required=True, longest=160)
    description = Text(longest=2000, lines=True, load_default="")
    language = Language(load_default="en")
    sector = Choice(Sector, required=True)
    kind = Choice(Kind, load_default=Kind.PLACEMENT)
    eqf_from = Whole(least=1, most=8, load_default=None, allow_none=True)
    eqf_to = Whole(least=1, most=8, load_default=None, allow_none=True)
    minimum_group = Whole(least=1, most=100, load_default=1)
    minimum_days = Whole(least=1, most=366, load_default=1)
    accepts_minors = YesNo(load_default=False)
    has_host_family = YesNo(load_default=False)
    wanted_countries = Several(Country(required=True), load_default=list)
    languages = Several(Skill(), load_default=list)
    periods = Several(Spell(), required=True)
    state = Choice(EntryState, load_default=EntryState.OPEN)

    @validates_schema(skip_on_field_errors=False)
    def fits(self, data: Mapping[str, Any], **_rest: object) -> None:
        lowest, highest = data.get("eqf_from"), data.get("eqf_to")
        if lowest and highest and highest < lowest:
            raise ValidationError({"eqf_to": [_("This is below the lowest level.")]})
        _check_apart(data.get("periods") or [])


def _check_apart(periods: Sequence[Mapping[str, Any]]) -> None:
    """Refuse two open periods that share a day; a closure may lie inside an open one."""
    open_ones = sorted(
        (period["starts_on"], period["ends_on"]) for period in periods if period["places"]
    )
    for (_start, end), (start, _end) in pairwise(open_ones):
        if start <= end:
            raise ValidationError(
                {"periods": [_("Two periods share the %(day)s.", day=_day(start))]}
            )


def _day(value: date) -> str:
    return value.isoformat()


class StageIn(InSchema):
    """The stage that a partnership has reached, and when."""

    stage = Choice(Stage, required=True)
    happened_on = Day(required=True)
    note = Text(longest=2000, lines=True, load_default="")


class NextStepIn(InSchema):
    """What comes next in a partnership, who does it, by when; and the note for who comes next."""

    next_step = Text(longest=300, load_default="")
    next_step_on = Day(load_default=None, allow_none=True)
    owner_id = Whole(least=1, load_default=None, allow_none=True)
    handover_note = Text(longest=2000, lines=True, load_default="")


class StartIn(InSchema):
    """The offer from which a partnership begins."""

    offer_id = Whole(least=1, required=True)


class RequestIn(InSchema):
    """Places that a school asks a host for."""

    learners = Whole(required=True, least=1, most=100)
    starts_on = Day(required=True)
    ends_on = Day(required=True)

    @validates_schema(skip_on_field_errors=False)
    def forwards(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_order(data, "starts_on", "ends_on")
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and (end - start).days > LONGEST_STAY:
            raise ValidationError({"ends_on": [_("A stay lasts a year at most.")]})


class DeclineIn(InSchema):
    """Why a host says no."""

    code = Choice(DeclineCode, required=True)


class VetoIn(InSchema):
    """The organisation with which one's own will not work, told to nobody."""

    organisation_id = Whole(least=1, required=True)


class SavedSearchIn(InSchema):
    """A search to be told about, once a day at most."""

    title = Text(required=True, longest=120)
    query = Text(longest=1000, load_default="")
    sends_digest = YesNo(load_default=True)


class RequestOfOfferIn(RequestIn):
    """Places that a school asks for, and of which offer."""

    offer_id = Whole(least=1, required=True)


class PageIn(QueryIn):
    """Which page of a long list is wanted."""

    page = Whole(least=1, most=100_000, load_default=1)


class FilterIn(PageIn):
    """Which partnerships are wanted."""

    stage = Choice(Stage, load_default=None)
    owner_id = Whole(least=1, load_default=None)


class SpanIn(QueryIn):
    """From which day to which, two years at most."""

    first = Day(load_default=None)
    last = Day(load_default=None)

    @validates_schema(skip_on_field_errors=False)
    def forwards(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_order(data, "first", "last")
        start, end = data.get("first"), data.get("last")
        if start and end and (end - start).days > 2 * LONGEST_STAY:
            raise ValidationError({"last": [_("Two years at a time, please.")]})


class AdoptIn(InSchema):
    """The proposal of weights that is put in force, and why."""

    proposal = Text(required=True, longest=40)
    note = Text(longest=500, lines=True, load_default="")
