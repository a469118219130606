"""What is told about plans over the API."""

from typing import Any

from marshmallow import Schema, fields

from app.plans.models import RunKind, RunState


class RunOut(Schema):
    id = fields.Integer()
    forum_id = fields.Integer()
    parent_id = fields.Integer(allow_none=True)
    title = fields.String()
    kind = fields.Enum(RunKind, by_value=True)
    state = fields.Enum(RunState, by_value=True)
    seconds = fields.Integer()
    seed = fields.Integer()
    fair_first = fields.Boolean()
    least_visits = fields.Integer(allow_none=True)
    change = fields.Dict(keys=fields.String(), allow_none=True)
    objective = fields.Float(allow_none=True)
    bound = fields.Float(allow_none=True)
    euros = fields.Float(allow_none=True)
    fair_worst = fields.Float(allow_none=True)
    fair_bound = fields.Float(allow_none=True)
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


class SchoolShareOut(Schema):
    """How well a plan serves a school: points per person, wishes met, visits."""

    organisation_id = fields.Integer()
    people = fields.Integer()
    served = fields.Float()
    wished = fields.Integer()
    met = fields.Integer()
    visits = fields.Integer()


class VerdictOut(Schema):
    """What a move by hand would do: rules broken in words, points gained, people concerned."""

    is_allowed = fields.Boolean()
    broken = fields.List(fields.String())
    gain = fields.Float()
    people = fields.List(fields.String())


class PlaceOut(Schema):
    """A tour that somebody who comes late could join: points for them, points others lose."""

    tour = fields.String()
    hosts = fields.List(fields.String())
    gain = fields.Float()
    displaced = fields.List(fields.String())
    cost_to_others = fields.Float()


class AlternativeOut(Schema):
    """One answer to an event: people changed against what the plan is worth."""

    people_changed = fields.Integer()
    worth = fields.Float()
    is_chosen = fields.Boolean()


class VersionReadingOut(Schema):
    participant_id = fields.Integer()
    opened_at = fields.AwareDateTime(allow_none=True)
    acknowledged_at = fields.AwareDateTime(allow_none=True)


class ToTelephoneOut(Schema):
    """Who has not opened a version and still leaves; `phone` only where they share it."""

    participant_id = fields.Integer()
    name = fields.String()
    phone = fields.String()
    leaves_at = fields.AwareDateTime()
    is_soon = fields.Boolean()


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
    weak_bound = fields.Boolean()
    seconds = fields.Float()
    seed = fields.Integer()
    tours = _things()
    unmet = _things()
