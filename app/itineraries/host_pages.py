"""A host's pages after the visits: the schools that came, and five questions about each."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import NotFound
from app.itineraries import actions, host_links, queries, sides
from app.itineraries.schemas import VisitNoteIn
from app.itineraries.sides import Pair
from app.itineraries.values import Answer
from app.organisations.askers import own_id
from app.web.forms import Form, filled, read_form
from app.web.limits import few_wrong

bp = Blueprint("host_notes", __name__)


@bp.get("/h/<secret>")
@allow(Permission.OPEN_TO_ALL)
@few_wrong
def enter(secret: str) -> ResponseReturnValue:
    """Swap a host's private link for a session and go where the address holds no secret."""
    token = host_links.opened(db.session(), secret)
    session.permanent = True
    session["host_link"] = token.id
    return redirect(url_for("host_notes.index"), code=303)


@bp.get("/host")
@allow(Permission.WRITE_HOST_NOTES)
def index() -> ResponseReturnValue:
    """List the schools that the reader's house receives, the latest edition first."""
    own = current_user.organisation_id or 0
    forums = queries.hosting_forums(db.session(), own)
    return render_template(
        "itineraries/host.html",
        forums=[(forum, sides.pairs_of(db.session(), forum.id, own)) for forum in forums],
        at=clock.now(),
    )


@bp.get("/host/visits/<key:visit_offer_id>/schools/<key:school_id>")
@allow(Permission.WRITE_HOST_NOTES)
def show(visit_offer_id: int, school_id: int) -> ResponseReturnValue:
    pair = _pair(visit_offer_id, school_id)
    return _page(pair, filled(actions.answers_of(pair.host_note)))


def _pair(visit_offer_id: int, school_id: int) -> Pair:
    offer = queries.host_offer(db.session(), visit_offer_id, own_id())
    for pair in sides.pairs_of(db.session(), offer.forum_id, offer.organisation_id):
        if (pair.offer.id, pair.school.id) == (visit_offer_id, school_id):
            return pair
    raise NotFound(_("Nobody of this school visits you."))


def _page(pair: Pair, form: Form) -> str:
    return render_template(
        "itineraries/host_note.html",
        pair=pair,
        form=form,
        answers=list(Answer),
        has_begun=pair.starts_at <= clock.now(),
    )


@bp.post("/host/visits/<key:visit_offer_id>/schools/<key:school_id>")
@allow(Permission.WRITE_HOST_NOTES)
def write(visit_offer_id: int, school_id: int) -> ResponseReturnValue:
    form = read_form(VisitNoteIn())
    pair = _pair(visit_offer_id, school_id)
    if form.value is None:
        return _page(pair, form), 422
    actions.write_host_note(
        db.session(), current_user.label, visit_offer_id, school_id, form.value
    )
    db.session.commit()
    flash(_("Thank you, the note is kept."))
    return redirect(url_for("host_notes.index"), code=303)
