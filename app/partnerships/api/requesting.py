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
from app.partnerships.schemas import DeclineIn, PageIn, RequestOfOfferIn, SpanIn
from app.web.editing import etag, on_version_of
from app.web.idempotency import idempotent

Wanted = dict[str, Any]
Answer = tuple[Placement, int, dict[str, str]]


def _received(placement_id: int) -> Placement:
    return queries.request(db.session(), placement_id, own_id(), as_host=True)


def _sent(placement_id: int) -> Placement:
    return queries.request(db.session(), placement_id, own_id(), as_host=False)


def _saved(row: Placement) -> Answer:
    db.session.commit()
    return row, 200, etag(row)


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
@bp.input(PageIn, location="query", arg_name="wanted")
@bp.output(answers.RequestOut(many=True))
def sent(wanted: Wanted) -> Sequence[Placement]:
    """List the requests that one's own school has made, newest first, a hundred a page."""
    return queries.requests_sent(db.session(), own_id(), wanted["page"]).rows


@bp.get("/requests/received")
@allow(Permission.EDIT_PARTNERSHIPS)
@bp.input(PageIn, location="query", arg_name="wanted")
@bp.output(answers.RequestOut(many=True))
def received(wanted: Wanted) -> Sequence[Placement]:
    """List the requests to one's own organisation, newest first, a hundred a page."""
    return queries.requests_received(db.session(), own_id(), wanted["page"]).rows


@bp.get("/requests/sent/<key:placement_id>")
@allow(Permission.SEARCH_PARTNERS)
@bp.output(answers.RequestOut)
def show_sent(placement_id: int) -> Answer:
    """Read a request that one's own school has made."""
    row = _sent(placement_id)
    return row, 200, etag(row)


@bp.get("/requests/received/<key:placement_id>")
@allow(Permission.EDIT_PARTNERSHIPS)
@bp.output(answers.RequestOut)
def show_received(placement_id: int) -> Answer:
    """Read a request to one's own organisation."""
    row = _received(placement_id)
    return row, 200, etag(row)


@bp.post("/needs/<key:need_id>/requests")
@allow(Permission.SEARCH_PARTNERS)
@idempotent
@bp.input(RequestOfOfferIn, arg_name="wanted")
@bp.output(answers.RequestOut, status_code=201)
def ask(need_id: int, wanted: Wanted) -> tuple[Placement, int, dict[str, str]]:
    """Ask a host for places; the answer says whether it is seen or waits, and where."""
    need = queries.need(db.session(), need_id, own_id())
    offer = queries.offer(db.session(), wanted["offer_id"])
    shown = bridge.shown(db.session(), need, offer)
    row = requests.ask(db.session(), current_user.label, need, offer, wanted, shown)
    db.session.commit()
    return row, 201, etag(row)


@bp.post("/requests/<key:placement_id>/acceptance")
@allow(Permission.EDIT_PARTNERSHIPS)
@idempotent
@on_version_of(_received)
@bp.output(answers.RequestOut)
def accept(row: Placement) -> Answer:
    """Accept a request: its places are booked and a partnership stands."""
    requests.accept(db.session(), current_user.label, current_user.name, row)
    return _saved(row)


@bp.post("/requests/<key:placement_id>/refusal")
@allow(Permission.EDIT_PARTNERSHIPS)
@idempotent
@on_version_of(_received)
@bp.input(DeclineIn, arg_name="wanted")
@bp.output(answers.RequestOut)
def decline(row: Placement, wanted: Wanted) -> Answer:
    """Decline a request with a coded reason."""
    requests.decline(db.session(), current_user.label, row, wanted["code"])
    return _saved(row)


@bp.post("/requests/<key:placement_id>/withdrawal")
@allow(Permission.SEARCH_PARTNERS)
@idempotent
@on_version_of(_sent)
@bp.output(answers.RequestOut)
def withdraw(row: Placement) -> Answer:
    """Take a request back, or give accepted places free again."""
    requests.withdraw(db.session(), current_user.label, row)
    return _saved(row)
