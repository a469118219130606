"""Keeping an entry true: confirming it, placing its sites by hand, its charters and contacts.

Callers commit.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError, validates_schema
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Conflict, NotFound
from app.organisations import actions
from app.organisations.keys import organisation_by_key
from app.organisations.models import Charter, ContactRole, Organisation, Precision, Site
from app.web.editing import touch
from app.web.values import Choice, InSchema, Number

Wanted = Mapping[str, Any]


class PointByHandIn(InSchema):
    """A point that a person has set; no import moves it again."""

    latitude = Number(required=True, least=-90, most=90)
    longitude = Number(required=True, least=-180, most=180)
    precision = Choice(Precision, load_default=Precision.BUILDING)

    @validates_schema
    def is_somewhere(self, data: Wanted, **_rest: object) -> None:
        if (data["latitude"], data["longitude"]) == (0, 0):
            raise ValidationError({"latitude": [_("This point lies in the sea off Africa.")]})


def create(session: Session, actor: str, wanted: Wanted) -> Organisation:
    """Add an organisation. Raises Conflict when its key is taken, Invalid as `put` does."""
    if organisation_by_key(session, wanted["key"]):
        raise Conflict(_("There is an organisation with this key already."))
    return actions.put_organisation(session, actor, wanted)


def change(session: Session, actor: str, row: Organisation, wanted: Wanted) -> Organisation:
    """Change an organisation; what `wanted` leaves out stays. Raises Invalid."""
    kept = {name: getattr(row, name) for name in ("key", "kind", "source", "is_fictional")}
    return actions.put_organisation(session, actor, {**kept, "precision": None, **wanted})


def confirm(session: Session, actor: str, by: str, row: Organisation) -> Organisation:
    """Note that somebody has looked at an entry and found it still right."""
    row.confirmed_at = clock.now()
    row.confirmed_by = by
    audit.record(session, actor, "organisation.confirm", f"organisation:{row.id}")
    return row


def archive(session: Session, actor: str, row: Organisation) -> None:
    """Take an organisation out of the directory; what hangs on it is kept."""
    row.archived_at = clock.now()
    audit.record(session, actor, "organisation.archive", f"organisation:{row.id}")


def site_of(row: Organisation, site_id: int) -> Site:
    """Return one of an organisation's sites. Raises NotFound."""
    found = next((site for site in row.sites if site.id == site_id), None)
    if found is None:
        raise NotFound(_("There is no such site."))
    return found


def place_site(
    session: Session, actor: str, row: Organisation, site: Site, wanted: Wanted
) -> Site:
    """Set a site's point by hand: it survives every import."""
    before = [site.latitude, site.longitude]
    site.latitude, site.longitude = wanted["latitude"], wanted["longitude"]
    site.precision = wanted["precision"]
    site.is_set_by_hand = True
    touch(row, "name")
    details = {"before": before, "after": [site.latitude, site.longitude]}
    audit.record(session, actor, "site.place", f"site:{site.id}", details)
    return site


def put_charter(session: Session, actor: str, row: Organisation, wanted: Wanted) -> Charter:
    """Record or change the charter of a kind."""
    charter = actions.set_charter(session, {**wanted, "organisation": row.key})
    details = {"kind": charter.kind.value}
    audit.record(session, actor, "charter.put", f"organisation:{row.id}", details)
    return charter


def contact_of(session: Session, row: Organisation, contact_id: int) -> ContactRole:
    """Return one of an organisation's contacts. Raises NotFound."""
    found = session.scalar(
        select(ContactRole).where(
            ContactRole.id == contact_id, ContactRole.organisation_id == row.id
        )
    )
    if found is None:
        raise NotFound(_("There is no such contact."))
    return found


def add_contact(session: Session, actor: str, row: Organisation, wanted: Wanted) -> ContactRole:
    """Add a role. Raises Conflict when the organisation has one of this name."""
    if any(contact.role == wanted["role"] for contact in row.contacts):
        raise Conflict(_("There is a contact with this role already."))
    contact = actions.set_contact(session, {**wanted, "organisation": row.key})
    audit.record(session, actor, "contact.add", f"contact:{contact.id}")
    return contact


def change_contact(
    session: Session, actor: str, row: Organisation, contact: ContactRole, wanted: Wanted
) -> ContactRole:
    """Change a role; the handover note stays with it whoever holds it."""
    for name in ("role", "holder", "email", "phone", "since_on", "handover_note"):
        setattr(contact, name, wanted[name])
    touch(row, "name")
    audit.record(session, actor, "contact.change", f"contact:{contact.id}")
    return contact


def drop_contact(session: Session, actor: str, row: Organisation, contact: ContactRole) -> None:
    """Take a role away."""
    number = contact.id
    row.contacts.remove(contact)
    touch(row, "name")
    audit.record(session, actor, "contact.drop", f"contact:{number}")
