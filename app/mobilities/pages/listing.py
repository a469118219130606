"""The list of mobilities, one of them, and the form that enters or changes it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission, allow
from app.consortia import queries as consortia
from app.consortia.models import ErasmusField
from app.database import db
from app.mobilities import actions, entering, papers, queries, rounds
from app.mobilities.models import (
    AgeBand,
    DocumentKind,
    HostKind,
    Mobility,
    MobilityKind,
    Relay,
)
from app.mobilities.pages.blueprint import bp
from app.mobilities.schemas import ListIn, MobilityIn
from app.mobilities.standing import standing
from app.organisations.askers import own_id
from app.partnerships.models import Placement
from app.web.editing import attempt, clash_page, differences, is_stale
from app.web.forms import Form, filled, read_form, read_query
from app.web.sentences import said


@bp.get("")
@allow(Permission.EDIT_MOBILITIES)
def index() -> ResponseReturnValue:
    form = read_query(ListIn())
    if form.value is None:
        rows: Any = []
    else:
        rows = queries.mobilities(db.session(), own_id(), form.value)
    page = render_template(
        "mobilities/index.html",
        form=form,
        rows=[(row, standing(db.session(), row)) for row in rows],
        kinds=_options(MobilityKind),
        consortia=[(row.id, row.name) for row in consortia.consortia_of(db.session(), own_id())],
        today=clock.today(current_user.zone),
    )
    return page, 200 if form.value is not None else 422


def _options(kind: Any) -> list[tuple[str, str]]:  # noqa: ANN401 -- any StrEnum
    return [(member.value, said(member)) for member in kind]


@bp.get("/new")
@allow(Permission.EDIT_MOBILITIES)
def new() -> ResponseReturnValue:
    placement = _placement()
    typed: dict[str, Any] = {"call_year": clock.today(current_user.zone).year, "travel_days": 2}
    typed |= {"action": "KA121-VET", "persons": 2, "reach_minutes": 60}
    if placement is not None:
        typed |= _proposed(placement)
    return _form_page(filled(typed), None, placement)


def _placement() -> Placement | None:
    text = request.values.get("placement", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 -- digits of a row's number
        return None
    return queries.placement_for(db.session(), int(text), own_id())


def _proposed(placement: Placement) -> dict[str, Any]:
    """Return what a placement says of the mobility that comes of it."""
    need, host = placement.need, placement.offer.organisation
    return {
        "persons": placement.learners,
        "starts_on": placement.starts_on,
        "ends_on": placement.ends_on,
        "kind": MobilityKind.LEARNERS_SHORT.value,
        "age_band": (AgeBand.MINORS if need.has_minors else AgeBand.ADULTS).value,
        "coded_needs": "; ".join(need.coded_needs),
        "programme": need.programme.key if need.programme else "",
        "city": host.city,
        "country": host.country,
        "receiving": host.key,
    }


def _form_page(form: Form, row: Mobility | None, placement: Placement | None) -> str:
    return render_template(
        "mobilities/edit.html",
        form=form,
        mobility=row,
        placement=placement,
        kinds=_options(MobilityKind),
        fields=_options(ErasmusField),
        ages=_options(AgeBand),
        consortia=[(one.key, one.name) for one in consortia.consortia_of(db.session(), own_id())],
    )


@bp.post("")
@allow(Permission.EDIT_MOBILITIES)
def create() -> ResponseReturnValue:
    form = read_form(MobilityIn())
    placement = _placement()

    def action(value: dict[str, Any]) -> Mobility:
        return entering.put_mobility(
            db.session(), current_user.label, own_id(), value, placement=placement
        )

    row = attempt(form, action)
    if row is None:
        return _form_page(form, None, _placement()), 422
    db.session.commit()
    return redirect(url_for("mobilities.show", mobility_id=row.id), code=303)


@bp.get("/<key:mobility_id>/edit")
@allow(Permission.EDIT_MOBILITIES)
def edit(mobility_id: int) -> ResponseReturnValue:
    row = queries.mobility(db.session(), mobility_id, own_id())
    return _form_page(filled(_typed(row)), row, row.placement)


def _typed(row: Mobility) -> dict[str, Any]:
    names = ("call_year", "action", "persons", "fewer_opportunities", "starts_on", "ends_on")
    more = ("travel_days", "is_green", "origin_city", "origin_country", "city", "country")
    return {
        **{name: getattr(row, name) for name in (*names, *more, "reach_minutes")},
        **{name: getattr(row, name).value for name in ("kind", "field", "age_band")},
        "receiving": row.receiving.key if row.receiving else "",
        "consortium": row.consortium.key if row.consortium else "",
        "programme": row.programme.key if row.programme else "",
        "coded_needs": "; ".join(row.coded_needs),
        "learning_outcomes": row.learning_outcomes,
        "latitude": row.latitude,
        "longitude": row.longitude,
    }


@bp.post("/<key:mobility_id>/edit")
@allow(Permission.EDIT_MOBILITIES)
def save(mobility_id: int) -> ResponseReturnValue:
    row = queries.mobility(db.session(), mobility_id, own_id())
    here = url_for("mobilities.show", mobility_id=row.id)
    form = read_form(MobilityIn())
    if is_stale(row):
        labels = {
            "persons": _("Number of persons"),
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
            "learning_outcomes": _("What is to be learnt"),
            "city": _("Town"),
            "country": _("Country"),
        }
        return clash_page(row, differences(_typed(row), form.typed, labels), keep=here)

    def action(value: dict[str, Any]) -> Mobility:
        return entering.put_mobility(db.session(), current_user.label, own_id(), value, row=row)

    if attempt(form, action) is None:
        row = queries.mobility(db.session(), mobility_id, own_id())
        return _form_page(form, row, row.placement), 422
    db.session.commit()
    flash(_("Saved."))
    return redirect(here, code=303)


@bp.get("/<key:mobility_id>")
@allow(Permission.EDIT_MOBILITIES)
def show(mobility_id: int) -> ResponseReturnValue:
    return show_page(mobility_id)


def show_page(mobility_id: int, form: Form | None = None, part: str = "") -> str:
    """Return the page of a mobility; `form` is what was wrong in one of its parts."""
    row = queries.mobility(db.session(), mobility_id, own_id())
    return render_template(
        "mobilities/show.html",
        mobility=row,
        standing=standing(db.session(), row),
        chain=queries.chain(db.session(), row),
        empty=Form(),
        form=form or Form(),
        part=part,
        documents=[
            (
                document,
                papers.missing(row, document),
                [
                    (party, papers.valid_signature(row, document, party))
                    for party in papers.parties(row, document)
                ],
                papers.cancelled_signatures(row, document),
            )
            for document in DocumentKind
        ],
        rounds=[
            (one, rounds.stops_of(row, one), rounds.unmet(row, one))
            for one in rounds.rounds_of(db.session(), row.id)
        ],
        host_kinds=_options(HostKind),
        relays=_options(Relay),
        today=clock.today(current_user.zone),
    )


@bp.post("/<key:mobility_id>/cancel")
@allow(Permission.EDIT_MOBILITIES)
def cancel(mobility_id: int) -> ResponseReturnValue:
    row = queries.mobility(db.session(), mobility_id, own_id())
    actions.cancel(db.session(), current_user.label, row)
    db.session.commit()
    return redirect(url_for("mobilities.show", mobility_id=row.id), code=303)
