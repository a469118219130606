"""Plan runs and pins over the API: everything that the organiser's pages do."""

from typing import Any

from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.forums.queries import forum_by_id
from app.jobs import queue
from app.plans import actions, bridge, checks, comparing, publishing, queries, reach, wording
from app.plans import names as known_names
from app.plans.api.blueprint import bp
from app.plans.comparing import PersonChange
from app.plans.models import Pin, PlanRun, ProgressPoint
from app.plans.schemas import (
    FindingOut,
    KeepIn,
    PinIn,
    PinOut,
    PlanChangeOut,
    PlanFileOut,
    ProblemFileOut,
    ProgressPointOut,
    RunIn,
    RunOut,
)
from app.web.idempotency import idempotent

Wanted = dict[str, Any]


@bp.get("/forums/<key:forum_id>/findings")
@allow(Permission.PLAN_VISITS)
@bp.output(FindingOut(many=True))
def findings(forum_id: int) -> list[checks.Finding]:
    """Say what makes a plan impossible or poor, before any search."""
    forum = bridge.forum_with_all(db.session(), forum_id)
    return checks.findings(forum)


@bp.get("/forums/<key:forum_id>/findings/reach")
@allow(Permission.PLAN_VISITS)
@bp.output(FindingOut(many=True))
def within_reach(forum_id: int) -> list[checks.Finding]:
    """Say what travel and time make impossible; takes a second on a large edition."""
    forum = bridge.forum_with_all(db.session(), forum_id)
    known = known_names.of_forum(db.session(), forum)
    return reach.findings(bridge.problem_of(db.session(), forum), forum.id, known)


@bp.get("/forums/<key:forum_id>/plan-runs")
@allow(Permission.PLAN_VISITS)
@bp.output(RunOut(many=True))
def index(forum_id: int) -> list[PlanRun]:
    """List the newest searches of an edition."""
    forum_by_id(db.session(), forum_id)
    return queries.runs_of(db.session(), forum_id)


@bp.post("/forums/<key:forum_id>/plan-runs")
@allow(Permission.PLAN_VISITS)
@idempotent
@bp.input(RunIn, arg_name="wanted")
@bp.output(RunOut, status_code=202)
def start(forum_id: int, wanted: Wanted) -> PlanRun:
    """Start a search.

    Answers at once; read the run again to follow it. Impossible input is refused (422).
    """
    run = actions.start_run(db.session(), current_user.label, forum_id, wanted)
    db.session.commit()
    queue.wake_planner(run.id)
    return run


@bp.get("/plan-runs/<key:run_id>")
@allow(Permission.PLAN_VISITS)
@bp.output(RunOut)
def show(run_id: int) -> PlanRun:
    """Read how far a search is."""
    return actions.run_by_id(db.session(), run_id)


@bp.get("/plan-runs/<key:run_id>/points")
@allow(Permission.PLAN_VISITS)
@bp.output(ProgressPointOut(many=True))
def points(run_id: int) -> list[ProgressPoint]:
    """Read objective and bound over time."""
    return actions.run_by_id(db.session(), run_id).points


@bp.get("/plan-runs/<key:run_id>/problem")
@allow(Permission.PLAN_VISITS)
@bp.output(ProblemFileOut)
def problem(run_id: int) -> dict[str, Any]:
    """Read what was asked, as `netinvet-forum/1`: ids only, no names."""
    return actions.run_by_id(db.session(), run_id).problem


@bp.get("/plan-runs/<key:run_id>/plan")
@allow(Permission.PLAN_VISITS)
@bp.output(PlanFileOut)
def plan(run_id: int) -> dict[str, Any]:
    """Read what was found, as `netinvet-plan/1`."""
    return actions.plan_of(db.session(), run_id)


@bp.post("/plan-runs/<key:run_id>/stop")
@allow(Permission.PLAN_VISITS)
@bp.output(RunOut)
def stop(run_id: int) -> PlanRun:
    """Stop a search; it keeps its best plan."""
    run = actions.stop_run(db.session(), current_user.label, run_id)
    db.session.commit()
    return run


@bp.post("/plan-runs/<key:run_id>/retry")
@allow(Permission.PLAN_VISITS)
@bp.output(RunOut)
def retry(run_id: int) -> PlanRun:
    """Put a search that failed back into the queue."""
    run = actions.retry_run(db.session(), current_user.label, run_id)
    db.session.commit()
    queue.wake_planner(run_id)
    db.session.refresh(run)
    return run


@bp.get("/plan-runs/<key:run_id>/changes")
@allow(Permission.PLAN_VISITS)
@bp.output(PlanChangeOut(many=True))
def changes(run_id: int) -> list[dict[str, Any]]:
    """List whose days would change if this plan were published."""
    run = actions.run_by_id(db.session(), run_id)
    after = {"problem": run.problem, "plan": actions.plan_of(db.session(), run_id)}
    return _changes(run.forum_id, publishing.changes_by(db.session(), run.forum_id, after))


@bp.get("/plan-runs/<key:run_id>/against/<key:other_id>")
@allow(Permission.PLAN_VISITS)
@bp.output(PlanChangeOut(many=True))
def compare(run_id: int, other_id: int) -> list[dict[str, Any]]:
    """List whose days differ between two plans of one edition."""
    first, second = (actions.run_by_id(db.session(), number) for number in (run_id, other_id))
    plans = [actions.plan_of(db.session(), number) for number in (run_id, other_id)]
    found = comparing.changes((first.problem, plans[0]), (second.problem, plans[1]))
    return _changes(first.forum_id, found)


def _changes(forum_id: int, found: list[PersonChange]) -> list[dict[str, Any]]:
    known = known_names.of_forum(db.session(), forum_by_id(db.session(), forum_id))
    return [wording.change_record(change, known) for change in found]


@bp.get("/forums/<key:forum_id>/pins")
@allow(Permission.PLAN_VISITS)
@bp.output(PinOut(many=True))
def pins(forum_id: int) -> list[Pin]:
    """List what the next search must keep."""
    forum_by_id(db.session(), forum_id)
    return queries.pins_of(db.session(), forum_id)


@bp.post("/forums/<key:forum_id>/pins")
@allow(Permission.PLAN_VISITS)
@idempotent
@bp.input(PinIn, arg_name="wanted")
@bp.output(PinOut, status_code=201)
def pin(forum_id: int, wanted: Wanted) -> Pin:
    """Pin a visit or a person to a tour; the same again changes nothing."""
    forum = forum_by_id(db.session(), forum_id)
    row = actions.pin(db.session(), current_user.label, forum, wanted)
    db.session.commit()
    return row


@bp.delete("/forums/<key:forum_id>/pins/<key:pin_id>")
@allow(Permission.PLAN_VISITS)
@bp.output({}, status_code=204)
def unpin(forum_id: int, pin_id: int) -> str:
    """Let a pin go."""
    actions.unpin(db.session(), current_user.label, forum_id, pin_id)
    db.session.commit()
    return ""


@bp.delete("/forums/<key:forum_id>/pins")
@allow(Permission.PLAN_VISITS)
@bp.output({}, status_code=204)
def unpin_all(forum_id: int) -> str:
    """Let every pin go."""
    forum_by_id(db.session(), forum_id)
    actions.unpin_all(db.session(), current_user.label, forum_id)
    db.session.commit()
    return ""


@bp.delete("/forums/<key:forum_id>/tours/<key:tour_id>/pins")
@allow(Permission.PLAN_VISITS)
@bp.output({}, status_code=204)
def unpin_tour(forum_id: int, tour_id: int) -> str:
    """Let every pin of a tour go."""
    forum_by_id(db.session(), forum_id)
    actions.unpin_all(db.session(), current_user.label, forum_id, tour_id)
    db.session.commit()
    return ""


@bp.post("/plan-runs/<key:run_id>/pins")
@allow(Permission.PLAN_VISITS)
@idempotent
@bp.input(KeepIn, arg_name="wanted")
@bp.output(PinOut(many=True), status_code=201)
def keep(run_id: int, wanted: Wanted) -> list[Pin]:
    """Pin a day or a tour as this plan has it, or one visit or one person of it."""
    run = actions.run_by_id(db.session(), run_id)
    rows = actions.keep(db.session(), current_user.label, run, wanted)
    db.session.commit()
    return rows
