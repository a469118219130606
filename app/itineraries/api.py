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
from app.forums.queries import forum_by_id
from app.itineraries import actions, host_links, links, queries, sides, visits
from app.itineraries.models import Attendance, HostNote, VisitNote
from app.itineraries.schemas import (
    AttendanceIn,
    AttendanceOut,
    GroupOut,
    ItineraryOut,
    LinkOut,
    LinkStateOut,
    PairOut,
    SentOut,
    VisitNoteIn,
    VisitNoteOut,
)
from app.organisations.askers import own_id
from app.plans import queries as plans
from app.web.idempotency import idempotent

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


@bp.put("/participants/<key:participant_id>/visits/<key:visit_offer_id>/attendance")
@allow(Permission.MANAGE_ITINERARY_LINKS)
@bp.input(AttendanceIn, arg_name="wanted")
@bp.output(AttendanceOut)
def attend(participant_id: int, visit_offer_id: int, wanted: dict[str, Any]) -> Attendance:
    """Record whether a participant was at a visit, as at the gate or afterwards."""
    row = actions.record_attendance(
        db.session(), current_user.label, participant_id, visit_offer_id, wanted
    )
    db.session.commit()
    return row


@bp.put("/participants/<key:participant_id>/visits/<key:visit_offer_id>/note")
@allow(Permission.MANAGE_ITINERARY_LINKS)
@bp.input(VisitNoteIn, arg_name="wanted")
@bp.output(VisitNoteOut)
def write_note(participant_id: int, visit_offer_id: int, wanted: dict[str, Any]) -> VisitNote:
    """Keep a participant's note about a host; a wish to follow up becomes a lead."""
    row = actions.write_note(
        db.session(), current_user.label, participant_id, visit_offer_id, wanted
    )
    db.session.commit()
    return row


@bp.put("/visit-offers/<key:visit_offer_id>/schools/<key:school_id>/note")
@allow(Permission.WRITE_HOST_NOTES)
@bp.input(VisitNoteIn, arg_name="wanted")
@bp.output(VisitNoteOut)
def write_host_note(visit_offer_id: int, school_id: int, wanted: dict[str, Any]) -> HostNote:
    """Keep a host's note about a school that visited; a wish to follow up becomes a lead."""
    offer = queries.host_offer(db.session(), visit_offer_id, own_id())
    row = actions.write_host_note(db.session(), current_user.label, offer.id, school_id, wanted)
    db.session.commit()
    return row


@bp.get("/forums/<key:forum_id>/visit-notes")
@allow(Permission.MANAGE_ITINERARY_LINKS)
@bp.output(PairOut(many=True))
def visit_notes(forum_id: int) -> list[sides.Pair]:
    """Read what both sides of every visit noted, side by side."""
    return sides.pairs_of(db.session(), forum_id)


@bp.get("/forums/<key:forum_id>/itinerary-links")
@allow(Permission.MANAGE_ITINERARY_LINKS)
@bp.output(LinkStateOut(many=True))
def index(forum_id: int) -> list[links.LinkState]:
    """List the participants with the state of their private links, never the links."""
    return links.states(db.session(), forum_id)


@bp.post("/forums/<key:forum_id>/itinerary-links")
@allow(Permission.MANAGE_ITINERARY_LINKS)
@idempotent
@bp.output(SentOut)
def send_links(forum_id: int) -> dict[str, int]:
    """Send a private link to everybody who has none and has an address."""
    base_url = current_app.config["SETTINGS"].base_url
    sent = links.send_missing(db.session(), current_user.label, forum_id, base_url)
    db.session.commit()
    return {"sent": sent}


@bp.get("/forums/<key:forum_id>/groups")
@allow(Permission.MANAGE_ITINERARY_LINKS)
@bp.output(GroupOut(many=True))
def groups(forum_id: int) -> list[visits.PublishedVisit]:
    """List the published groups at hosts in order of time, with who belongs to each."""
    forum_by_id(db.session(), forum_id)
    return visits.visits_of(db.session(), forum_id)


@bp.get("/hosting")
@allow(Permission.WRITE_HOST_NOTES)
@bp.output(PairOut(many=True))
def hosting() -> list[sides.Pair]:
    """List the schools that your house receives, the latest edition first, with the notes."""
    own = current_user.organisation_id or 0
    forums = queries.hosting_forums(db.session(), own)
    return [pair for forum in forums for pair in sides.pairs_of(db.session(), forum.id, own)]


@bp.post("/forums/<key:forum_id>/visit-notes/reminders")
@allow(Permission.MANAGE_ITINERARY_LINKS)
@idempotent
@bp.output(SentOut)
def ask_hosts(forum_id: int) -> dict[str, int]:
    """Write to every host that has not answered yet."""
    forum, base_url = forum_by_id(db.session(), forum_id), current_app.config["SETTINGS"].base_url
    sent = host_links.ask_hosts(db.session(), current_user.label, forum, base_url)
    db.session.commit()
    return {"sent": sent}


@bp.post("/forums/<key:forum_id>/hosts/<key:organisation_id>/note-link")
@allow(Permission.MANAGE_ITINERARY_LINKS)
@bp.output(LinkOut, status_code=201)
def give_host_link(forum_id: int, organisation_id: int) -> dict[str, str]:
    """Make a new link by which a host writes notes, shown once; the older ones stop."""
    forum = forum_by_id(db.session(), forum_id)
    secret = host_links.give_link(db.session(), current_user.label, forum, organisation_id)
    db.session.commit()
    return {"link": f"{current_app.config['SETTINGS'].base_url}/h/{secret}"}
