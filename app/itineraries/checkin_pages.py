"""Check-in at the coach or the gate: who of a group is there, also without a connection."""

from flask import Blueprint, current_app, redirect, render_template, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import NotFound
from app.forums.queries import forum_by_id
from app.itineraries import actions, visits
from app.itineraries.models import Attendance
from app.itineraries.schemas import AttendanceIn
from app.web.forms import read_form

bp = Blueprint("check_in", __name__)


@bp.get("/check-in/<key:forum_id>")
@allow(Permission.MANAGE_ITINERARY_LINKS)
def index(forum_id: int) -> ResponseReturnValue:
    """List the groups of a forum in order of time."""
    found = visits.visits_of(db.session(), forum_id)
    return render_template(
        "itineraries/check_in.html",
        forum=forum_by_id(db.session(), forum_id),
        visits=found,
        presence=_presence({visit.offer.id for visit in found}),
    )


def _presence(visit_offer_ids: set[int]) -> dict[tuple[int, int], bool]:
    """Return (participant, visit offer) → whether they were present, as far as recorded."""
    rows = db.session.execute(
        select(Attendance.participant_id, Attendance.visit_offer_id, Attendance.was_present).where(
            Attendance.visit_offer_id.in_(visit_offer_ids)
        )
    )
    return {(person, offer): present for person, offer, present in rows}


@bp.get("/check-in/<key:forum_id>/<key:visit_offer_id>/<key:place>")
@allow(Permission.MANAGE_ITINERARY_LINKS)
def show(forum_id: int, visit_offer_id: int, place: int) -> ResponseReturnValue:
    """Show one group, the `place`th that the host receives."""
    found = visits.visits_of(db.session(), forum_id, visit_offer_id)
    if place > len(found):
        raise NotFound(_("There is no such group."))
    return render_template(
        "itineraries/check_in_group.html",
        forum=forum_by_id(db.session(), forum_id),
        visit=found[place - 1],
        presence=_presence({visit_offer_id}),
        place=place,
    )


@bp.post("/check-in/<key:forum_id>/<key:visit_offer_id>/<key:place>/<key:participant_id>")
@allow(Permission.MANAGE_ITINERARY_LINKS)
def record(
    forum_id: int, visit_offer_id: int, place: int, participant_id: int
) -> ResponseReturnValue:
    form = read_form(AttendanceIn())
    if form.value is not None:
        actions.record_attendance(
            db.session(), current_user.label, participant_id, visit_offer_id, form.value
        )
        db.session.commit()
    return redirect(
        url_for("check_in.show", forum_id=forum_id, visit_offer_id=visit_offer_id, place=place),
        code=303,
    )


@bp.get("/check-in/worker.js")
@allow(Permission.OPEN_TO_ALL)
def service_worker() -> ResponseReturnValue:
    """Serve the script that keeps the groups for use without a connection."""
    answer = send_from_directory(current_app.static_folder or "static", "worker.js")
    answer.headers["Service-Worker-Allowed"] = "/check-in"
    answer.headers["Cache-Control"] = "no-cache"
    return answer
