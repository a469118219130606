"""The phone pages of a participant: the week, its calendar and print, presence and notes."""

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_from_directory,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import joinedload

from app import clock
from app.accounts import tokens
from app.accounts.models import Purpose
from app.accounts.permissions import Permission, allow
from app.database import db, writing
from app.errors import NotFound
from app.forums.models import Participant
from app.grants import forum_days, sentences
from app.itineraries import actions, links, printing, queries
from app.itineraries.calendar import calendar_of
from app.itineraries.directions import map_link
from app.itineraries.schemas import AttendanceIn, VisitNoteIn
from app.itineraries.values import Answer
from app.mobilities.emergency import number_in
from app.mobilities.queries import NearLearners, learners_near
from app.plans import queries as plans
from app.plans.models import Reading
from app.plans.queries import ItineraryItem
from app.web.forms import Form, filled, read_form
from app.web.limits import few_wrong

bp = Blueprint("itineraries", __name__)

CALENDAR = "text/calendar; charset=utf-8"


@bp.get("/i/<secret>")
@allow(Permission.OPEN_TO_ALL)
@few_wrong
def enter(secret: str) -> ResponseReturnValue:
    """Swap the private link for a session and go where the address holds no secret."""
    token = links.opened(db.session(), Purpose.ITINERARY, secret)
    session.permanent = True
    session["link"] = token.id
    return redirect(url_for("itineraries.show"), code=303)


@bp.get("/me")
@allow(Permission.SEE_OWN_ITINERARY)
def show() -> ResponseReturnValue:
    """Show the participant's week, next stop first."""
    me = _me()
    week = queries.week_of(db.session(), me, clock.now())
    page = render_template(
        "itineraries/show.html",
        week=week,
        at=clock.now(),
        map_link=_map,
        grant=forum_days.of_person(db.session(), me),
        rule=sentences.sentence,
    )
    if week.version is not None and not _has_opened(me.id, week.version.id):
        with writing() as own:
            actions.note_opening(own, me.id, week.version.id)
    return page


def _me() -> Participant:
    with_edition = (joinedload(Participant.forum), joinedload(Participant.organisation))
    return db.session.get_one(Participant, current_user.participant_id, options=with_edition)


def _has_opened(participant_id: int, version_id: int) -> bool:
    return (
        db.session.query(Reading.id)
        .filter_by(participant_id=participant_id, plan_version_id=version_id)
        .first()
        is not None
    )


def _map(item: ItineraryItem) -> str:
    return map_link(item, request.headers.get("User-Agent", ""))


@bp.post("/me/seen")
@allow(Permission.SEE_OWN_ITINERARY)
def acknowledge() -> ResponseReturnValue:
    me = _me()
    version = plans.version_in_force(db.session(), me.forum_id)
    if version is not None:
        actions.acknowledge(db.session(), me.id, version.id)
        db.session.commit()
    return redirect(url_for("itineraries.show"), code=303)


@bp.get("/me/visits/<key:visit_offer_id>")
@allow(Permission.SEE_OWN_ITINERARY)
def visit(visit_offer_id: int) -> ResponseReturnValue:
    """Show one visit with its rules, presence and the two-minute note."""
    note = actions.note_of(db.session(), current_user.participant_id, visit_offer_id)
    return _visit_page(visit_offer_id, filled(actions.answers_of(note)))


def _visit_page(visit_offer_id: int, form: Form) -> str:
    me = _me()
    item = queries.planned_visit(db.session(), me.id, visit_offer_id)
    if item is None:
        raise NotFound(_("This visit is not in your itinerary."))
    week = queries.week_of(db.session(), me, clock.now())
    return render_template(
        "itineraries/visit.html",
        item=item,
        near=_learners_near(me, item),
        emergency_number=number_in,
        form=form,
        week=week,
        answers=list(Answer),
        has_begun=item.starts_at <= clock.now(),
        map_link=_map,
    )


def _learners_near(me: Participant, item: ItineraryItem) -> list[NearLearners]:
    """Return how many learners of the reader's own school are near a stop, never who."""
    if item.latitude is None or item.longitude is None:
        return []
    day = queries.local_day(item.starts_at, item.zone)
    return learners_near(db.session(), me.organisation_id, item.latitude, item.longitude, day)


@bp.post("/me/visits/<key:visit_offer_id>/attendance")
@allow(Permission.SEE_OWN_ITINERARY)
def attend(visit_offer_id: int) -> ResponseReturnValue:
    form = read_form(AttendanceIn())
    if form.value is None:
        return _visit_page(visit_offer_id, form), 422
    actions.record_attendance(
        db.session(),
        current_user.label,
        current_user.participant_id,
        visit_offer_id,
        form.value,
    )
    db.session.commit()
    flash(_("Thank you, that is noted."))
    return redirect(url_for("itineraries.visit", visit_offer_id=visit_offer_id), code=303)


@bp.post("/me/visits/<key:visit_offer_id>/note")
@allow(Permission.SEE_OWN_ITINERARY)
def write_note(visit_offer_id: int) -> ResponseReturnValue:
    form = read_form(VisitNoteIn())
    if form.value is None:
        return _visit_page(visit_offer_id, form), 422
    actions.write_note(
        db.session(),
        current_user.label,
        current_user.participant_id,
        visit_offer_id,
        form.value,
    )
    db.session.commit()
    flash(_("Thank you, the note is kept."))
    return redirect(url_for("itineraries.visit", visit_offer_id=visit_offer_id), code=303)


@bp.get("/me/itinerary.ics")
@allow(Permission.SEE_OWN_ITINERARY)
def calendar_file() -> ResponseReturnValue:
    answer = _calendar(_me())
    answer.headers["Content-Disposition"] = "attachment; filename=itinerary.ics"
    return answer


@bp.post("/me/calendar")
@allow(Permission.SEE_OWN_ITINERARY)
def give_calendar() -> ResponseReturnValue:
    """Make a new calendar address and show it once."""
    secret = links.give_calendar(db.session(), current_user.participant_id)
    db.session.commit()
    base_url = current_app.config["SETTINGS"].base_url
    address = f"{base_url}{url_for('itineraries.feed', secret=secret)}"
    return render_template("itineraries/calendar.html", address=address)


@bp.get("/c/<secret>.ics")
@allow(Permission.OPEN_TO_ALL)
@few_wrong
def feed(secret: str) -> ResponseReturnValue:
    """Serve the subscribed calendar; it carries times and places only."""
    token = links.opened(db.session(), Purpose.CALENDAR, secret)
    answer = _calendar(db.session.get_one(Participant, token.participant_id))
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)


def _calendar(participant: Participant) -> Response:
    version = plans.version_in_force(db.session(), participant.forum_id)
    items = queries.calendar_items(db.session(), participant.id) if version else []
    body = calendar_of(participant, items, version.published_at if version else clock.now())
    answer = Response(body, content_type=CALENDAR)
    answer.set_etag(tokens.digest_of(body.decode())[:32])
    return answer


@bp.get("/me/itinerary.pdf")
@allow(Permission.SEE_OWN_ITINERARY)
def print_sheet() -> ResponseReturnValue:
    """Serve the week as one printed page."""
    week = queries.week_of(db.session(), _me(), clock.now())
    answer = Response(printing.sheet(week), content_type="application/pdf")
    answer.headers["Content-Disposition"] = "inline; filename=itinerary.pdf"
    return answer


@bp.get("/me/worker.js")
@allow(Permission.OPEN_TO_ALL)
def service_worker() -> ResponseReturnValue:
    """Serve the script that keeps the pages for use without a connection."""
    answer = send_from_directory(current_app.static_folder or "static", "worker.js")
    answer.headers["Service-Worker-Allowed"] = "/me"
    answer.headers["Cache-Control"] = "no-cache"
    return answer
