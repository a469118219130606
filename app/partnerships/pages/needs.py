"""A need: its form, and its page with suggestions, reasons and what stands in the way."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.organisations import queries as directory
from app.organisations.askers import own_id
from app.organisations.models import Organisation, Sector
from app.organisations.queries import is_stale as is_old
from app.partnerships import bridge, entries, queries, stages, wording
from app.partnerships.models import EntryState, Kind, Need
from app.partnerships.pages.blueprint import bp
from app.partnerships.schemas import NeedIn, StartIn
from app.web import locales
from app.web.editing import attempt, clash_page, differences, is_stale
from app.web.forms import Form, filled, read_form
from app.web.sentences import said

LEFT_OUT = ("key", "organisation", "state", "coded_needs", "latitude", "longitude")
"""What the form does not ask."""


def typed_of(row: Need) -> dict[str, Any]:
    """Return a need as its form shows it."""
    plain = ("title", "description", "language", "learners", "accompanying", "has_minors")
    dates = ("needs_host_family", "starts_on", "ends_on", "days", "town")
    return {
        **{name: getattr(row, name) for name in (*plain, *dates)},
        "programme": row.programme.key if row.programme else "",
        "sector": row.sector.value,
        "kind": row.kind.value,
        "eqf_level": row.eqf_level or "",
        "countries": "; ".join(row.countries),
        "radius_km": row.radius_km or "",
        "languages": "; ".join(
            f"{skill.language}:{skill.level.value}" if skill.level else skill.language
            for skill in row.languages
        ),
    }


def _labels() -> dict[str, str]:
    return {
        "title": _("Title"),
        "programme": _("Programme"),
        "description": _("What the learners can do and should learn"),
        "language": _("Language of this text"),
        "sector": _("Sector"),
        "kind": _("What for"),
        "eqf_level": _("EQF level"),
        "learners": _("Learners"),
        "accompanying": _("Accompanying adults"),
        "has_minors": _("Some of them are minors"),
        "needs_host_family": _("They need host families"),
        "starts_on": _("Earliest start"),
        "ends_on": _("Latest end"),
        "days": _("Days of the stay"),
        "countries": _("Countries"),
        "town": _("Near the town"),
        "radius_km": _("within kilometres"),
        "languages": _("Languages that the learners speak"),
    }


def _form_page(form: Form, row: Need | None, owner: Organisation | None) -> str:
    programmes = directory.organisation(db.session(), owner.id).programmes if owner else []
    return render_template(
        "partnerships/need_form.html",
        form=form,
        need=row,
        owner=owner,
        labels=_labels(),
        programmes=[(each.key, each.name_in(2100)) for each in programmes],
        sectors=[(each.value, said(each)) for each in Sector],
        kinds=[(each.value, said(each)) for each in Kind],
        languages=locales.languages_by_name(),
        countries=locales.countries_by_name(
            [*directory.country_codes(db.session()), *(row.countries if row else ())]
        ),
    )


@bp.get("/needs/new")
@allow(Permission.SEARCH_PARTNERS)
def new_need() -> ResponseReturnValue:
    owner = entries.organisation_with(db.session(), _owner_id())
    spoken = "; ".join(
        f"{skill.language}:{skill.level.value}" if skill.level else skill.language
        for skill in owner.languages
    )
    usual = {"languages": spoken, "has_minors": True, "language": current_user.locale}
    if len(owner.sector_values) == 1:
        usual["sector"] = owner.sector_values[0].value
    return _form_page(filled(usual), None, owner)


def _owner_id() -> int | None:
    """Return for whom a need is written: one's own school; organisers name one in the address."""
    own = own_id()
    return own if own is not None else request.args.get("organisation", type=int)


@bp.post("/needs")
@allow(Permission.SEARCH_PARTNERS)
def create_need() -> ResponseReturnValue:
    owner = entries.organisation_with(db.session(), _owner_id())
    form = read_form(NeedIn(exclude=LEFT_OUT))
    row = attempt(
        form,
        lambda value: entries.put_need(db.session(), current_user.label, owner, value),
    )
    if row is None:
        return _form_page(form, None, owner), 422
    db.session.commit()
    return redirect(url_for("partnerships.show_need", need_id=row.id), code=303)


@bp.get("/needs/<key:need_id>/edit")
@allow(Permission.SEARCH_PARTNERS)
def edit_need(need_id: int) -> ResponseReturnValue:
    row = queries.need(db.session(), need_id, own_id())
    return _form_page(filled(typed_of(row)), row, row.organisation)


@bp.post("/needs/<key:need_id>/edit")
@allow(Permission.SEARCH_PARTNERS)
def save_need(need_id: int) -> ResponseReturnValue:
    row = queries.need(db.session(), need_id, own_id())
    form = read_form(NeedIn(exclude=LEFT_OUT))
    here = url_for("partnerships.show_need", need_id=need_id)
    if is_stale(row):
        return clash_page(row, differences(typed_of(row), form.typed, _labels()), keep=here)
    saved = attempt(
        form,
        lambda value: entries.put_need(
            db.session(), current_user.label, row.organisation, value, row
        ),
    )
    if saved is None:
        row = queries.need(db.session(), need_id, own_id())
        return _form_page(form, row, row.organisation), 422
    db.session.commit()
    return redirect(here, code=303)


@bp.get("/needs/<key:need_id>")
@allow(Permission.SEARCH_PARTNERS)
def show_need(need_id: int) -> ResponseReturnValue:
    row = queries.need(db.session(), need_id, own_id())
    can_match = row.state is EntryState.OPEN and bridge.is_matchable(row.starts_on, row.ends_on)
    answer = bridge.answer_for(db.session(), row) if can_match else None
    return render_template(
        "partnerships/need.html",
        need=row,
        answer=answer,
        placed=queries.placed(db.session(), row),
        wording=wording,
        meaning=wording.meaning(bridge.understood(row)),
        is_old=is_old(row.confirmed_at),
        markers=_markers(row, answer),
    )


def _markers(row: Need, answer: bridge.Answer | None) -> dict[str, Any]:
    home = row.organisation.main_site
    shown = [_marker(home, row.organisation.name, "home")] if home else []
    for one in answer.suggested if answer else []:
        site = one.offer.site or one.offer.organisation.main_site
        name = f"{one.rank}. {one.offer.organisation.name}"
        shown.append(_marker(site, name, "host", f"#suggestion-{one.rank}"))
    for miss in answer.near_misses if answer else []:
        site = miss.offer.site or miss.offer.organisation.main_site
        shown.append(_marker(site, miss.offer.organisation.name, "near"))
    return {"markers": [marker for marker in shown if marker]}


def _marker(site: Any, title: str, kind: str, href: str = "") -> dict[str, Any] | None:  # noqa: ANN401 -- a site or none
    if site is None or not site.has_point:
        return None
    place = {"lat": site.latitude, "lon": site.longitude, "text": site.city}
    return {**place, "title": title, "kind": kind, "href": href}


@bp.post("/needs/<key:need_id>/confirm")
@allow(Permission.SEARCH_PARTNERS)
def confirm_need(need_id: int) -> ResponseReturnValue:
    entries.confirm(
        db.session(), current_user.label, queries.need(db.session(), need_id, own_id())
    )
    db.session.commit()
    flash(_("Thank you: confirmed as still right."))
    return redirect(url_for("partnerships.home"), code=303)


@bp.post("/needs/<key:need_id>/close")
@allow(Permission.SEARCH_PARTNERS)
def close_need(need_id: int) -> ResponseReturnValue:
    row = queries.need(db.session(), need_id, own_id())
    is_open = row.state is EntryState.OPEN
    state = EntryState.CLOSED if is_open else EntryState.OPEN
    entries.set_state(db.session(), current_user.label, row, state)
    db.session.commit()
    return redirect(url_for("partnerships.show_need", need_id=need_id), code=303)


@bp.post("/needs/<key:need_id>/start")
@allow(Permission.SEARCH_PARTNERS)
def start_partnership(need_id: int) -> ResponseReturnValue:
    row = queries.need(db.session(), need_id, own_id())
    form = read_form(StartIn())
    if form.value is None:
        return redirect(url_for("partnerships.show_need", need_id=need_id), code=303)
    offer = queries.offer(db.session(), form.value["offer_id"])
    owner = current_user.account_id if own_id() is not None else None
    partnership = stages.start(
        db.session(),
        current_user.label,
        current_user.name,
        (row.organisation, stages.host_of(offer)),
        stages.Basis(need=row, offer=offer, owner_id=owner),
    )
    db.session.commit()
    return redirect(
        url_for("partnerships.show_partnership", partnership_id=partnership.id), code=303
    )
