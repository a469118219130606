"""The organiser's page of private links: who has one, who opened the newest version."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.forums.models import Forum
from app.itineraries import links
from app.plans import queries as plans

bp = Blueprint("itinerary_links", __name__)


@bp.get("/forums/<key:forum_id>/links")
@allow(Permission.MANAGE_ITINERARY_LINKS)
def index(forum_id: int) -> ResponseReturnValue:
    """List the participants with the state of their links."""
    return _page(forum_id)


def _page(forum_id: int, *, new_link: str = "") -> str:
    states = links.states(db.session(), forum_id)
    return render_template(
        "itineraries/links.html",
        forum=db.session.get_one(Forum, forum_id),
        states=states,
        opened=sum(state.opened_at is not None for state in states),
        version=plans.version_in_force(db.session(), forum_id),
        new_link=new_link,
    )


@bp.post("/forums/<key:forum_id>/links/send")
@allow(Permission.MANAGE_ITINERARY_LINKS)
def send_all(forum_id: int) -> ResponseReturnValue:
    """Send a link to everybody who has none and has an address."""
    base_url = current_app.config["SETTINGS"].base_url
    sent = links.send_missing(db.session(), current_user.label, forum_id, base_url)
    db.session.commit()
    flash(_("%(number)d links lie in the outbox.", number=sent))
    return redirect(url_for("itinerary_links.index", forum_id=forum_id), code=303)


@bp.post("/forums/<key:forum_id>/links/<key:participant_id>/give")
@allow(Permission.MANAGE_ITINERARY_LINKS)
def give(forum_id: int, participant_id: int) -> ResponseReturnValue:
    """Make a link to hand over, shown once."""
    secret = links.give_link(db.session(), current_user.label, participant_id)
    db.session.commit()
    base_url = current_app.config["SETTINGS"].base_url
    return _page(forum_id, new_link=f"{base_url}/i/{secret}")


@bp.post("/forums/<key:forum_id>/links/<key:participant_id>/revoke")
@allow(Permission.MANAGE_ITINERARY_LINKS)
def revoke(forum_id: int, participant_id: int) -> ResponseReturnValue:
    links.revoke_links(db.session(), current_user.label, participant_id)
    db.session.commit()
    flash(_("The link has been taken back."))
    return redirect(url_for("itinerary_links.index", forum_id=forum_id), code=303)
