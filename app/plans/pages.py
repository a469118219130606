"""The organiser's pages about plan runs: start, watch, stop, look at the plan, pin."""

import json
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import Invalid, Refusal
from app.forums.models import Forum
from app.forums.queries import forum_by_id
from app.jobs import queue
from app.plans import (
    actions,
    bridge,
    checks,
    comparing,
    drawing,
    graphs,
    links,
    names,
    queries,
    replanning,
    streams,
    wording,
)
from app.plans.models import PlanRun
from app.plans.schemas import KeepIn, PinIn, RunIn
from app.web.forms import Form, filled, read_form

bp = Blueprint("plans", __name__)

DEFAULTS = {"seconds": "60", "seed": "1"}


@bp.get("/forums/<key:forum_id>/plans")
@allow(Permission.PLAN_VISITS)
def index(forum_id: int) -> ResponseReturnValue:
    return _workbench(forum_id, filled(dict(DEFAULTS)))


def _workbench(forum_id: int, form: Form) -> str:
    forum = bridge.forum_with_all(db.session(), forum_id)
    return render_template(
        "plans/index.html",
        forum=forum,
        form=form,
        findings=[(finding, links.to(finding, forum)) for finding in checks.findings(forum)],
        runs=queries.runs_of(db.session(), forum_id),
        versions=queries.versions_of(db.session(), forum_id),
        pins=[
            (pin, actions.pin_words(pin, forum.zone))
            for pin in queries.pins_of(db.session(), forum_id)
        ],
    )


@bp.post("/forums/<key:forum_id>/plans")
@allow(Permission.PLAN_VISITS)
def start(forum_id: int) -> ResponseReturnValue:
    form = read_form(RunIn())
    if form.value is None:
        return _workbench(forum_id, form), 422
    try:
        run = actions.start_run(db.session(), current_user.label, forum_id, form.value)
    except Refusal as refusal:
        if refusal.code not in ("invalid", "conflict"):
            raise
        db.session.rollback()
        form.errors = {"": [refusal.sentence, *refusal.fields.get("", [])]}
        return _workbench(forum_id, form), 422 if refusal.code == "invalid" else 409
    db.session.commit()
    queue.wake_planner(run.id)
    return redirect(url_for("plans.show", run_id=run.id), code=303)


@bp.get("/plans/<key:run_id>")
@allow(Permission.PLAN_VISITS)
def show(run_id: int) -> ResponseReturnValue:
    run = actions.run_by_id(db.session(), run_id)
    forum = db.session.get_one(Forum, run.forum_id)
    if not run.is_over or run.plan is None:
        return render_template("plans/show.html", **_progress_of(run), forum=forum)
    known = names.of_forum(db.session(), forum)
    return render_template(
        "plans/show.html",
        **_progress_of(run),
        **_pictures(run.problem, run.plan, known),
        forum=forum,
        kept=replanning.kept_by(queries.pins_of(db.session(), forum.id)),
    )


def _progress_of(run: PlanRun) -> dict[str, Any]:
    seconds = float(run.seconds) if not run.is_over else 0.0
    return {
        "run": run,
        "graph": graphs.graph(run.points, seconds),
        "summary": wording.summary(run.problem, run.plan, run.bound),
        "failure": wording.failure_words(run.failure) if run.failure else "",
    }


def _pictures(problem: Any, plan: Any, known: names.Names) -> dict[str, Any]:  # noqa: ANN401 -- the planner's JSON
    return {
        "names": known,
        "problem": problem,
        "plan": plan,
        "by_tour": drawing.by_tour(problem, plan, known),
        "by_host": drawing.by_host(problem, plan, known),
        "unmet": [(one, wording.reason_words(one, known)) for one in plan["unmet"]],
        "with_names": wording.with_names,
        "markers": drawing.on_the_map(problem, plan, known),
    }


@bp.get("/plans/<key:run_id>/progress")
@allow(Permission.PLAN_VISITS)
def progress(run_id: int) -> ResponseReturnValue:
    """Show the part that follows the search; when it is over, have the page read again."""
    run = actions.run_by_id(db.session(), run_id)
    page = Response(render_template("plans/_progress.html", **_progress_of(run)))
    if run.is_over and "HX-Request" in request.headers:
        page.headers["HX-Refresh"] = "true"
    return page


@bp.get("/plans/<key:run_id>/stream")
@allow(Permission.PLAN_VISITS)
def stream(run_id: int) -> ResponseReturnValue:
    """Send the same part whenever it changes, as Server-Sent Events, until the search is over."""
    actions.run_by_id(db.session(), run_id)
    db.session.rollback()
    return streams.response(
        run_id,
        lambda run: render_template("plans/_progress.html", **_progress_of(run), is_live=True),
    )


@bp.post("/plans/<key:run_id>/stop")
@allow(Permission.PLAN_VISITS)
def stop(run_id: int) -> ResponseReturnValue:
    actions.stop_run(db.session(), current_user.label, run_id)
    db.session.commit()
    return redirect(url_for("plans.show", run_id=run_id), code=303)


@bp.post("/plans/<key:run_id>/retry")
@allow(Permission.PLAN_VISITS)
def retry(run_id: int) -> ResponseReturnValue:
    actions.retry_run(db.session(), current_user.label, run_id)
    db.session.commit()
    queue.wake_planner(run_id)
    return redirect(url_for("plans.show", run_id=run_id), code=303)


@bp.get("/plans/<key:run_id>/problem.json")
@allow(Permission.PLAN_VISITS)
def problem_file(run_id: int) -> ResponseReturnValue:
    """Give the problem as the planner's file: ids only, no names."""
    return _file(run_id, "problem", actions.run_by_id(db.session(), run_id).problem)


@bp.get("/plans/<key:run_id>/plan.json")
@allow(Permission.PLAN_VISITS)
def plan_file(run_id: int) -> ResponseReturnValue:
    """Give the plan as the planner's file."""
    return _file(run_id, "plan", actions.plan_of(db.session(), run_id))


def _file(run_id: int, what: str, record: Any) -> Response:  # noqa: ANN401 -- the planner's JSON
    text = json.dumps(record, indent=1, ensure_ascii=False)
    file = f"attachment; filename=run-{run_id}-{what}.json"
    return Response(text, content_type="application/json", headers={"Content-Disposition": file})


@bp.get("/plans/<key:run_id>/against/<key:other_id>")
@allow(Permission.PLAN_VISITS)
def compare(run_id: int, other_id: int) -> ResponseReturnValue:
    """Show two runs of one forum side by side."""
    runs = [actions.run_by_id(db.session(), number) for number in (run_id, other_id)]
    forum = db.session.get_one(Forum, runs[0].forum_id)
    first, second = runs
    found = []
    if first.plan is not None and second.plan is not None and first.forum_id == second.forum_id:
        found = comparing.changes((first.problem, first.plan), (second.problem, second.plan))
    return render_template(
        "plans/compare.html",
        forum=forum,
        runs=[_progress_of(run) for run in runs],
        changes=found,
        names=names.of_forum(db.session(), forum),
        step_words=wording.step_words,
    )


@bp.post("/plans/<key:run_id>/pins")
@allow(Permission.PLAN_VISITS)
def keep(run_id: int) -> ResponseReturnValue:
    """Keep a tour of this plan, or one visit or person of it, in the runs to come."""
    run = actions.run_by_id(db.session(), run_id)
    form = read_form(KeepIn())
    if form.value is None:
        raise Invalid(_("Some values cannot be right."), fields=form.errors)
    actions.keep(db.session(), current_user.label, run, form.value)
    db.session.commit()
    flash(_("Pinned: the next searches keep it."))
    return redirect(url_for("plans.show", run_id=run_id) + "#keep", code=303)


@bp.post("/forums/<key:forum_id>/pins")
@allow(Permission.PLAN_VISITS)
def pin(forum_id: int) -> ResponseReturnValue:
    """Keep a visit or a person on a tour in the runs to come."""
    form = read_form(PinIn())
    if form.value is None:
        return _workbench(forum_id, filled(dict(DEFAULTS))), 422
    forum = forum_by_id(db.session(), forum_id)
    actions.pin(db.session(), current_user.label, forum, form.value)
    db.session.commit()
    flash(_("Pinned: the next searches keep it."))
    return redirect(url_for("plans.index", forum_id=forum_id) + "#pins", code=303)


@bp.post("/forums/<key:forum_id>/pins/<key:pin_id>/remove")
@allow(Permission.PLAN_VISITS)
def unpin(forum_id: int, pin_id: int) -> ResponseReturnValue:
    actions.unpin(db.session(), current_user.label, forum_id, pin_id)
    db.session.commit()
    return _back_to_pins(forum_id)


def _back_to_pins(forum_id: int) -> ResponseReturnValue:
    """Go back to the plan on which a pin was let go, or to the workbench."""
    run_id = request.form.get("run", type=int)
    if run_id:
        return redirect(url_for("plans.show", run_id=run_id) + "#keep", code=303)
    return redirect(url_for("plans.index", forum_id=forum_id) + "#pins", code=303)


@bp.post("/forums/<key:forum_id>/tours/<key:tour_id>/unpin")
@allow(Permission.PLAN_VISITS)
def unpin_tour(forum_id: int, tour_id: int) -> ResponseReturnValue:
    actions.unpin_all(db.session(), current_user.label, forum_id, tour_id)
    db.session.commit()
    return _back_to_pins(forum_id)
