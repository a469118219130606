"""The pages of editions: the list, one edition with its phases, and its five lists."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission, allow
from app.database import db
from app.forums import editions, fields, parts, phases, queries
from app.forums.models import Forum
from app.forums.schemas import ForumIn
from app.imports.titles import title
from app.plans.queries import current_version
from app.web.editing import attempt, clash_page, differences, is_stale
from app.web.forms import Form, filled, read_form

bp = Blueprint("forums", __name__)


@bp.get("/forums")
@allow(Permission.SEE_FORUMS)
def index() -> ResponseReturnValue:
    today = clock.now().date()
    found = [(forum, phases.phase_on(forum, today)) for forum in queries.forums(db.session())]
    return render_template("forums/index.html", forums=found)


@bp.get("/forums/<key:forum_id>")
@allow(Permission.SEE_FORUMS)
def show(forum_id: int) -> ResponseReturnValue:
    forum = queries.forum_by_id(db.session(), forum_id)
    today = clock.today(forum.zone)
    return render_template(
        "forums/show.html",
        forum=forum,
        steps=phases.steps(forum, today),
        possible=phases.possible_now(forum, today),
        amounts=queries.amounts(db.session(), forum),
        hosts=queries.hosts_of(db.session(), forum_id),
        programme=queries.programme_of(db.session(), forum_id),
        version=current_version(db.session(), forum_id),
        parts=parts.PARTS.values(),
    )


@bp.get("/forums/new")
@allow(Permission.EDIT_FORUMS)
def new() -> ResponseReturnValue:
    return _edition_page(filled(fields.defaults(ForumIn())), None)


@bp.post("/forums")
@allow(Permission.EDIT_FORUMS)
def create() -> ResponseReturnValue:
    form = read_form(ForumIn())
    row = attempt(form, lambda wanted: editions.create(db.session(), current_user.label, wanted))
    if row is None:
        return _edition_page(form, None), 422
    db.session.commit()
    return redirect(url_for("forums.show", forum_id=row.id), code=303)


@bp.get("/forums/<key:forum_id>/edit")
@allow(Permission.EDIT_FORUMS)
def edit(forum_id: int) -> ResponseReturnValue:
    forum = queries.forum_by_id(db.session(), forum_id)
    return _edition_page(filled(editions.typed_of(forum)), forum)


@bp.post("/forums/<key:forum_id>/edit")
@allow(Permission.EDIT_FORUMS)
def save(forum_id: int) -> ResponseReturnValue:
    forum = queries.forum_by_id(db.session(), forum_id)
    here = url_for("forums.show", forum_id=forum.id)
    form = read_form(ForumIn(exclude=("key",)))
    if is_stale(forum):
        found = differences(editions.typed_of(forum), form.typed, _labels(ForumIn, "key"))
        return clash_page(forum, found, keep=here)
    saved = attempt(
        form, lambda wanted: editions.change(db.session(), current_user.label, forum, wanted)
    )
    if saved is None:
        return _edition_page(form, queries.forum_by_id(db.session(), forum_id)), 422
    db.session.commit()
    flash(_("Saved."))
    return redirect(here, code=303)


def _edition_page(form: Form, forum: Forum | None) -> str:
    schema = ForumIn(exclude=("key",)) if forum else ForumIn()
    return render_template(
        "forums/edit.html", form=form, forum=forum, inputs=fields.inputs(schema, _locale())
    )


def _labels(schema: Any, *left_out: str) -> dict[str, str]:  # noqa: ANN401 -- a schema's class
    return {name: title(name, _locale()) for name in schema().fields if name not in left_out}


def _locale() -> str:
    return str(get_locale())


@bp.get("/forums/<key:forum_id>/<part_name>")
@allow(Permission.EDIT_FORUMS)
def listing(forum_id: int, part_name: str) -> ResponseReturnValue:
    """Show one of the five lists."""
    forum, part = queries.forum_by_id(db.session(), forum_id), parts.part_named(part_name)
    return render_template(
        "forums/listing.html",
        forum=forum,
        part=part,
        parts=parts.PARTS.values(),
        rows=[
            (row, typed, parts.is_out(part, row))
            for row, typed in parts.rows_of(db.session(), part, forum)
        ],
        titles={name: title(name, _locale()) for name in part.columns},
        hosts={
            offer.key: offer.organisation.name
            for offer in queries.hosts_of(db.session(), forum_id)
        },
    )


@bp.get("/forums/<key:forum_id>/<part_name>/new")
@allow(Permission.EDIT_FORUMS)
def new_part(forum_id: int, part_name: str) -> ResponseReturnValue:
    forum, part = queries.forum_by_id(db.session(), forum_id), parts.part_named(part_name)
    return _part_page(filled(fields.defaults(part.target.schema())), forum, part, None)


@bp.post("/forums/<key:forum_id>/<part_name>")
@allow(Permission.EDIT_FORUMS)
def create_part(forum_id: int, part_name: str) -> ResponseReturnValue:
    forum, part = queries.forum_by_id(db.session(), forum_id), parts.part_named(part_name)
    form = read_form(part.target.schema())
    row = attempt(
        form,
        lambda wanted: parts.create(db.session(), current_user.label, part, forum, wanted),
    )
    if row is None:
        return _part_page(form, queries.forum_by_id(db.session(), forum_id), part, None), 422
    db.session.commit()
    return redirect(url_for("forums.listing", forum_id=forum_id, part_name=part.name), code=303)


@bp.get("/forums/<key:forum_id>/<part_name>/<key:row_id>")
@allow(Permission.EDIT_FORUMS)
def edit_part(forum_id: int, part_name: str, row_id: int) -> ResponseReturnValue:
    forum, part = queries.forum_by_id(db.session(), forum_id), parts.part_named(part_name)
    row = parts.row_of(db.session(), part, forum, row_id)
    return _part_page(filled(parts.typed_of(part, row)), forum, part, row)


@bp.post("/forums/<key:forum_id>/<part_name>/<key:row_id>")
@allow(Permission.EDIT_FORUMS)
def save_part(forum_id: int, part_name: str, row_id: int) -> ResponseReturnValue:
    forum, part = queries.forum_by_id(db.session(), forum_id), parts.part_named(part_name)
    row = parts.row_of(db.session(), part, forum, row_id)
    here = url_for("forums.listing", forum_id=forum_id, part_name=part.name)
    schema = part.target.schema
    form = read_form(schema(exclude=("key",)))
    if is_stale(row):
        found = differences(parts.typed_of(part, row), form.typed, _labels(schema, "key"))
        return clash_page(row, found, keep=here)
    saved = attempt(
        form,
        lambda wanted: parts.change(db.session(), current_user.label, part, forum, row, wanted),
    )
    if saved is None:
        forum = queries.forum_by_id(db.session(), forum_id)
        return _part_page(form, forum, part, parts.row_of(db.session(), part, forum, row_id)), 422
    db.session.commit()
    flash(_("Saved."))
    return redirect(here, code=303)


@bp.post("/forums/<key:forum_id>/<part_name>/<key:row_id>/withdraw")
@allow(Permission.EDIT_FORUMS)
def withdraw_part(forum_id: int, part_name: str, row_id: int) -> ResponseReturnValue:
    """Take a host, person or tour out of planning."""
    return _take_out(forum_id, part_name, row_id, is_out=True)


@bp.post("/forums/<key:forum_id>/<part_name>/<key:row_id>/let-back")
@allow(Permission.EDIT_FORUMS)
def let_part_back(forum_id: int, part_name: str, row_id: int) -> ResponseReturnValue:
    """Let a host, person or tour take part again."""
    return _take_out(forum_id, part_name, row_id, is_out=False)


def _take_out(forum_id: int, part_name: str, row_id: int, *, is_out: bool) -> ResponseReturnValue:
    forum, part = queries.forum_by_id(db.session(), forum_id), parts.part_named(part_name)
    row = parts.row_of(db.session(), part, forum, row_id)
    parts.take_out(db.session(), current_user.label, part, row, is_out=is_out)
    db.session.commit()
    return redirect(url_for("forums.listing", forum_id=forum_id, part_name=part.name), code=303)


def _part_page(form: Form, forum: Forum, part: parts.Part, row: Any) -> str:  # noqa: ANN401 -- a row of any list
    schema = part.target.schema(exclude=("key",)) if row is not None else part.target.schema()
    inputs = fields.inputs(schema, _locale(), fields.choices_of(db.session(), forum))
    form.typed = fields.shown(inputs, form.typed)
    return render_template(
        "forums/edit_part.html",
        form=form,
        forum=forum,
        part=part,
        row=row,
        is_out=row is not None and parts.is_out(part, row),
        inputs=inputs,
    )
