"""The organiser's pages about publishing: who is concerned, the versions, who has read them."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission, allow
from app.database import db
from app.forums.models import Forum
from app.grants import forum_days, sentences
from app.plans import (
    actions,
    bridge,
    comparing,
    drawing,
    names,
    publishing,
    queries,
    telephoning,
    wording,
)
from app.plans.lists import breaches
from app.plans.models import PlanVersion
from app.plans.schemas import PublishIn
from app.plans.short_notice import options
from app.web.editing import attempt
from app.web.forms import Form, read_form

bp = Blueprint("versions", __name__)


@bp.get("/plans/<key:run_id>/publish")
@allow(Permission.PUBLISH_PLANS)
def preview(run_id: int) -> ResponseReturnValue:
    """Show who would do something else than they were told, before anything is published."""
    return _preview(run_id, Form())


def _preview(run_id: int, form: Form) -> str:
    run = actions.run_by_id(db.session(), run_id)
    forum = bridge.forum_with_all(db.session(), run.forum_id)
    changes = (
        publishing.changes_by(db.session(), forum.id, {"problem": run.problem, "plan": run.plan})
        if run.plan is not None
        else []
    )
    return render_template(
        "plans/publish.html",
        run=run,
        forum=forum,
        form=form,
        outdated=publishing.outdated(db.session(), forum, run),
        changes=changes,
        soon=options(publishing.moved_soon(db.session(), forum, changes)),
        gates=breaches.sentences(db.session(), forum, run.plan) if run.plan is not None else [],
        names=names.of_forum(db.session(), forum),
        step_words=wording.step_words,
        summary=wording.summary(run.problem, run.plan, run.bound),
        shortfalls=forum_days.shortfalls(db.session(), forum.id, (run.problem, run.plan))
        if run.plan is not None
        else [],
        rule=sentences.sentence,
        current=queries.current_version(db.session(), forum.id),
    )


@bp.post("/plans/<key:run_id>/publish")
@allow(Permission.PUBLISH_PLANS)
def publish(run_id: int) -> ResponseReturnValue:
    form = read_form(PublishIn())
    version = attempt(
        form,
        lambda wanted: publishing.publish(db.session(), current_user.label, run_id, **wanted),
    )
    if version is None:
        return _preview(run_id, form), 422
    db.session.commit()
    return _to(version)


def _to(version: PlanVersion) -> ResponseReturnValue:
    address = url_for("versions.show", forum_id=version.forum_id, number=version.number)
    return redirect(address, code=303)


@bp.get("/forums/<key:forum_id>/versions/<key:number>")
@allow(Permission.PLAN_VISITS)
def show(forum_id: int, number: int) -> ResponseReturnValue:
    return _version_page(forum_id, number, Form())


def _version_page(forum_id: int, number: int, form: Form) -> str:
    version = queries.version_by_number(db.session(), forum_id, number)
    forum = db.session.get_one(Forum, forum_id)
    known = names.of_forum(db.session(), forum)
    current = queries.current_version(db.session(), forum_id)
    back = []
    if current is not None and current.id != version.id:
        back = comparing.changes((current.problem, current.plan), (version.problem, version.plan))
    return render_template(
        "plans/version.html",
        forum=forum,
        version=version,
        current=current,
        names=known,
        problem=version.problem,
        plan=version.plan,
        summary=wording.summary(version.problem, version.plan, version.plan["bound"]),
        by_tour=drawing.by_tour(version.problem, version.plan, known),
        by_host=drawing.by_host(version.problem, version.plan, known),
        markers=drawing.on_the_map(version.problem, version.plan, known),
        readers=queries.readers_of(db.session(), version),
        to_telephone=telephoning.to_telephone(db.session(), version, clock.now()),
        form=form,
        back=back,
        soon=options(publishing.moved_soon(db.session(), forum, back)),
        is_whole=publishing.digest_of(version) == version.digest,
    )


@bp.post("/forums/<key:forum_id>/versions/<key:number>/restore")
@allow(Permission.PUBLISH_PLANS)
def restore(forum_id: int, number: int) -> ResponseReturnValue:
    """Publish an earlier version again, under a new number."""
    form = read_form(PublishIn())
    version = queries.version_by_number(db.session(), forum_id, number)
    restored = attempt(
        form,
        lambda wanted: publishing.restore(db.session(), current_user.label, version.id, **wanted),
    )
    if restored is None:
        return _version_page(forum_id, number, form), 422
    db.session.commit()
    return _to(restored)
