"""Asking a host for places, and answering such requests."""

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.organisations.askers import own_id
from app.partnerships import availability, bridge, queries, requests
from app.partnerships.models import Need, Offer
from app.partnerships.pages.blueprint import bp
from app.partnerships.schemas import DeclineIn, RequestIn
from app.web.editing import attempt
from app.web.forms import Form, filled, read_form


def _page(form: Form, need: Need, offer: Offer) -> str:
    free = availability.free_in_stay(offer, offer.placements, need.starts_on, need.ends_on)
    return render_template(
        "partnerships/request_form.html", form=form, need=need, offer=offer, free=free
    )


@bp.get("/needs/<key:need_id>/offers/<key:offer_id>/request")
@allow(Permission.SEARCH_PARTNERS)
def new_request(need_id: int, offer_id: int) -> ResponseReturnValue:
    need = queries.need(db.session(), need_id, own_id())
    offer = queries.offer(db.session(), offer_id)
    first = _first_free(need, offer)
    usual: dict[str, Any] = {
        "learners": need.learners,
        "starts_on": first,
        "ends_on": min(need.ends_on, first + timedelta(days=need.days - 1)),
    }
    return _page(filled(usual), need, offer)


def _first_free(need: Need, offer: Offer) -> date:
    """Return the first day on which the whole stay fits, else the need's first day."""
    for week in availability.weeks(need.starts_on, need.ends_on):
        first = max(week, need.starts_on)
        last = first + timedelta(days=need.days - 1)
        free = availability.free_in_stay(offer, offer.placements, first, last)
        if last <= need.ends_on and min(free.values(), default=0) >= need.learners:
            return first
    return need.starts_on


@bp.post("/needs/<key:need_id>/offers/<key:offer_id>/request")
@allow(Permission.SEARCH_PARTNERS)
def ask(need_id: int, offer_id: int) -> ResponseReturnValue:
    need = queries.need(db.session(), need_id, own_id())
    offer = queries.offer(db.session(), offer_id)
    shown = bridge.shown(db.session(), need, offer)
    form = read_form(RequestIn())
    row = attempt(
        form,
        lambda value: requests.ask(db.session(), current_user.label, need, offer, value, shown),
    )
    if row is None:
        need = queries.need(db.session(), need_id, own_id())
        return _page(form, need, queries.offer(db.session(), offer_id)), 422
    db.session.commit()
    if row.position:
        flash(_("Your request waits at position %(place)s.", place=row.position))
    else:
        flash(_("Your request has been sent."))
    return redirect(url_for("partnerships.home"), code=303)


@bp.post("/requests/<key:placement_id>/accept")
@allow(Permission.EDIT_PARTNERSHIPS)
def accept(placement_id: int) -> ResponseReturnValue:
    row = queries.request(db.session(), placement_id, own_id(), as_host=True)
    requests.accept(db.session(), current_user.label, current_user.name, row)
    db.session.commit()
    return redirect(url_for("partnerships.home"), code=303)


@bp.post("/requests/<key:placement_id>/decline")
@allow(Permission.EDIT_PARTNERSHIPS)
def decline(placement_id: int) -> ResponseReturnValue:
    row = queries.request(db.session(), placement_id, own_id(), as_host=True)
    form = read_form(DeclineIn())
    if form.value is None:
        flash(_("Please say why, so that the school knows."))
        return redirect(url_for("partnerships.home"), code=303)
    requests.decline(db.session(), current_user.label, row, form.value["code"])
    db.session.commit()
    return redirect(url_for("partnerships.home"), code=303)


@bp.post("/requests/<key:placement_id>/withdraw")
@allow(Permission.SEARCH_PARTNERS)
def withdraw(placement_id: int) -> ResponseReturnValue:
    row = queries.request(db.session(), placement_id, own_id(), as_host=False)
    requests.withdraw(db.session(), current_user.label, row)
    db.session.commit()
    return redirect(url_for("partnerships.home"), code=303)
