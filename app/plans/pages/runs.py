"""The organiser's pages about one run: watch it, stop it, look at its plan, compare two."""

import json
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.forums.models import Forum
from app.jobs import queue
from app.plans import (
    actions,
    comparing,
    drawing,
    figures,
    graphs,
    links,
    names,
    planner_words,
    publishing,
    queries,
    replanning,
    streams,
    wording,
)
from app.plans.drafts import moves, what_if
from app.plans.drafts.changes import ChangeKind
from app.plans.models import PlanRun, RunKind
from app.plans.pages.blueprint import bp


@bp.get("/plans/<key:run_id>")
@allow(Permission.PLAN_VISITS)
def show(run_id: int) -> ResponseReturnValue:
    run = actions.run_by_id(db.session(), run_id)
    forum = db.session.get_one(Forum, run.forum_id)
    if not run.is_over or run.plan is None:
        return render_template("plans/show.html", **_progress_of(run), forum=forum)
    return render_template("plans/show.html", **_progress_of(run), **_plan_of(run, forum))


def _progress_of(run: PlanRun) -> dict[str, Any]:
    seconds = float(run.seconds) if not run.is_over else 0.0
    return {
        "run": run,
        "graph": graphs.graph(run.points, seconds),
        "summary": wording.summary(run.problem, run.plan, run.bound),
        "failure": wording.failure_words(run.failure) if run.failure else "",
    }


def _plan_of(run: PlanRun, forum: Forum) -> dict[str, Any]:
    assert run.plan is not None, "asked only of runs with a plan"
    known = names.of_forum(db.session(), forum)
    pins = queries.pins_of(db.session(), forum.id)
    after = {"problem": run.problem, "plan": run.plan}
    is_answer = run.kind in (RunKind.REPLAN, RunKind.BY_HAND)
    return {
        **_pictures(run.problem, run.plan, known),
        "forum": forum,
        "kept": replanning.kept_by(pins),
        "figures": figures.figures(run.problem, run.plan),
        "schools": figures.by_school(run.problem, run.plan),
        "rides": sorted(run.plan["tours"], key=lambda ride: (ride["depart"], ride["tour"])),
        "kinds": links.parties_by_kind(run.problem, known),
        "ChangeKind": ChangeKind,
        "seen": moves.seen(run.plan),
        "may_drop": run.kind in (RunKind.WHAT_IF, RunKind.BY_HAND)
        and not what_if.is_published(db.session(), run),
        "drafts": queries.drafts_of(db.session(), run.id),
        "alternatives": queries.alternatives_of(run),
        "changes": publishing.changes_by(db.session(), forum.id, after) if is_answer else None,
        "step_words": wording.step_words,
    }


def _pictures(problem: Any, plan: Any, known: names.Names) -> dict[str, Any]:  # noqa: ANN401 -- the planner's JSON
    return {
        "names": known,
        "problem": problem,
        "plan": plan,
        "by_tour": drawing.by_tour(problem, plan, known),
        "by_host": drawing.by_host(problem, plan, known),
        "unmet": [(one, wording.reason_words(one, known)) for one in plan["unmet"]],
        "remedy_words": planner_words.remedy_words,
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
    first, second = (actions.run_by_id(db.session(), number) for number in (run_id, other_id))
    forum = db.session.get_one(Forum, first.forum_id)
    known = names.of_forum(db.session(), forum)
    found = []
    if first.plan is not None and second.plan is not None and first.forum_id == second.forum_id:
        found = comparing.changes((first.problem, first.plan), (second.problem, second.plan))
    return render_template(
        "plans/compare.html",
        forum=forum,
        runs=[_progress_of(run) for run in (first, second)],
        figures=[
            figures.figures(run.problem, run.plan) if run.plan is not None else None
            for run in (first, second)
        ],
        schools=figures.side_by_side(
            *((run.problem, run.plan or {"tours": []}) for run in (first, second))
        ),
        changes=found,
        names=known,
        step_words=wording.step_words,
        may_adopt=second.kind is RunKind.WHAT_IF and second.plan is not None,
    )
