"""Events on the day, in three taps on a phone: what, whom, confirm."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import Invalid, NotFound
from app.jobs import queue
from app.plans import bridge, names
from app.plans.events import answers
from app.plans.events.kinds import EVENTS, EventKind
from app.plans.models import RunKind
from app.plans.pages.blueprint import bp
from app.plans.schemas import EventIn
from app.web.forms import Form, filled, read_form


@bp.get("/forums/<key:forum_id>/events")
@allow(Permission.PLAN_VISITS)
def events(forum_id: int) -> ResponseReturnValue:
    """Ask what happened."""
    forum = bridge.forum_with_all(db.session(), forum_id)
    answers.published(db.session(), forum)
    return render_template("plans/events.html", forum=forum, events=EVENTS)


@bp.get("/forums/<key:forum_id>/events/<kind>")
@allow(Permission.PLAN_VISITS)
def event_whom(forum_id: int, kind: str) -> ResponseReturnValue:
    """Ask whom it concerns: those with something still to come first."""
    forum = bridge.forum_with_all(db.session(), forum_id)
    version, what = answers.published(db.session(), forum), _kind(kind)
    return render_template(
        "plans/event_whom.html",
        forum=forum,
        kind=what,
        asked=EVENTS[what],
        subjects=answers.subjects(version, forum, what),
    )


def _kind(name: str) -> EventKind:
    try:
        return EventKind(name)
    except ValueError as error:
        raise NotFound(_("There is nothing here.")) from error


@bp.get("/forums/<key:forum_id>/events/<kind>/<subject>")
@allow(Permission.PLAN_VISITS)
def event_confirm(forum_id: int, kind: str, subject: str) -> ResponseReturnValue:
    """Ask for a yes, and from when."""
    form = filled({"minutes": "30", "at": request.args.get("at", "")})
    return _confirm(forum_id, _kind(kind), subject, form)


def _confirm(forum_id: int, kind: EventKind, subject: str, form: Form) -> str:
    forum = bridge.forum_with_all(db.session(), forum_id)
    answers.published(db.session(), forum)
    name = answers.party(forum, kind, subject)
    places = []
    if kind is EventKind.LATECOMER:
        at = EventIn(only=("at",)).load({"at": form.typed["at"]} if form.typed.get("at") else {})
        places = answers.best_places(db.session(), forum_id, subject, at["at"])
    return render_template(
        "plans/event_confirm.html",
        forum=forum,
        kind=kind,
        subject=subject,
        sentence=EVENTS[kind].confirm(name),
        form=form,
        places=places,
        names=names.of_forum(db.session(), forum),
    )


@bp.post("/forums/<key:forum_id>/events")
@allow(Permission.EDIT_FORUMS)
def report(forum_id: int) -> ResponseReturnValue:
    """Keep the event, and look for an answer that changes few people's days."""
    form = read_form(EventIn())
    if form.value is None:
        raise Invalid(_("Some values cannot be right."), fields=form.errors)
    run = answers.report(db.session(), current_user.label, forum_id, form.value)
    db.session.commit()
    if run.kind is RunKind.REPLAN:
        queue.wake_planner(run.id)
    flash(_("Noted. Nobody is told before a new version is published."))
    return redirect(url_for("plans.show", run_id=run.id), code=303)
