"""A member's page of the colleagues whom it sends to an edition, and what they wish to see."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.forums import fields, queries
from app.forums.delegations import actions
from app.forums.delegations.askers import own, own_person
from app.forums.models import Forum, Participant, VisitOffer
from app.forums.schemas import DelegateIn
from app.imports.titles import title
from app.web.editing import attempt, clash_page, differences, is_stale
from app.web.forms import Form, filled, read_form

bp = Blueprint("delegations", __name__)

DEGREES = (90, 60, 30)
"""What the three degrees of "would like to" count (0 to 100)."""


@bp.get("/forums/<key:forum_id>/delegation")
@allow(Permission.REGISTER_COLLEAGUES)
def index(forum_id: int) -> ResponseReturnValue:
    """List one's own people."""
    forum, organisation = queries.forum_by_id(db.session(), forum_id), own()
    return render_template(
        "forums/delegation.html",
        forum=forum,
        own=organisation,
        people=[
            (row, actions.liked(row))
            for row in actions.people(db.session(), forum, organisation.id)
        ],
        is_open=actions.is_open(forum),
    )


@bp.get("/forums/<key:forum_id>/delegation/new")
@allow(Permission.REGISTER_COLLEAGUES)
def new(forum_id: int) -> ResponseReturnValue:
    forum = queries.forum_by_id(db.session(), forum_id)
    usual = fields.defaults(DelegateIn()) | {"locale": current_user.locale}
    return _page(filled(usual), forum, None)


@bp.post("/forums/<key:forum_id>/delegation")
@allow(Permission.REGISTER_COLLEAGUES)
def register(forum_id: int) -> ResponseReturnValue:
    forum = queries.forum_by_id(db.session(), forum_id)
    form = read_form(DelegateIn())
    row = attempt(
        form,
        lambda wanted: actions.register(db.session(), current_user.label, forum, own(), wanted),
    )
    if row is None:
        return _page(form, queries.forum_by_id(db.session(), forum_id), None), 422
    db.session.commit()
    flash(_("%(name)s is registered.", name=row.name))
    return redirect(url_for("delegations.index", forum_id=forum_id), code=303)


@bp.get("/forums/<key:forum_id>/delegation/<key:participant_id>")
@allow(Permission.REGISTER_COLLEAGUES)
def edit(forum_id: int, participant_id: int) -> ResponseReturnValue:
    row = own_person(forum_id, participant_id)
    return _page(filled(_typed(row)), row.forum, row)


@bp.post("/forums/<key:forum_id>/delegation/<key:participant_id>")
@allow(Permission.REGISTER_COLLEAGUES)
def save(forum_id: int, participant_id: int) -> ResponseReturnValue:
    row = own_person(forum_id, participant_id)
    here = url_for("delegations.index", forum_id=forum_id)
    form = read_form(DelegateIn())
    if is_stale(row):
        labels = {name: title(name, _locale()) for name in DelegateIn().fields}
        return clash_page(row, differences(_typed(row), form.typed, labels), keep=here)
    saved = attempt(
        form, lambda wanted: actions.change(db.session(), current_user.label, row, wanted)
    )
    if saved is None:
        row = own_person(forum_id, participant_id)
        return _page(form, row.forum, row), 422
    db.session.commit()
    flash(_("Saved."))
    return redirect(here, code=303)


@bp.post("/forums/<key:forum_id>/delegation/<key:participant_id>/withdraw")
@allow(Permission.REGISTER_COLLEAGUES)
def withdraw(forum_id: int, participant_id: int) -> ResponseReturnValue:
    """Take a colleague out, which frees one place."""
    return _take_out(forum_id, participant_id, is_out=True)


@bp.post("/forums/<key:forum_id>/delegation/<key:participant_id>/let-back")
@allow(Permission.REGISTER_COLLEAGUES)
def let_back(forum_id: int, participant_id: int) -> ResponseReturnValue:
    """Let a colleague take part again."""
    return _take_out(forum_id, participant_id, is_out=False)


def _take_out(forum_id: int, participant_id: int, *, is_out: bool) -> ResponseReturnValue:
    row = own_person(forum_id, participant_id)
    actions.take_out(db.session(), current_user.label, row, is_out=is_out)
    db.session.commit()
    return redirect(url_for("delegations.index", forum_id=forum_id), code=303)


def _typed(row: Participant) -> dict[str, Any]:
    found: dict[str, Any] = DelegateIn().dump(actions.entered(row))
    return found


def _page(form: Form, forum: Forum, row: Participant | None) -> str:
    schema, choices = DelegateIn(exclude=("wishes",)), {"locale": fields.locales()}
    inputs, wished = fields.inputs(schema, _locale(), choices), _wished(form)
    form.typed = fields.shown(inputs, form.typed)
    return render_template(
        "forums/delegate.html",
        form=form,
        forum=forum,
        row=row,
        inputs=inputs,
        is_open=actions.is_open(forum),
        hosts=[
            (offer, degree, _degrees(offer, degree))
            for offer in queries.hosts_of(db.session(), forum.id)
            for degree in [wished.get(offer.key, "")]
        ],
    )


def _wished(form: Form) -> dict[str, str]:
    """Return host → degree as the form holds them."""
    typed = form.typed.get("wishes", [])
    pairs = (one.partition(":") for one in ([typed] if isinstance(typed, str) else typed))
    return {host: degree for host, _colon, degree in pairs if degree}


def _degrees(offer: VisitOffer, chosen: str) -> list[tuple[str, str]]:
    """Return what can be said of a host; a degree of another door's stays among them."""
    words = {
        "must": _("must visit"),
        str(DEGREES[0]): _("would love to"),
        str(DEGREES[1]): _("would like to"),
        str(DEGREES[2]): _("if it fits"),
        "avoid": _("rather not"),
    }
    if chosen and chosen not in words:
        words[chosen] = _("%(value)s of 100", value=chosen)
    return [(f"{offer.key}:{degree}", text) for degree, text in words.items()]


def _locale() -> str:
    return str(get_locale())
