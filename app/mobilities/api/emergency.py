"""The emergency card, papers to travel with and incidents over the API, as on their pages."""

from collections.abc import Sequence
from typing import Any

from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db, writing
from app.mobilities import emergency, incidents, queries
from app.mobilities.api.blueprint import bp
from app.mobilities.emergency import Card
from app.mobilities.emergency_schemas import (
    CardOut,
    IncidentIn,
    IncidentLineOut,
    IncidentOut,
    InsurerIn,
)
from app.mobilities.incident_models import Incident
from app.mobilities.models import Mobility
from app.organisations.askers import own_id
from app.web.editing import etag, on_version_of
from app.web.idempotency import idempotent

Wanted = dict[str, Any]
Answer = tuple[Incident, int, dict[str, str]]


def _mine(mobility_id: int) -> Mobility:
    return queries.mobility(db.session(), mobility_id, own_id())


@bp.get("/mobilities/<key:mobility_id>/card")
@allow(Permission.EDIT_MOBILITIES)
@bp.output(CardOut)
def card(mobility_id: int) -> tuple[Card, int, dict[str, str]]:
    """Read the emergency card of a mobility."""
    row = _mine(mobility_id)
    return emergency.card_of(row), 200, etag(row)


@bp.put("/mobilities/<key:mobility_id>/card")
@allow(Permission.EDIT_MOBILITIES)
@on_version_of(_mine)
@bp.input(InsurerIn, arg_name="wanted")
@bp.output(CardOut)
def save_insurer(row: Mobility, wanted: Wanted) -> tuple[Card, int, dict[str, str]]:
    """Write down who insures the group, and where to call them."""
    emergency.set_insurer(db.session(), current_user.label, row, wanted)
    db.session.commit()
    return emergency.card_of(row), 200, etag(row)


@bp.get("/mobilities/<key:mobility_id>/incidents")
@allow(Permission.SEE_INCIDENTS)
@bp.output(IncidentLineOut(many=True))
def list_incidents(mobility_id: int) -> Sequence[Incident]:
    """List the incidents of a mobility, without what happened."""
    return incidents.incidents_of(db.session(), _mine(mobility_id))


@bp.post("/mobilities/<key:mobility_id>/incidents")
@allow(Permission.SEE_INCIDENTS)
@idempotent
@bp.input(IncidentIn, arg_name="wanted")
@bp.output(IncidentOut, status_code=201)
def report_incident(mobility_id: int, wanted: Wanted) -> Answer:
    """Write an incident down."""
    row = _mine(mobility_id)
    found = incidents.put_incident(db.session(), current_user.label, row, wanted)
    db.session.commit()
    return found, 201, etag(found)


@bp.get("/mobilities/<key:mobility_id>/incidents/<key:incident_id>")
@allow(Permission.SEE_INCIDENTS)
@bp.output(IncidentOut)
def show_incident(mobility_id: int, incident_id: int) -> Answer:
    """Open an incident; that somebody did so goes on the trail first."""
    incidents.incident(db.session(), _mine(mobility_id), incident_id)
    reader = current_user.label
    with writing() as own:
        incidents.note_opening(own, reader, incident_id)
    found = incidents.incident(db.session(), _mine(mobility_id), incident_id)
    return found, 200, etag(found)


def _incident(mobility_id: int, incident_id: int) -> Incident:
    return incidents.incident(db.session(), _mine(mobility_id), incident_id)


@bp.put("/mobilities/<key:mobility_id>/incidents/<key:incident_id>")
@allow(Permission.SEE_INCIDENTS)
@on_version_of(_incident)
@bp.input(IncidentIn, arg_name="wanted")
@bp.output(IncidentOut)
def save_incident(row: Incident, wanted: Wanted) -> Answer:
    """Add to an incident."""
    mobility = _mine(row.mobility_id)
    incidents.put_incident(db.session(), current_user.label, mobility, wanted, row)
    db.session.commit()
    return row, 200, etag(row)
