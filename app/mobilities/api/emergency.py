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
from app.web.editing import etag, require_match

Wanted = dict[str, Any]
Answer = tuple[Incident, int, dict[str, str]]


def _mine(mobility_id: int) -> Mobility:
    return queries.mobility(db.session(), mobility_id, own_id())


@bp.get("/mobilities/<key:mobility_id>/card")
@allow(Permission.EDIT_MOBILITIES)
@bp.output(CardOut)
def card(mobility_id: int) -> Card:
    """Read the emergency card of a mobility."""
    return emergency.card_of(_mine(mobility_id))


@bp.put("/mobilities/<key:mobility_id>/card")
@allow(Permission.EDIT_MOBILITIES)
@bp.input(InsurerIn, arg_name="wanted")
@bp.output(CardOut)
def save_insurer(mobility_id: int, wanted: Wanted) -> Card:
    """Write down who insures the group, and where to call them."""
    emergency.set_insurer(db.session(), current_user.label, _mine(mobility_id), wanted)
    db.session.commit()
    return emergency.card_of(_mine(mobility_id))


@bp.get("/mobilities/<key:mobility_id>/incidents")
@allow(Permission.SEE_INCIDENTS)
@bp.output(IncidentLineOut(many=True))
def list_incidents(mobility_id: int) -> Sequence[Incident]:
    """List the incidents of a mobility, without what happened."""
    return incidents.incidents_of(db.session(), _mine(mobility_id))


@bp.post("/mobilities/<key:mobility_id>/incidents")
@allow(Permission.SEE_INCIDENTS)
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


@bp.put("/mobilities/<key:mobility_id>/incidents/<key:incident_id>")
@allow(Permission.SEE_INCIDENTS)
@bp.input(IncidentIn, arg_name="wanted")
@bp.output(IncidentOut)
def save_incident(mobility_id: int, incident_id: int, wanted: Wanted) -> Answer:
    """Add to an incident."""
    row = _mine(mobility_id)
    found = incidents.incident(db.session(), row, incident_id)
    require_match(found)
    incidents.put_incident(db.session(), current_user.label, row, wanted, found)
    db.session.commit()
    return found, 200, etag(found)
