"""What enters and leaves about plans, the same at every door."""

from typing import Any

from marshmallow import Schema, fields

from app.plans.models import RunKind, RunState
from app.web.values import Code, InSchema, Text, WallClock, Whole, YesNo

LONGEST_SEARCH = 600
"""Seconds that one run may search."""


class RunIn(InSchema):
    """A search for a plan: how long, which chance, what to keep of the published version."""

    title = Text(longest=120, load_default="")
    seconds = Whole(least=1, most=LONGEST_SEARCH, load_default=60)
    seed = Whole(least=0, load_default=1)
    keeps_training_days = YesNo(load_default=False)
    keeps_published = YesNo(load_default=False)
    freeze_before = WallClock(load_default=None, allow_none=True)
    most_people_changed = Whole(least=0, most=10_000, load_default=None, allow_none=True)


class PinIn(InSchema):
    """What the next run must keep: a tour carries a person, or makes a visit (at a local time)."""

    tour_id = Whole(required=True, least=1)
    visit_offer_id = Whole(least=1, load_default=None, allow_none=True)
    participant_id = Whole(least=1, load_default=None, allow_none=True)
    starts_at = WallClock(load_default=None, allow_none=True)


class KeepIn(InSchema):
    """What of a plan to keep, by ids there: a tour, or one of its hosts, or one of its people."""

    tour = Code(required=True)
    host = Code(load_default="")
    participant = Code(load_default="")


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


class ProgressPointOut(Schema):
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


class PlanStepOut(Schema):
    what = fields.String()
    when = fields.String()


class PlanChangeOut(Schema):
    """What a person would do instead of what they were told."""

    participant_id = fields.Integer()
    before = fields.List(fields.Nested(PlanStepOut))
    after = fields.List(fields.Nested(PlanStepOut))


class VersionReadingOut(Schema):
    participant_id = fields.Integer()
    opened_at = fields.AwareDateTime(allow_none=True)
    acknowledged_at = fields.AwareDateTime(allow_none=True)


def _anything() -> fields.Dict:
    return fields.Dict(keys=fields.String())


def _things() -> fields.List[Any]:
    return fields.List(fields.Dict(keys=fields.String()))


class ProblemFileOut(Schema):
    """`netinvet-forum/1`; the parts are described with the planner's file formats."""

    format = fields.String()
    name = fields.String()
    timezone = fields.String()
    places = _things()
    travel = _anything()
    sessions = _things()
    hosts = _things()
    participants = _things()
    tours = _things()
    weights = _anything()
    pins = _things()
    previous = _anything()
    freeze_before = fields.String()
    limits = _anything()


class PlanFileOut(Schema):
    """`netinvet-plan/1`; the parts are described with the planner's file formats."""

    format = fields.String()
    problem = fields.String()
    status = fields.String()
    objective = fields.Float()
    bound = fields.Float(allow_none=True)
    seconds = fields.Float()
    seed = fields.Integer()
    tours = _things()
    unmet = _things()
