"""The emergency card of a mobility, and its incidents."""

import io
from typing import Any

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db, writing
from app.errors import NotFound
from app.mobilities import documents, emergency, incidents, queries
from app.mobilities.emergency_schemas import IncidentIn, InsurerIn
from app.mobilities.incident_models import Incident, IncidentKind
from app.mobilities.models import Mobility
from app.mobilities.pages.blueprint import bp
from app.organisations.askers import own_id
from app.web.editing import attempt, clash_page, differences, is_stale
from app.web.forms import Form, filled, read_form
from app.web.sentences import said

_NAMES = ("happened_on", "what", "measures", "closed_on")


def _mine(mobility_id: int) -> Mobility:
    return queries.mobility(db.session(), mobility_id, own_id())


@bp.get("/<key:mobility_id>/card")
@allow(Permission.EDIT_MOBILITIES)
def card(mobility_id: int) -> ResponseReturnValue:
    row = _mine(mobility_id)
    typed = {"insurer": row.insurer, "insurer_phone": row.insurer_phone}
    return _card_page(row, filled(typed))


def _card_page(row: Mobility, form: Form) -> str:
    return render_template("mobilities/card.html", card=emergency.card_of(row), form=form)


@bp.post("/<key:mobility_id>/card")
@allow(Permission.EDIT_MOBILITIES)
def save_insurer(mobility_id: int) -> ResponseReturnValue:
    row, form = _mine(mobility_id), read_form(InsurerIn())
    if form.value is None:
        return _card_page(row, form), 422
    emergency.set_insurer(db.session(), current_user.label, row, form.value)
    db.session.commit()
    return redirect(url_for("mobilities.card", mobility_id=mobility_id), code=303)


@bp.get("/<key:mobility_id>/card-<language>.pdf")
@allow(Permission.EDIT_MOBILITIES)
def card_pdf(mobility_id: int, language: str) -> ResponseReturnValue:
    """Give the card as a file that needs no connection."""
    row = _mine(mobility_id)
    if language not in documents.LANGUAGES:
        raise NotFound(_("There is no such document."))
    return send_file(
        io.BytesIO(emergency.as_pdf(emergency.card_of(row), language)),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"{row.key}-card-{language}.pdf",
    )


@bp.get("/<key:mobility_id>/incidents")
@allow(Permission.SEE_INCIDENTS)
def list_incidents(mobility_id: int) -> ResponseReturnValue:
    return _incidents_page(_mine(mobility_id), Form())


def _incidents_page(row: Mobility, form: Form) -> str:
    return render_template(
        "mobilities/incidents.html",
        mobility=row,
        incidents=incidents.incidents_of(db.session(), row),
        form=form,
        kinds=[(kind.value, said(kind)) for kind in IncidentKind],
    )


@bp.post("/<key:mobility_id>/incidents")
@allow(Permission.SEE_INCIDENTS)
def report_incident(mobility_id: int) -> ResponseReturnValue:
    row, form = _mine(mobility_id), read_form(IncidentIn())

    def action(value: dict[str, Any]) -> Incident:
        return incidents.put_incident(db.session(), current_user.label, row, value)

    if attempt(form, action) is None:
        return _incidents_page(_mine(mobility_id), form), 422
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for("mobilities.list_incidents", mobility_id=mobility_id), code=303)


@bp.get("/<key:mobility_id>/incidents/<key:incident_id>")
@allow(Permission.SEE_INCIDENTS)
def show_incident(mobility_id: int, incident_id: int) -> ResponseReturnValue:
    """Open an incident; that somebody did so goes on the trail first."""
    incidents.incident(db.session(), _mine(mobility_id), incident_id)
    reader = current_user.label
    with writing() as own:
        incidents.note_opening(own, reader, incident_id)
    row = _mine(mobility_id)
    found = incidents.incident(db.session(), row, incident_id)
    return _incident_page(row, found, filled(_typed(found)))


def _typed(found: Incident) -> dict[str, Any]:
    return {name: getattr(found, name) for name in _NAMES} | {"kind": found.kind.value}


def _incident_page(row: Mobility, found: Incident, form: Form) -> str:
    return render_template(
        "mobilities/incident.html",
        mobility=row,
        incident=found,
        form=form,
        kinds=[(kind.value, said(kind)) for kind in IncidentKind],
        openings=incidents.openings(db.session(), found),
    )


@bp.post("/<key:mobility_id>/incidents/<key:incident_id>")
@allow(Permission.SEE_INCIDENTS)
def save_incident(mobility_id: int, incident_id: int) -> ResponseReturnValue:
    row = _mine(mobility_id)
    found = incidents.incident(db.session(), row, incident_id)
    here = url_for("mobilities.list_incidents", mobility_id=row.id)
    form = read_form(IncidentIn())
    if is_stale(found):
        labels = {"what": _("What happened"), "measures": _("What was done")}
        return clash_page(found, differences(_typed(found), form.typed, labels), keep=here)

    def action(value: dict[str, Any]) -> Incident:
        return incidents.put_incident(db.session(), current_user.label, row, value, found)

    if attempt(form, action) is None:
        row = _mine(mobility_id)
        found = incidents.incident(db.session(), row, incident_id)
        return _incident_page(row, found, form), 422
    db.session.commit()
    flash(_("Saved."))
    return redirect(here, code=303)
