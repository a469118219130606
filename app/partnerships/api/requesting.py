"""Requests to hosts over the API, and the places that an offer has free."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission, allow
from app.database import db
from app.organisations.askers import own_id
from app.partnerships import answers, availability, bridge, queries, requests
from app.partnerships.api.blueprint import bp
from app.partnerships.models import Placement
from app.partnerships.schemas import DeclineIn, RequestOfOfferIn, SpanIn

Wanted = dict[str, Any]


@bp.get("/offers/<key:offer_id>/weeks")
@allow(Permission.SEE_DIRECTORY)
@bp.input(SpanIn, location="query", arg_name="wanted")
@bp.output(answers.WeekOut(many=True))
def free_weeks(offer_id: int, wanted: Wanted) -> list[dict[str, Any]]:
    """Tell the places free in each week; without days, for half a year from today."""
    row = queries.offer(db.session(), offer_id)
    first = wanted["first"] or clock.now().date()
    last = wanted["last"] or first + timedelta(weeks=26)
    free = availability.free_in_stay(row, row.placements, first, last)
    return [{"week": week, "free": places} for week, places in free.items()]


@bp.get("/requests/sent")
@allow(Permission.SEARCH_PARTNERS)
@bp.output(answers.RequestOut(many=True))
def sent() -> Sequence[Placement]:
    """List the requests that one's own school has made, newest first."""
    return queries.requests_sent(db.session(), own_id())


@bp.get("/requests/received")
@allow(Permission.EDIT_PARTNERSHIPS)
@bp.output(answers.RequestOut(many=True))
def received() -> Sequence[Placement]:
    """List the requests to one's own organisation, newest first."""
    return queries.requests_received(db.session(), own_id())


@bp.post("/needs/<key:need_id>/requests")
@allow(Permission.SEARCH_PARTNERS)
@bp.input(RequestOfOfferIn, arg_name="wanted")
@bp.output(answers.RequestOut, status_code=201)
def ask(need_id: int, wanted: Wanted) -> Placement:
    """Ask a host for places; the answer says whether it is seen or waits, and where."""
    need = queries.need(db.session(), need_id, own_id())
    offer = queries.offer(db.session(), wanted["offer_id"])
    shown = bridge.shown(db.session(), need, offer)
    row = requests.ask(db.session(), current_user.label, need, offer, wanted, shown)
    db.session.commit()
    return row


@bp.post("/requests/<key:placement_id>/acceptance")
@allow(Permission.EDIT_PARTNERSHIPS)
@bp.output(answers.RequestOut)
def accept(placement_id: int) -> Placement:
    """Accept a request: its places are booked and a partnership stands."""
    row = queries.request(db.session(), placement_id, own_id(), as_host=True)
    requests.accept(db.session(), current_user.label, current_user.name, row)
    db.session.commit()
    return row


@bp.post("/requests/<key:placement_id>/refusal")
@allow(Permission.EDIT_PARTNERSHIPS)
@bp.input(DeclineIn, arg_name="wanted")
@bp.output(answers.RequestOut)
def decline(placement_id: int, wanted: Wanted) -> Placement:
    """Decline a request with a coded reason."""
    row = queries.request(db.session(), placement_id, own_id(), as_host=True)
    requests.decline(db.session(), current_user.label, row, wanted["code"])
    db.session.commit()
    return row


@bp.post("/requests/<key:placement_id>/withdrawal")
@allow(Permission.SEARCH_PARTNERS)
@bp.output(answers.RequestOut)
def withdraw(placement_id: int) -> Placement:
    """Take a request back, or give accepted places free again."""
    row = queries.request(db.session(), placement_id, own_id(), as_host=False)
    requests.withdraw(db.session(), current_user.label, row)
    db.session.commit()
    return row
