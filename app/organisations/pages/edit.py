"""The pages on which an organisation keeps its own entry true."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow, may
from app.database import db
from app.organisations import queries, upkeep
from app.organisations.askers import own_id
from app.organisations.models import (
    CharterKind,
    Organisation,
    OrganisationKind,
    Precision,
    Sector,
)
from app.organisations.pages.blueprint import bp
from app.organisations.schemas import CharterIn, ContactIn, OrganisationIn
from app.web.editing import attempt, clash_page, differences, is_stale
from app.web.forms import Form, filled, read_form
from app.web.sentences import said

FOR_ORGANISERS = ("key", "kind", "source", "is_fictional", "precision")
"""What a school cannot change about itself."""


def typed_of(row: Organisation) -> dict[str, Any]:
    """Return an organisation as its form shows it."""
    site = row.main_site
    return {
        **{name: getattr(row, name) for name in ("key", "name", "country", "city", "website")},
        **{name: getattr(row, name) for name in ("about", "source", "is_fictional")},
        "kind": row.kind.value,
        "oid": row.oid or "",
        "sectors": [sector.value for sector in row.sector_values],
        "languages": "; ".join(
            f"{skill.language}:{skill.level.value}" if skill.level else skill.language
            for skill in row.languages
        ),
        "requests_per_season": row.requests_per_season,
        "address": site.address if site else "",
        "postcode": site.postcode if site else "",
    }


def _labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "kind": _("Kind"),
        "oid": _("Organisation ID"),
        "address": _("Address"),
        "postcode": _("Postcode"),
        "city": _("Town"),
        "country": _("Country"),
        "website": _("Website"),
        "about": _("About"),
        "sectors": _("Sectors"),
        "languages": _("Languages"),
        "requests_per_season": _("Open requests at a time"),
        "source": _("Source"),
        "is_fictional": _("Fictional"),
    }


def _form_page(form: Form, row: Organisation | None) -> str:
    return render_template(
        "organisations/edit.html",
        form=form,
        organisation=row,
        labels=_labels(),
        kinds=[(kind.value, said(kind)) for kind in OrganisationKind],
        sectors=[(sector.value, said(sector)) for sector in Sector],
    )


@bp.get("/new")
@allow(Permission.EDIT_DIRECTORY)
def new() -> ResponseReturnValue:
    return _form_page(filled({"requests_per_season": 12}), None)


@bp.post("")
@allow(Permission.EDIT_DIRECTORY)
def create() -> ResponseReturnValue:
    form = read_form(OrganisationIn(exclude=("precision",)))
    row = attempt(form, lambda value: upkeep.create(db.session(), current_user.label, value))
    if row is None:
        return _form_page(form, None), 422
    db.session.commit()
    return redirect(url_for("organisations.show", organisation_id=row.id), code=303)


@bp.get("/<key:organisation_id>/edit")
@allow(Permission.EDIT_OWN_ORGANISATION)
def edit(organisation_id: int) -> ResponseReturnValue:
    row = queries.editable(db.session(), organisation_id, own_id())
    return _form_page(filled(typed_of(row)), row)


@bp.post("/<key:organisation_id>/edit")
@allow(Permission.EDIT_OWN_ORGANISATION)
def save(organisation_id: int) -> ResponseReturnValue:
    row = queries.editable(db.session(), organisation_id, own_id())
    here = url_for("organisations.show", organisation_id=row.id)
    left_out = ("key", "precision") if may(Permission.EDIT_DIRECTORY) else FOR_ORGANISERS
    form = read_form(OrganisationIn(exclude=left_out))
    if is_stale(row):
        shown = {name: text for name, text in _labels().items() if name not in left_out}
        return clash_page(row, differences(typed_of(row), form.typed, shown), keep=here)
    saved = attempt(
        form, lambda value: upkeep.change(db.session(), current_user.label, row, value)
    )
    if saved is None:
        return _form_page(form, queries.editable(db.session(), organisation_id, own_id())), 422
    db.session.commit()
    flash(_("Saved."))
    return redirect(here, code=303)


@bp.post("/<key:organisation_id>/confirm")
@allow(Permission.EDIT_OWN_ORGANISATION)
def confirm(organisation_id: int) -> ResponseReturnValue:
    row = queries.editable(db.session(), organisation_id, own_id())
    upkeep.confirm(db.session(), current_user.label, current_user.name, row)
    db.session.commit()
    flash(_("Thank you: confirmed as still right."))
    return redirect(url_for("organisations.show", organisation_id=row.id), code=303)


@bp.post("/<key:organisation_id>/archive")
@allow(Permission.EDIT_DIRECTORY)
def archive(organisation_id: int) -> ResponseReturnValue:
    row = queries.editable(db.session(), organisation_id, own_id())
    upkeep.archive(db.session(), current_user.label, row)
    db.session.commit()
    return redirect(url_for("organisations.index"), code=303)


@bp.get("/<key:organisation_id>/sites/<key:site_id>")
@allow(Permission.EDIT_OWN_ORGANISATION)
def edit_site(organisation_id: int, site_id: int) -> ResponseReturnValue:
    row = queries.editable(db.session(), organisation_id, own_id())
    site = upkeep.site_of(row, site_id)
    typed = {
        "latitude": site.latitude if site.latitude is not None else "",
        "longitude": site.longitude if site.longitude is not None else "",
        "precision": site.precision.value if site.precision else "",
    }
    return _site_page(filled(typed), row, site_id)


def _site_page(form: Form, row: Organisation, site_id: int) -> str:
    return render_template(
        "organisations/site.html",
        form=form,
        organisation=row,
        site=upkeep.site_of(row, site_id),
        precisions=[(precision.value, said(precision)) for precision in Precision],
    )


@bp.post("/<key:organisation_id>/sites/<key:site_id>")
@allow(Permission.EDIT_OWN_ORGANISATION)
def place_site(organisation_id: int, site_id: int) -> ResponseReturnValue:
    row = queries.editable(db.session(), organisation_id, own_id())
    site = upkeep.site_of(row, site_id)
    form = read_form(upkeep.PointByHandIn())
    if form.value is None:
        return _site_page(form, row, site_id), 422
    upkeep.place_site(db.session(), current_user.label, row, site, form.value)
    db.session.commit()
    return redirect(url_for("organisations.show", organisation_id=row.id), code=303)


@bp.get("/<key:organisation_id>/charters")
@allow(Permission.EDIT_OWN_ORGANISATION)
def edit_charters(organisation_id: int) -> ResponseReturnValue:
    return _charter_page(Form(), queries.editable(db.session(), organisation_id, own_id()))


def _charter_page(form: Form, row: Organisation) -> str:
    kinds = [(kind.value, said(kind)) for kind in CharterKind]
    return render_template("organisations/charters.html", form=form, organisation=row, kinds=kinds)


@bp.post("/<key:organisation_id>/charters")
@allow(Permission.EDIT_OWN_ORGANISATION)
def put_charter(organisation_id: int) -> ResponseReturnValue:
    row = queries.editable(db.session(), organisation_id, own_id())
    form = read_form(CharterIn(exclude=("organisation",)))
    if form.value is None:
        return _charter_page(form, row), 422
    upkeep.put_charter(db.session(), current_user.label, row, form.value)
    db.session.commit()
    return redirect(url_for("organisations.show", organisation_id=row.id), code=303)


@bp.get("/<key:organisation_id>/contacts/new")
@allow(Permission.EDIT_OWN_ORGANISATION)
def new_contact(organisation_id: int) -> ResponseReturnValue:
    row = queries.editable(db.session(), organisation_id, own_id())
    return render_template(
        "organisations/contact.html", form=Form(), organisation=row, contact=None
    )


@bp.post("/<key:organisation_id>/contacts")
@allow(Permission.EDIT_OWN_ORGANISATION)
def add_contact(organisation_id: int) -> ResponseReturnValue:
    row = queries.editable(db.session(), organisation_id, own_id())
    form = read_form(ContactIn(exclude=("organisation",)))
    if form.value is None:
        page = render_template(
            "organisations/contact.html", form=form, organisation=row, contact=None
        )
        return page, 422
    upkeep.add_contact(db.session(), current_user.label, row, form.value)
    db.session.commit()
    return redirect(url_for("organisations.show", organisation_id=row.id), code=303)


@bp.get("/<key:organisation_id>/contacts/<key:contact_id>")
@allow(Permission.EDIT_OWN_ORGANISATION)
def edit_contact(organisation_id: int, contact_id: int) -> ResponseReturnValue:
    row = queries.editable(db.session(), organisation_id, own_id())
    contact = upkeep.contact_of(db.session(), row, contact_id)
    typed = {
        name: getattr(contact, name) or ""
        for name in ("role", "holder", "email", "phone", "since_on", "handover_note")
    }
    return render_template(
        "organisations/contact.html", form=filled(typed), organisation=row, contact=contact
    )


@bp.post("/<key:organisation_id>/contacts/<key:contact_id>")
@allow(Permission.EDIT_OWN_ORGANISATION)
def save_contact(organisation_id: int, contact_id: int) -> ResponseReturnValue:
    row = queries.editable(db.session(), organisation_id, own_id())
    contact = upkeep.contact_of(db.session(), row, contact_id)
    form = read_form(ContactIn(exclude=("organisation",)))
    if form.value is None:
        page = render_template(
            "organisations/contact.html", form=form, organisation=row, contact=contact
        )
        return page, 422
    upkeep.change_contact(db.session(), current_user.label, row, contact, form.value)
    db.session.commit()
    return redirect(url_for("organisations.show", organisation_id=row.id), code=303)


@bp.post("/<key:organisation_id>/contacts/<key:contact_id>/drop")
@allow(Permission.EDIT_OWN_ORGANISATION)
def drop_contact(organisation_id: int, contact_id: int) -> ResponseReturnValue:
    row = queries.editable(db.session(), organisation_id, own_id())
    contact = upkeep.contact_of(db.session(), row, contact_id)
    upkeep.drop_contact(db.session(), current_user.label, row, contact)
    db.session.commit()
    return redirect(url_for("organisations.show", organisation_id=row.id), code=303)
