"""The organisers' page of what came of the visits: both sides' notes, side by side."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.forums.queries import forum_by_id
from app.itineraries import host_links, sides

bp = Blueprint("visit_notes", __name__)


@bp.get("/forums/<key:forum_id>/visit-notes")
@allow(Permission.MANAGE_ITINERARY_LINKS)
def index(forum_id: int) -> ResponseReturnValue:
    return _page(forum_id)


def _page(forum_id: int, *, new_link: str = "") -> str:
    return render_template(
        "itineraries/visit_notes.html",
        forum=forum_by_id(db.session(), forum_id),
        pairs=sides.pairs_of(db.session(), forum_id),
        new_link=new_link,
    )


@bp.post("/forums/<key:forum_id>/visit-notes/ask")
@allow(Permission.MANAGE_ITINERARY_LINKS)
def ask_hosts(forum_id: int) -> ResponseReturnValue:
    """Write to every host that has not answered yet."""
    forum = forum_by_id(db.session(), forum_id)
    base_url = current_app.config["SETTINGS"].base_url
    told = host_links.ask_hosts(db.session(), current_user.label, forum, base_url)
    db.session.commit()
    flash(ngettext("%(num)s host is asked.", "%(num)s hosts are asked.", told))
    return redirect(url_for("visit_notes.index", forum_id=forum_id), code=303)


@bp.post("/forums/<key:forum_id>/visit-notes/hosts/<key:organisation_id>/link")
@allow(Permission.MANAGE_ITINERARY_LINKS)
def give(forum_id: int, organisation_id: int) -> ResponseReturnValue:
    """Make a link for a host to hand over, shown once."""
    forum = forum_by_id(db.session(), forum_id)
    secret = host_links.give_link(db.session(), current_user.label, forum, organisation_id)
    db.session.commit()
    return _page(forum_id, new_link=f"{current_app.config['SETTINGS'].base_url}/h/{secret}")
