"""The directory: the list with its facets and map, and the page of one organisation."""

from collections.abc import Iterable
from typing import Any

from flask import jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import Invalid
from app.organisations import bridge, queries
from app.organisations.askers import may_edit
from app.organisations.models import CefrLevel, Organisation
from app.organisations.pages.blueprint import bp
from app.organisations.search import Entry, Found, SearchIn
from app.partnerships import queries as partnership_queries
from app.web.forms import Form, read_query


@bp.get("")
@allow(Permission.SEE_DIRECTORY)
def index() -> ResponseReturnValue:
    form = read_query(SearchIn())
    found = _found(form)
    page = render_template(
        "organisations/index.html",
        form=form,
        found=found,
        query={name: text for name, text in form.typed.items() if text and name != "page"},
        markers=_markers(found.entries if found else ()),
        levels=list(CefrLevel),
    )
    return page, 200 if found else 422


def _found(form: Form) -> Found | None:
    if form.value is None:
        return None
    try:
        return bridge.found(db.session(), form.value)
    except Invalid as refusal:
        form.errors.update(refusal.fields)
        return None


def _markers(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return entries as static/map.js draws them."""
    return {
        "markers": [
            {
                "lat": entry.point.latitude,
                "lon": entry.point.longitude,
                "title": entry.name,
                "text": entry.city,
                "href": url_for("organisations.show", organisation_id=entry.id),
                "kind": entry.kind.value,
            }
            for entry in entries
            if entry.point
        ]
    }


@bp.get("/map.json")
@allow(Permission.SEE_DIRECTORY)
def map_data() -> ResponseReturnValue:
    """Give the markers of a search to a map."""
    found = _found(read_query(SearchIn()))
    return jsonify(_markers(found.entries if found else ()))


@bp.get("/<key:organisation_id>")
@allow(Permission.SEE_DIRECTORY)
def show(organisation_id: int) -> ResponseReturnValue:
    session = db.session()
    organisation = queries.organisation(session, organisation_id)
    return render_template(
        "organisations/show.html",
        organisation=organisation,
        circle=queries.circle(session, organisation_id),
        centres=queries.centres(session, organisation_id),
        offers=partnership_queries.offers_of(session, organisation_id),
        is_mine=may_edit(organisation_id),
        is_stale=queries.is_stale(organisation.confirmed_at),
        today=clock.today(current_user.zone),
        days_left=queries.days_left,
        warn_days=queries.WARN_DAYS,
        markers=_site_markers(organisation),
    )


def _site_markers(organisation: Organisation) -> dict[str, Any]:
    return {
        "markers": [
            {
                "lat": site.latitude,
                "lon": site.longitude,
                "title": site.name or organisation.name,
                "text": site.city,
                "kind": organisation.kind.value,
            }
            for site in organisation.sites
            if site.has_point
        ]
    }
