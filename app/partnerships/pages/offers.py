"""An offer's form and its page, with the places free in each week to come."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission, allow
from app.database import db
from app.organisations import queries as directory
from app.organisations.askers import own_id
from app.organisations.models import Organisation, Sector
from app.partnerships import availability, bridge, entries, queries, wording
from app.partnerships.models import EntryState, Kind, Offer
from app.partnerships.pages.blueprint import bp
from app.partnerships.schemas import OfferIn
from app.web import locales
from app.web.editing import attempt, clash_page, differences, is_stale
from app.web.forms import Form, filled, read_form
from app.web.sentences import said

LEFT_OUT = ("key", "organisation", "state", "site", "centre")
"""What the form does not ask."""
WEEKS_SHOWN = 26
"""Weeks of free places on an offer's page: half a year."""


def typed_of(row: Offer) -> dict[str, Any]:
    """Return an offer as its form shows it."""
    plain = ("title", "description", "language", "minimum_group", "minimum_days")
    flags = ("accepts_minors", "has_host_family")
    return {
        **{name: getattr(row, name) for name in (*plain, *flags)},
        "sector": row.sector.value,
        "kind": row.kind.value,
        "eqf_from": row.eqf_from or "",
        "eqf_to": row.eqf_to or "",
        "wanted_countries": "; ".join(row.wanted_countries),
        "languages": "; ".join(
            f"{skill.language}:{skill.level.value}" if skill.level else skill.language
            for skill in row.languages
        ),
        "periods": "; ".join(
            f"{period.starts_on}/{period.ends_on}: {period.places}" for period in row.periods
        ),
    }


def _labels() -> dict[str, str]:
    return {
        "title": _("Title"),
        "description": _("What learners would do, and what they need to know"),
        "language": _("Language of this text"),
        "sector": _("Sector"),
        "kind": _("What for"),
        "eqf_from": _("EQF level from"),
        "eqf_to": _("to"),
        "minimum_group": _("Smallest group"),
        "minimum_days": _("Shortest stay in days"),
        "accepts_minors": _("Minors are welcome"),
        "has_host_family": _("There are host families"),
        "wanted_countries": _("Countries that you would like learners from"),
        "languages": _("Languages, one of which learners must speak"),
        "periods": _("Open periods and places"),
    }


def _form_page(form: Form, row: Offer | None, owner: Organisation) -> str:
    return render_template(
        "partnerships/offer_form.html",
        form=form,
        offer=row,
        owner=owner,
        labels=_labels(),
        sectors=[(each.value, said(each)) for each in Sector],
        kinds=[(each.value, said(each)) for each in Kind],
        languages=locales.languages_by_name(),
        countries=locales.countries_by_name(
            [*directory.country_codes(db.session()), *(row.wanted_countries if row else ())]
        ),
    )


@bp.get("/offers/new")
@allow(Permission.EDIT_PARTNERSHIPS)
def new_offer() -> ResponseReturnValue:
    owner = entries.organisation_with(db.session(), _owner_id())
    usual = {"minimum_group": 1, "minimum_days": 14, "language": current_user.locale}
    return _form_page(filled(usual), None, owner)


def _owner_id() -> int | None:
    """Return for whom an offer is written: one's own; organisers name one in the address."""
    own = own_id()
    return own if own is not None else request.args.get("organisation", type=int)


@bp.post("/offers")
@allow(Permission.EDIT_PARTNERSHIPS)
def create_offer() -> ResponseReturnValue:
    owner = entries.organisation_with(db.session(), _owner_id())
    form = read_form(OfferIn(exclude=LEFT_OUT))
    row = attempt(
        form,
        lambda value: entries.put_offer(db.session(), current_user.label, owner, value),
    )
    if row is None:
        return _form_page(form, None, owner), 422
    db.session.commit()
    return redirect(url_for("partnerships.show_offer", offer_id=row.id), code=303)


@bp.get("/offers/<key:offer_id>")
@allow(Permission.SEE_DIRECTORY)
def show_offer(offer_id: int) -> ResponseReturnValue:
    row = queries.offer(db.session(), offer_id)
    today = clock.today(current_user.zone)
    last = today + timedelta(weeks=WEEKS_SHOWN)
    return render_template(
        "partnerships/offer.html",
        offer=row,
        is_mine=own_id() in (None, row.organisation_id),
        meaning=wording.meaning(bridge.understood(row)),
        free=availability.free_in_stay(row, row.placements, availability.monday(today), last),
    )


@bp.get("/offers/<key:offer_id>/edit")
@allow(Permission.EDIT_PARTNERSHIPS)
def edit_offer(offer_id: int) -> ResponseReturnValue:
    row = queries.own_offer(db.session(), offer_id, own_id())
    return _form_page(filled(typed_of(row)), row, row.organisation)


@bp.post("/offers/<key:offer_id>/edit")
@allow(Permission.EDIT_PARTNERSHIPS)
def save_offer(offer_id: int) -> ResponseReturnValue:
    row = queries.own_offer(db.session(), offer_id, own_id())
    form = read_form(OfferIn(exclude=LEFT_OUT))
    here = url_for("partnerships.show_offer", offer_id=offer_id)
    if is_stale(row):
        return clash_page(row, differences(typed_of(row), form.typed, _labels()), keep=here)
    saved = attempt(
        form,
        lambda value: entries.put_offer(
            db.session(), current_user.label, row.organisation, value, row
        ),
    )
    if saved is None:
        row = queries.own_offer(db.session(), offer_id, own_id())
        return _form_page(form, row, row.organisation), 422
    db.session.commit()
    return redirect(here, code=303)


@bp.post("/offers/<key:offer_id>/confirm")
@allow(Permission.EDIT_PARTNERSHIPS)
def confirm_offer(offer_id: int) -> ResponseReturnValue:
    row = queries.own_offer(db.session(), offer_id, own_id())
    entries.confirm(db.session(), current_user.label, row)
    db.session.commit()
    flash(_("Thank you: confirmed as still right."))
    return redirect(url_for("partnerships.home"), code=303)


@bp.post("/offers/<key:offer_id>/close")
@allow(Permission.EDIT_PARTNERSHIPS)
def close_offer(offer_id: int) -> ResponseReturnValue:
    row = queries.own_offer(db.session(), offer_id, own_id())
    is_open = row.state is EntryState.OPEN
    state = EntryState.CLOSED if is_open else EntryState.OPEN
    entries.set_state(db.session(), current_user.label, row, state)
    db.session.commit()
    return redirect(url_for("partnerships.show_offer", offer_id=offer_id), code=303)
