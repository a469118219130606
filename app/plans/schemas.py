"""What enters and leaves about plans, the same at every door."""

from typing import Any

from marshmallow import Schema, fields

from app.plans.models import RunKind, RunState
from app.web.values import InSchema, Text, WallClock, Whole, YesNo

LONGEST_SEARCH = 600
"""Seconds that one run may search."""


class RunIn(InSchema):
    """A search for a plan: how long, which chance, what to keep of the published version."""

    title = Text(longest=120, load_default="")
    seconds = Whole(least=1, most=LONGEST_SEARCH, load_default=60)
    seed = Whole(least=0, load_default=1)
    keeps_published = YesNo(load_default=False)
    freeze_before = WallClock(load_default=None, allow_none=True)
    most_people_changed = Whole(least=0, most=10_000, load_default=None, allow_none=True)


class PinIn(InSchema):
    """What the next run must keep: a tour carries a person, or makes a visit (at a local time)."""

    tour_id = Whole(required=True, least=1)
    visit_offer_id = Whole(least=1, load_default=None, allow_none=True)
    participant_id = Whole(least=1, load_default=None, allow_none=True)
    starts_at = WallClock(load_default=None, allow_none=True)


class PublishIn(InSchema):
    """A line that tells everybody what this version changes."""

    note = Text(longest=500, load_default="")


class RunOut(Schema):
    id = fields.Integer()
    forum_id = fields.Integer()
    parent_id = fields.Integer(allow_none=True)
    title = fields.String()
    kind = fields.Enum(RunKind, by_value=True)
    state = fields.Enum(RunState, by_value=True)
    seconds = fields.Integer()
    seed = fields.Integer()
    objective = fields.Float(allow_none=True)
    bound = fields.Float(allow_none=True)
    phase = fields.String()
    failure = fields.String()
    stop_requested = fields.Boolean()
    attempts = fields.Integer()
    created_at = fields.AwareDateTime()
    started_at = fields.AwareDateTime(allow_none=True)
    finished_at = fields.AwareDateTime(allow_none=True)


class PointOut(Schema):
    """Objective and bound at so many seconds of a run."""

    seconds = fields.Float()
    objective = fields.Float(allow_none=True)
    bound = fields.Float(allow_none=True)
    phase = fields.String()


class PinOut(Schema):
    id = fields.Integer()
    tour_id = fields.Integer()
    visit_offer_id = fields.Integer(allow_none=True)
    participant_id = fields.Integer(allow_none=True)
    starts_at = fields.AwareDateTime(allow_none=True)


class VersionOut(Schema):
    id = fields.Integer()
    forum_id = fields.Integer()
    number = fields.Integer()
    plan_run_id = fields.Integer(allow_none=True)
    restored_from_id = fields.Integer(allow_none=True)
    note = fields.String()
    digest = fields.String()
    published_at = fields.AwareDateTime()


class FindingOut(Schema):
    """Something to look at before planning; `stops` when no plan can be made with it."""

    stops = fields.Boolean()
    sentence = fields.String()
    about = fields.String()


class StepOut(Schema):
    what = fields.String()
    when = fields.String()


class ChangeOut(Schema):
    """What a person would do instead of what they were told."""

    participant_id = fields.Integer()
    before = fields.List(fields.Nested(StepOut))
    after = fields.List(fields.Nested(StepOut))


def as_list(name: str, schema: type[Schema]) -> dict[str, Any]:
    """Return the fields of a reply that holds one list."""
    return {name: fields.List(fields.Nested(schema))}


Runs = Schema.from_dict(as_list("runs", RunOut), name="Runs")
Points = Schema.from_dict(as_list("points", PointOut), name="Points")
Pins = Schema.from_dict(as_list("pins", PinOut), name="Pins")
Versions = Schema.from_dict(as_list("versions", VersionOut), name="Versions")
Findings = Schema.from_dict(as_list("findings", FindingOut), name="Findings")
Changes = Schema.from_dict(as_list("changes", ChangeOut), name="Changes")
