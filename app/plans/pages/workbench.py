"""The organiser's workbench of an edition: what stands in the way, searches, versions, pins."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import Refusal
from app.jobs import queue
from app.plans import actions, bridge, checks, links, names, queries, reach
from app.plans.pages.blueprint import bp
from app.plans.schemas import RunIn
from app.web.forms import Form, filled, read_form

DEFAULTS = {"seconds": "60", "seed": "1"}


@bp.get("/forums/<key:forum_id>/plans")
@allow(Permission.PLAN_VISITS)
def index(forum_id: int) -> ResponseReturnValue:
    return workbench(forum_id, filled(dict(DEFAULTS)))


def workbench(forum_id: int, form: Form) -> str:
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


@bp.get("/forums/<key:forum_id>/plans/reach")
@allow(Permission.PLAN_VISITS)
def within_reach(forum_id: int) -> ResponseReturnValue:
    """Show what travel and time make impossible, before any search."""
    forum = bridge.forum_with_all(db.session(), forum_id)
    problem = bridge.problem_of(db.session(), forum)
    found = reach.findings(problem, forum.id, names.of_forum(db.session(), forum))
    return render_template(
        "plans/reach.html",
        forum=forum,
        findings=[(finding, links.to(finding, forum)) for finding in found],
    )


@bp.post("/forums/<key:forum_id>/plans")
@allow(Permission.PLAN_VISITS)
def start(forum_id: int) -> ResponseReturnValue:
    form = read_form(RunIn())
    if form.value is None:
        return workbench(forum_id, form), 422
    try:
        run = actions.start_run(db.session(), current_user.label, forum_id, form.value)
    except Refusal as refusal:
        if refusal.code not in ("invalid", "conflict"):
            raise
        db.session.rollback()
        form.errors = {"": [refusal.sentence, *refusal.fields.get("", [])]}
        return workbench(forum_id, form), 422 if refusal.code == "invalid" else 409
    db.session.commit()
    queue.wake_planner(run.id)
    return redirect(url_for("plans.show", run_id=run.id), code=303)
