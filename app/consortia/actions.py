"""Changing consortia: `…_faults` says what stands in the way, `set_…` writes. Callers commit."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.consortia.models import Consortium, ConsortiumMember
from app.organisations.actions import note_organisation
from app.organisations.keys import organisation_by_key
from app.web.faults import Faults

Wanted = Mapping[str, Any]
"""Values as a schema has read them."""


def consortium_by_key(session: Session, key: str) -> Consortium | None:
    return session.scalar(select(Consortium).where(Consortium.key == key))


def consortium_faults(session: Session, wanted: Wanted) -> Faults:
    faults = Faults()
    note_organisation(session, faults, wanted, "coordinator")
    return faults


def set_consortium(session: Session, wanted: Wanted) -> Consortium:
    """Create or change a consortium, known by its key."""
    coordinator = organisation_by_key(session, wanted["coordinator"])
    assert coordinator is not None, "faults are asked first"
    row = consortium_by_key(session, wanted["key"])
    if row is None:
        row = Consortium(key=wanted["key"], members=[])
        session.add(row)
    row.coordinator = coordinator
    for name in ("name", "field", "accreditation", "is_open"):
        setattr(row, name, wanted[name])
    session.flush()
    return row


def member_faults(session: Session, wanted: Wanted) -> Faults:
    faults = Faults()
    note_organisation(session, faults, wanted)
    key = wanted.get("consortium")
    if key and consortium_by_key(session, key) is None:
        faults.add("consortium", _("There is no consortium with the key %(key)s.", key=key))
    return faults


def set_member(session: Session, wanted: Wanted) -> ConsortiumMember:
    """Add a member, or change the day it left; known by the day it joined."""
    consortium = consortium_by_key(session, wanted["consortium"])
    organisation = organisation_by_key(session, wanted["organisation"])
    assert consortium is not None, "faults are asked first"
    assert organisation is not None, "faults are asked first"
    row = session.scalar(
        select(ConsortiumMember).where(
            ConsortiumMember.consortium_id == consortium.id,
            ConsortiumMember.organisation_id == organisation.id,
            ConsortiumMember.joined_on == wanted["joined_on"],
        )
    )
    if row is None:
        row = ConsortiumMember(organisation=organisation, joined_on=wanted["joined_on"])
        consortium.members.append(row)
    row.left_on = wanted["left_on"]
    session.flush()
    return row
