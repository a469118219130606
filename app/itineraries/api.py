"""Itineraries over the API: private links given and taken back, and one person's week."""

from typing import Any

from apiflask import APIBlueprint
from flask import current_app
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import NotFound
from app.forums.models import Participant
from app.itineraries import links
from app.itineraries.schemas import ItineraryOut, LinkOut
from app.plans import queries as plans

bp = APIBlueprint("itineraries_api", __name__, url_prefix="/api/v1", tag="Itineraries")


@bp.get("/participants/<key:participant_id>/itinerary")
@allow(Permission.MANAGE_ITINERARY_LINKS)
@bp.output(ItineraryOut)
def show(participant_id: int) -> dict[str, Any]:
    """Read a participant's published itinerary."""
    participant = db.session.get(Participant, participant_id)
    version = plans.current_version(db.session(), participant.forum_id) if participant else None
    if version is None:
        raise NotFound(_("There is no published itinerary."))
    return {
        "version": version.number,
        "published_at": version.published_at,
        "items": plans.items_in(db.session(), version, participant_id),
    }


@bp.post("/participants/<key:participant_id>/itinerary-link")
@allow(Permission.MANAGE_ITINERARY_LINKS)
@bp.output(LinkOut, status_code=201)
def give(participant_id: int) -> dict[str, str]:
    """Make a new private link, shown once; the older ones stop."""
    secret = links.give_link(db.session(), current_user.label, participant_id)
    db.session.commit()
    return {"link": f"{current_app.config['SETTINGS'].base_url}/i/{secret}"}


@bp.delete("/participants/<key:participant_id>/itinerary-link")
@allow(Permission.MANAGE_ITINERARY_LINKS)
@bp.output({}, status_code=204)
def revoke(participant_id: int) -> str:
    """Take back a participant's links; their sessions end."""
    links.revoke_links(db.session(), current_user.label, participant_id)
    db.session.commit()
    return ""
