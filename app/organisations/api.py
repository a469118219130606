"""The directory over the API: the same searches, rights and changes as its pages."""

from collections.abc import Sequence
from typing import Any

from apiflask import APIBlueprint
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.organisations import bridge, queries, upkeep
from app.organisations.answers import (
    BriefOut,
    FoundOut,
    OrganisationOut,
    OwnContactOut,
)
from app.organisations.askers import own_id
from app.organisations.models import ContactRole, Organisation
from app.organisations.schemas import CharterIn, ContactIn, OrganisationIn
from app.organisations.search import Found, SearchIn
from app.organisations.upkeep import PointByHandIn
from app.web.editing import etag, on_version_of
from app.web.idempotency import idempotent

bp = APIBlueprint("organisations_api", __name__, url_prefix="/api/v1", tag="Directory")

Wanted = dict[str, Any]
Answer = tuple[Organisation, int, dict[str, str]]


def _editable(organisation_id: int) -> Organisation:
    return queries.editable(db.session(), organisation_id, own_id())


@bp.get("/organisations")
@allow(Permission.SEE_DIRECTORY)
@bp.input(SearchIn, location="query", arg_name="wanted")
@bp.output(FoundOut)
def search(wanted: Wanted) -> Found:
    """Search the directory; every filter may be left out."""
    return bridge.found(db.session(), wanted)


@bp.post("/organisations")
@allow(Permission.EDIT_DIRECTORY)
@idempotent
@bp.input(OrganisationIn, arg_name="wanted")
@bp.output(OrganisationOut, status_code=201)
def create(wanted: Wanted) -> Answer:
    """Add an organisation."""
    row = upkeep.create(db.session(), current_user.label, wanted)
    db.session.commit()
    return row, 201, etag(row)


@bp.get("/organisations/<key:organisation_id>")
@allow(Permission.SEE_DIRECTORY)
@bp.output(OrganisationOut)
def show(organisation_id: int) -> Answer:
    """Read an organisation with all that its page shows."""
    row = queries.organisation(db.session(), organisation_id)
    return row, 200, etag(row)


@bp.put("/organisations/<key:organisation_id>")
@allow(Permission.EDIT_OWN_ORGANISATION)
@on_version_of(_editable)
@bp.input(OrganisationIn(exclude=("key", "kind", "source", "is_fictional")), arg_name="wanted")
@bp.output(OrganisationOut)
def save(row: Organisation, wanted: Wanted) -> Answer:
    """Change an organisation, on the version that `If-Match` names."""
    upkeep.change(db.session(), current_user.label, row, wanted)
    db.session.commit()
    return row, 200, etag(row)


@bp.delete("/organisations/<key:organisation_id>")
@allow(Permission.EDIT_DIRECTORY)
@on_version_of(_editable)
@bp.output({}, status_code=204)
def archive(row: Organisation) -> str:
    """Take an organisation out of the directory."""
    upkeep.archive(db.session(), current_user.label, row)
    db.session.commit()
    return ""


@bp.post("/organisations/<key:organisation_id>/confirmation")
@allow(Permission.EDIT_OWN_ORGANISATION)
@on_version_of(_editable)
@bp.output(OrganisationOut)
def confirm(row: Organisation) -> Answer:
    """Say that an entry is still right, in the version that `If-Match` names."""
    upkeep.confirm(db.session(), current_user.label, current_user.name, row)
    db.session.commit()
    return row, 200, etag(row)


@bp.get("/organisations/<key:organisation_id>/circle")
@allow(Permission.SEE_DIRECTORY)
@bp.output(BriefOut(many=True))
def circle(organisation_id: int) -> Sequence[Organisation]:
    """List the companies of a centre's circle."""
    queries.organisation(db.session(), organisation_id)
    return queries.circle(db.session(), organisation_id)


@bp.put("/organisations/<key:organisation_id>/sites/<key:site_id>/point")
@allow(Permission.EDIT_OWN_ORGANISATION)
@on_version_of(_editable)
@bp.input(PointByHandIn, arg_name="wanted")
@bp.output(OrganisationOut)
def place_site(row: Organisation, site_id: int, wanted: Wanted) -> Answer:
    """Set a site's point by hand; `If-Match` names the organisation's version."""
    site = upkeep.site_of(row, site_id)
    upkeep.place_site(db.session(), current_user.label, row, site, wanted)
    db.session.commit()
    return row, 200, etag(row)


@bp.put("/organisations/<key:organisation_id>/charters")
@allow(Permission.EDIT_OWN_ORGANISATION)
@on_version_of(_editable)
@bp.input(CharterIn(exclude=("organisation",)), arg_name="wanted")
@bp.output(OrganisationOut)
def put_charter(row: Organisation, wanted: Wanted) -> Answer:
    """Record or renew the charter of a kind; `If-Match` names the organisation's version."""
    upkeep.put_charter(db.session(), current_user.label, row, wanted)
    db.session.commit()
    return row, 200, etag(row)


@bp.get("/organisations/<key:organisation_id>/contacts")
@allow(Permission.EDIT_OWN_ORGANISATION)
@bp.output(OwnContactOut(many=True))
def contacts(organisation_id: int) -> list[ContactRole]:
    """Read the contacts of an organisation of one's own, with their handover notes."""
    return queries.editable(db.session(), organisation_id, own_id()).contacts


@bp.post("/organisations/<key:organisation_id>/contacts")
@allow(Permission.EDIT_OWN_ORGANISATION)
@idempotent
@bp.input(ContactIn(exclude=("organisation",)), arg_name="wanted")
@bp.output(OwnContactOut, status_code=201)
def add_contact(organisation_id: int, wanted: Wanted) -> ContactRole:
    """Add a role."""
    row = queries.editable(db.session(), organisation_id, own_id())
    contact = upkeep.add_contact(db.session(), current_user.label, row, wanted)
    db.session.commit()
    return contact


@bp.put("/organisations/<key:organisation_id>/contacts/<key:contact_id>")
@allow(Permission.EDIT_OWN_ORGANISATION)
@on_version_of(_editable)
@bp.input(ContactIn(exclude=("organisation",)), arg_name="wanted")
@bp.output(OwnContactOut)
def save_contact(row: Organisation, contact_id: int, wanted: Wanted) -> ContactRole:
    """Change a role; `If-Match` names the organisation's version."""
    contact = upkeep.contact_of(db.session(), row, contact_id)
    upkeep.change_contact(db.session(), current_user.label, row, contact, wanted)
    db.session.commit()
    return contact


@bp.delete("/organisations/<key:organisation_id>/contacts/<key:contact_id>")
@allow(Permission.EDIT_OWN_ORGANISATION)
@on_version_of(_editable)
@bp.output({}, status_code=204)
def drop_contact(row: Organisation, contact_id: int) -> str:
    """Take a role away; `If-Match` names the organisation's version."""
    contact = upkeep.contact_of(db.session(), row, contact_id)
    upkeep.drop_contact(db.session(), current_user.label, row, contact)
    db.session.commit()
    return ""
