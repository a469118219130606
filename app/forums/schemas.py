"""What enters about a forum edition, the same at every door.

Times are those of a clock on the wall at the forum; its zone makes moments of them.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError, fields, validate, validates_schema

from app.forums.models import Mode
from app.forums.values import Span, Want, Wished
from app.organisations.models import Sector
from app.organisations.schemas import PointIn, check_order
from app.web.locales import LOCALES
from app.web.values import (
    Choice,
    Code,
    Day,
    Email,
    InSchema,
    Language,
    Number,
    Several,
    Text,
    WallClock,
    Whole,
    YesNo,
    Zone,
)

FULL_DAY_MINUTES = 24 * 60


class ForumIn(InSchema):
    """One year's edition. The weights are those of the planner's objective."""

    key = Code(required=True)
    name = Text(required=True, longest=160)
    zone = Zone(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    wishes_from_on = Day(load_default=None, allow_none=True)
    planning_from_on = Day(load_default=None, allow_none=True)
    provisional_from_on = Day(load_default=None, allow_none=True)
    published_from_on = Day(load_default=None, allow_none=True)
    notice_hours = Whole(least=0, most=240, load_default=24)
    accepts_town_points = YesNo(load_default=True)
    weight_must = Whole(least=0, most=10_000, load_default=100)
    weight_missing_visit = Whole(least=0, most=10_000, load_default=60)
    weight_change = Whole(least=0, most=10_000, load_default=40)
    cost_per_euro = Number(least=0, most=1000, load_default=0.2)
    is_fictional = YesNo(load_default=False)

    @validates_schema(skip_on_field_errors=False)
    def forwards(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_order(data, "starts_on", "ends_on")


class PlaceIn(PointIn):
    """The venue, a station or a hotel of an edition."""

    class Meta(InSchema.Meta):
        exclude = ("postcode",)

    key = Code(required=True)
    name = Text(required=True, longest=120)


class SessionIn(InSchema):
    """A fixed item of the programme; `attendees` (participants) where it is not for all."""

    key = Code(required=True)
    title = Text(required=True, longest=160)
    place = Code(required=True)
    starts_at = WallClock(required=True)
    ends_at = WallClock(required=True)
    is_for_all = YesNo(load_default=True)
    attendees = Several(Code(required=True), load_default=list)

    @validates_schema(skip_on_field_errors=False)
    def forwards(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_after(data, "starts_at", "ends_at")


class VisitOfferIn(InSchema):
    """What a host shows to visitors. `key` is what wishes and plans know it by."""

    key = Code(required=True)
    organisation = Code(required=True)
    site = Text(longest=120, load_default="")
    minutes = Whole(required=True, least=1, most=FULL_DAY_MINUTES)
    minimum_group = Whole(load_default=1, least=1, most=500)
    maximum_group = Whole(required=True, least=1, most=500)
    maximum_visits = Whole(load_default=1, least=1, most=50)
    open_spans = Several(Span(), required=True)
    languages = Several(Language(required=True), load_default=list)
    shown = Text(longest=2000, lines=True, load_default="")
    site_rules = Text(longest=2000, lines=True, load_default="")
    dress = Text(longest=300, load_default="")
    ask_for = Text(longest=160, load_default="")
    phone = Text(longest=30, load_default="")
    meeting_point = Text(longest=200, load_default="")
    names_due_days = Whole(least=0, most=365, load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False)
    def fits(self, data: Mapping[str, Any], **_rest: object) -> None:
        least, most = data.get("minimum_group"), data.get("maximum_group")
        if least and most and most < least:
            raise ValidationError(
                {"maximum_group": [_("The largest group is smaller than the smallest.")]}
            )


class ParticipantIn(InSchema):
    """A person of a member, when they are there, and what they wish, by the hosts' keys."""

    key = Code(required=True)
    organisation = Code(required=True)
    name = Text(required=True, longest=120)
    email = Email(load_default="")
    phone = Text(longest=30, load_default="")
    locale = fields.String(
        load_default="en", validate=validate.OneOf(LOCALES, error="One of: {choices}.")
    )
    languages = Several(Language(required=True), load_default=list)
    sectors = Several(Choice(Sector), load_default=list)
    arrives_at = WallClock(required=True)
    departs_at = WallClock(required=True)
    minimum_visits = Whole(least=0, most=20, load_default=2)
    must = Several(Code(required=True), load_default=list)
    want = Several(Want(), load_default=list)
    avoid = Several(Code(required=True), load_default=list)
    lodging = Text(longest=200, load_default="")
    access_needs = Text(longest=300, load_default="")
    diet = Text(longest=120, load_default="")
    shares_name = YesNo(load_default=True)
    shares_phone = YesNo(load_default=False)

    @validates_schema(skip_on_field_errors=False)
    def fits(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_after(data, "arrives_at", "departs_at")


class DelegateIn(ParticipantIn):
    """A colleague whom a member registers itself; `wishes` by the hosts' keys, in one list."""

    class Meta(InSchema.Meta):
        exclude = ("key", "organisation", "must", "want", "avoid")

    wishes = Several(Wished(), load_default=list)


class TourIn(InSchema):
    """One vehicle, train or walking group for a half-day or day; places by their keys."""

    key = Code(required=True)
    name = Text(required=True, longest=120)
    mode = Choice(Mode, required=True)
    seats = Whole(required=True, least=1, most=1000)
    start = Code(required=True)
    end = Code(required=True)
    earliest_at = WallClock(required=True)
    latest_at = WallClock(required=True)
    break_earliest_at = WallClock(load_default=None, allow_none=True)
    break_latest_at = WallClock(load_default=None, allow_none=True)
    break_minutes = Whole(least=1, most=FULL_DAY_MINUTES, load_default=None, allow_none=True)
    cost_fixed_euros = Number(least=0, most=1_000_000, load_default=0.0)
    cost_per_km_euros = Number(least=0, most=10_000, load_default=0.0)
    departure_note = Text(longest=200, load_default="")
    driver_phone = Text(longest=30, load_default="")

    @validates_schema(skip_on_field_errors=False)
    def fits(self, data: Mapping[str, Any], **_rest: object) -> None:
        check_after(data, "earliest_at", "latest_at")
        check_after(data, "break_earliest_at", "break_latest_at")
        names = ("break_earliest_at", "break_latest_at", "break_minutes")
        stated = [name for name in names if data.get(name) is not None]
        missing = [name for name in names if name in data and data[name] is None]
        if stated and missing:
            raise ValidationError(
                {name: [_("A break needs its span and its length.")] for name in missing}
            )


def check_after(data: Mapping[str, Any], first: str, last: str) -> None:
    """Refuse an end at or before its start. Raises ValidationError at the end."""
    start, end = data.get(first), data.get(last)
    if start is not None and end is not None and end <= start:
        raise ValidationError({last: [_("This is not after the start.")]})
