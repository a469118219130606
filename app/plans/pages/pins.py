"""Keeping parts of a plan in the searches to come, and letting them go."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import Invalid
from app.forums.queries import forum_by_id
from app.plans import actions
from app.plans.pages.blueprint import bp
from app.plans.pages.workbench import DEFAULTS, workbench
from app.plans.schemas import KeepIn, PinIn
from app.web.forms import filled, read_form


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
        return workbench(forum_id, filled(dict(DEFAULTS))), 422
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


@bp.post("/forums/<key:forum_id>/unpin")
@allow(Permission.PLAN_VISITS)
def unpin_everything(forum_id: int) -> ResponseReturnValue:
    forum_by_id(db.session(), forum_id)
    actions.unpin_all(db.session(), current_user.label, forum_id)
    db.session.commit()
    return _back_to_pins(forum_id)
