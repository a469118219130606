"""Trying things out from a plan: what-if copies, moves by hand, answers to choose from."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import Invalid
from app.forums.models import Forum
from app.jobs import queue
from app.plans import actions, names
from app.plans.drafts import choosing, moves, what_if
from app.plans.models import PlanRun
from app.plans.pages.blueprint import bp
from app.plans.schemas import ChooseIn, MoveIn, WhatIfIn
from app.web.forms import Form, read_form


@bp.post("/plans/<key:run_id>/what-if")
@allow(Permission.PLAN_VISITS)
def try_out(run_id: int) -> ResponseReturnValue:
    """Start a copy of a plan's problem with one thing changed."""
    wanted = _read(read_form(WhatIfIn()))
    run = actions.run_by_id(db.session(), run_id)
    copy = what_if.start(db.session(), current_user.label, run, wanted)
    db.session.commit()
    queue.wake_planner(copy.id)
    return redirect(url_for("plans.show", run_id=copy.id), code=303)


def _read(form: Form) -> dict[str, object]:
    if form.value is None:
        raise Invalid(_("Some values cannot be right."), fields=form.errors)
    return form.value


@bp.post("/plans/<key:run_id>/adopt")
@allow(Permission.EDIT_FORUMS)
def adopt(run_id: int) -> ResponseReturnValue:
    """Change the edition as a what-if copy supposes."""
    run = actions.run_by_id(db.session(), run_id)
    what_if.adopt(db.session(), current_user.label, run)
    db.session.commit()
    flash(_("Adopted: the edition is changed, and this plan can be published."))
    return redirect(url_for("plans.show", run_id=run_id), code=303)


@bp.post("/plans/<key:run_id>/drop")
@allow(Permission.PLAN_VISITS)
def drop(run_id: int) -> ResponseReturnValue:
    """Take a draft away."""
    run = actions.run_by_id(db.session(), run_id)
    forum_id, parent = run.forum_id, run.parent_id
    what_if.drop(db.session(), current_user.label, run)
    db.session.commit()
    flash(_("The draft is gone; nothing else has changed."))
    if parent is None:
        return redirect(url_for("plans.index", forum_id=forum_id), code=303)
    return redirect(url_for("plans.show", run_id=parent), code=303)


@bp.post("/plans/<key:run_id>/moves/check")
@allow(Permission.PLAN_VISITS)
def check_move(run_id: int) -> ResponseReturnValue:
    """Say what a move would break or gain; a page of its own, or the part for the script."""
    wanted = _read(read_form(MoveIn()))
    run = actions.run_by_id(db.session(), run_id)
    part = "plans/_verdict.html" if request.headers.get("X-Part") else "plans/move.html"
    return render_template(part, **_verdict_of(run, wanted))


def _verdict_of(run: PlanRun, wanted: dict[str, object]) -> dict[str, object]:
    forum = db.session.get_one(Forum, run.forum_id)
    return {
        "run": run,
        "forum": forum,
        "wanted": wanted,
        "verdict": moves.judged(db.session(), run, wanted),
        "names": names.of_forum(db.session(), forum),
        "seen": moves.seen(run.plan or {}),
    }


@bp.post("/plans/<key:run_id>/moves")
@allow(Permission.PLAN_VISITS)
def move(run_id: int) -> ResponseReturnValue:
    """Keep a move in a draft; what breaks a rule is never kept."""
    wanted = _read(read_form(MoveIn()))
    run = actions.run_by_id(db.session(), run_id)
    draft = moves.make(db.session(), current_user.label, run, wanted)
    db.session.commit()
    flash(
        _("Moved and pinned: the next searches keep it.")
        if wanted["pin"]
        else _("Moved in this draft; what is published has not changed.")
    )
    return redirect(url_for("plans.show", run_id=draft.id) + "#by-tour", code=303)


@bp.post("/plans/<key:run_id>/choose")
@allow(Permission.PLAN_VISITS)
def choose(run_id: int) -> ResponseReturnValue:
    """Make another of the answers that were found this run's plan."""
    wanted = _read(read_form(ChooseIn()))
    run = actions.run_by_id(db.session(), run_id)
    choosing.choose(db.session(), current_user.label, run, int(str(wanted["alternative"])))
    db.session.commit()
    return redirect(url_for("plans.show", run_id=run_id) + "#answers", code=303)
