"""The organisers' pages of placings: ask for one, watch it, accept what it proposes."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.jobs import queue
from app.organisations.models import Sector
from app.partnerships import wording
from app.partnerships.bridge import exposing
from app.partnerships.models import Need, Offer
from app.placings import actions, queries
from app.placings import wording as own_wording
from app.placings.queries import EVERYTHING
from app.placings.schemas import PlacingIn, ReachIn
from app.web.editing import attempt
from app.web.forms import Form, filled, read_form, read_query
from app.web.sentences import said

bp = Blueprint("placings", __name__, url_prefix="/placings")

MOST_BOXES = 200


def _page(form: Form, reach: Form) -> str:
    wanted = reach.value or EVERYTHING
    return render_template(
        "placings/index.html",
        form=form,
        reach=reach,
        wanted=wanted,
        placings=queries.placings(db.session()),
        needs=queries.needs_for(db.session(), wanted),
        offers=queries.offers_for(db.session(), wanted),
        sectors=[(each.value, said(each)) for each in Sector],
        boxes=_boxes,
        outcome=own_wording.outcome,
    )


def _boxes(rows: Sequence[Need] | Sequence[Offer]) -> list[tuple[str, str]]:
    """Return rows as boxes to tick; no form carries more than a few hundred."""
    return [(str(row.id), f"{row.title} ({row.organisation.name})") for row in rows[:MOST_BOXES]]


@bp.get("")
@allow(Permission.PLACE_NEEDS)
def index() -> ResponseReturnValue:
    reach = read_query(ReachIn())
    return _page(filled({"seconds": 12}), reach), 200 if reach.value else 422


@bp.get("/exposure")
@allow(Permission.PLACE_NEEDS)
def exposure() -> ResponseReturnValue:
    count, seen = exposing.seen(db.session(), queries.needs_for(db.session(), EVERYTHING))
    return render_template("placings/exposure.html", count=count, seen=seen)


@bp.post("")
@allow(Permission.PLACE_NEEDS)
def ask() -> ResponseReturnValue:
    form = read_form(PlacingIn())
    row = attempt(
        form,
        lambda value: actions.ask(db.session(), current_user.label, current_user.name, value),
    )
    if row is None:
        typed = {name: form.typed.get(name, "") for name in EVERYTHING}
        return _page(form, Form(typed, value=form.value)), 422
    db.session.commit()
    queue.wake_placings(row.id)
    return redirect(url_for("placings.show", placing_id=row.id), code=303)


@bp.get("/<key:placing_id>")
@allow(Permission.PLACE_NEEDS)
def show(placing_id: int) -> ResponseReturnValue:
    row = queries.placing(db.session(), placing_id)
    return render_template(
        "placings/show.html",
        placing=row,
        found=queries.findings(db.session(), row),
        outcome=own_wording.outcome(row),
        wording=wording,
    )


@bp.post("/<key:placing_id>/accept")
@allow(Permission.PLACE_NEEDS)
def accept_all(placing_id: int) -> ResponseReturnValue:
    row = queries.placing(db.session(), placing_id)
    sent, refused = actions.accept_all(db.session(), current_user.label, row)
    db.session.commit()
    flash(ngettext("%(num)s host has been asked.", "%(num)s hosts have been asked.", sent))
    for sentence in refused:
        flash(_("Not asked: %(why)s", why=sentence))
    return redirect(url_for("placings.show", placing_id=row.id), code=303)


@bp.post("/<key:placing_id>/proposals/<key:proposal_id>/accept")
@allow(Permission.PLACE_NEEDS)
def accept(placing_id: int, proposal_id: int) -> ResponseReturnValue:
    row = queries.placing(db.session(), placing_id)
    actions.accept(db.session(), current_user.label, row, proposal_id)
    db.session.commit()
    flash(_("The host has been asked; its answer decides."))
    return redirect(url_for("placings.show", placing_id=row.id), code=303)
