"""A school's home page: its needs, offers, requests and partnerships; and its quiet noes."""

import re
from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission, allow
from app.database import db
from app.organisations.askers import own_id
from app.organisations.queries import is_stale
from app.partnerships import entries, meetings, queries
from app.partnerships.models import DeclineCode, Need, Offer, Stage
from app.partnerships.pages.blueprint import bp
from app.partnerships.schemas import VetoIn
from app.web.forms import read_form


@bp.get("/partners")
@allow(Permission.EDIT_PARTNERSHIPS)
def home() -> ResponseReturnValue:
    session, own = db.session(), own_id()
    stage = request.args.get("stage", "")
    chosen = Stage(stage) if stage in list(Stage) else None
    mine = request.args.get("owner") == "me"
    page = _page_asked()
    found = queries.partnerships(
        session, own, page, stage=chosen, owner=current_user.account_id if mine else None
    )
    order = list(Stage)
    by_stage = sorted(found.rows, key=lambda row: order.index(row.stage))
    needs = queries.own_entries(session, Need, own, page)
    offers = queries.own_entries(session, Offer, own, page)
    sent = queries.requests_sent(session, own, page)
    received = queries.requests_received(session, own, page)
    return render_template(
        "partnerships/home.html",
        organisation=entries.organisation_with(session, own) if own else None,
        own=own,
        needs=needs.rows,
        offers=offers.rows,
        sent=sent.rows,
        received=received.rows,
        page=page,
        has_more=any(each.has_more for each in (found, needs, offers, sent, received)),
        stages=[(each, list(rows)) for each, rows in groupby(by_stage, lambda row: row.stage)],
        all_stages=order,
        chosen=chosen,
        mine=mine,
        leads=[note for note in meetings.notes_of(session, own) if not note.partnership_id]
        if own
        else [],
        searches=queries.saved_searches(session, current_user.account_id),
        decline_codes=list(DeclineCode),
        is_stale=is_stale,
        today=clock.today(current_user.zone),
    )


def _page_asked() -> int:
    typed = request.args.get("page", "1")
    return max(1, int(typed)) if re.fullmatch(r"[0-9]{1,5}", typed) else 1


@bp.get("/partners/no-thanks")
@allow(Permission.EDIT_PARTNERSHIPS)
def vetoes() -> ResponseReturnValue:
    own = own_id() or current_user.organisation_id
    rows = queries.vetoes(db.session(), own) if own else []
    return render_template("partnerships/vetoes.html", rows=rows)


@bp.post("/partners/no-thanks")
@allow(Permission.EDIT_PARTNERSHIPS)
def veto() -> ResponseReturnValue:
    form = read_form(VetoIn())
    if form.value is None:
        return redirect(url_for("partnerships.vetoes"), code=303)
    other = entries.organisation_with(db.session(), form.value["organisation_id"])
    mine = entries.organisation_with(db.session(), current_user.organisation_id)
    entries.veto(db.session(), current_user.label, mine.id, other)
    db.session.commit()
    flash(_("Noted. You will not be brought together; nobody else is told."))
    return redirect(url_for("partnerships.vetoes"), code=303)


@bp.post("/partners/no-thanks/<key:organisation_id>/lift")
@allow(Permission.EDIT_PARTNERSHIPS)
def lift_veto(organisation_id: int) -> ResponseReturnValue:
    own = current_user.organisation_id or 0
    entries.lift_veto(db.session(), current_user.label, own, organisation_id)
    db.session.commit()
    return redirect(url_for("partnerships.vetoes"), code=303)
