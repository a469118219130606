"""Trying things out over the API: what-if copies, moves by hand, answers to choose from."""

from typing import Any

from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.jobs import queue
from app.plans import actions, figures, ids, queries
from app.plans.api.blueprint import bp
from app.plans.drafts import choosing, moves, what_if
from app.plans.drafts.moves import Verdict
from app.plans.models import PlanRun
from app.plans.schemas import (
    AlternativeOut,
    ChooseIn,
    MoveIn,
    RunOut,
    SchoolShareOut,
    VerdictOut,
    WhatIfIn,
)
from app.web.idempotency import idempotent

Wanted = dict[str, Any]


@bp.get("/plan-runs/<key:run_id>/schools")
@allow(Permission.PLAN_VISITS)
@bp.output(SchoolShareOut(many=True))
def schools(run_id: int) -> list[dict[str, Any]]:
    """Read how well a plan serves each school, the worst served first."""
    run = actions.run_by_id(db.session(), run_id)
    shares = figures.by_school(run.problem, actions.plan_of(db.session(), run_id))
    return [
        {
            "organisation_id": ids.number_in(share.school),
            "people": share.people,
            "served": share.served,
            "wished": share.wished,
            "met": share.met,
            "visits": share.visits,
        }
        for share in shares
    ]


@bp.post("/plan-runs/<key:run_id>/what-if")
@allow(Permission.PLAN_VISITS)
@idempotent
@bp.input(WhatIfIn, arg_name="wanted")
@bp.output(RunOut, status_code=202)
def try_out(run_id: int, wanted: Wanted) -> PlanRun:
    """Solve a copy of a plan's problem with one thing changed; the original stays."""
    run = actions.run_by_id(db.session(), run_id)
    copy = what_if.start(db.session(), current_user.label, run, wanted)
    db.session.commit()
    queue.wake_planner(copy.id)
    return copy


@bp.post("/plan-runs/<key:run_id>/adopt")
@allow(Permission.EDIT_FORUMS)
@idempotent
@bp.output(RunOut)
def adopt(run_id: int) -> PlanRun:
    """Change the edition as a what-if copy supposes, so that its plan can be published."""
    run = actions.run_by_id(db.session(), run_id)
    what_if.adopt(db.session(), current_user.label, run)
    db.session.commit()
    return run


@bp.delete("/plan-runs/<key:run_id>")
@allow(Permission.PLAN_VISITS)
@bp.output({}, status_code=204)
def drop(run_id: int) -> str:
    """Take a draft away that was not published; searches stay (409)."""
    what_if.drop(db.session(), current_user.label, actions.run_by_id(db.session(), run_id))
    db.session.commit()
    return ""


@bp.post("/plan-runs/<key:run_id>/moves/check")
@allow(Permission.PLAN_VISITS)
@bp.input(MoveIn, arg_name="wanted")
@bp.output(VerdictOut)
def check_move(run_id: int, wanted: Wanted) -> Verdict:
    """Say what a move by hand would break or gain; nothing is kept."""
    return moves.judged(db.session(), actions.run_by_id(db.session(), run_id), wanted)


@bp.post("/plan-runs/<key:run_id>/moves")
@allow(Permission.PLAN_VISITS)
@idempotent
@bp.input(MoveIn, arg_name="wanted")
@bp.output(RunOut, status_code=201)
def move(run_id: int, wanted: Wanted) -> PlanRun:
    """Keep a move in a draft; a move that breaks a rule is refused (409) with its sentences."""
    run = actions.run_by_id(db.session(), run_id)
    draft = moves.make(db.session(), current_user.label, run, wanted)
    db.session.commit()
    return draft


@bp.get("/plan-runs/<key:run_id>/alternatives")
@allow(Permission.PLAN_VISITS)
@bp.output(AlternativeOut(many=True))
def alternatives(run_id: int) -> list[dict[str, Any]]:
    """Read the answers to choose from: people changed against what the plan is worth."""
    return queries.alternatives_of(actions.run_by_id(db.session(), run_id))


@bp.post("/plan-runs/<key:run_id>/choose")
@allow(Permission.PLAN_VISITS)
@idempotent
@bp.input(ChooseIn, arg_name="wanted")
@bp.output(RunOut)
def choose(run_id: int, wanted: Wanted) -> PlanRun:
    """Make another of the answers this run's plan."""
    run = actions.run_by_id(db.session(), run_id)
    choosing.choose(db.session(), current_user.label, run, wanted["alternative"])
    db.session.commit()
    return run
