"""Joining and leaving a consortium, and what its members share. Callers commit."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.consortia import queries
from app.consortia.models import Consortium, ConsortiumMember, JoinRequest, SharedNote
from app.errors import Conflict, Invalid, NotFound
from app.organisations.models import Organisation
from app.web.editing import touch

Wanted = Mapping[str, Any]
"""Values as a schema has read them."""


def ask_to_join(
    session: Session, actor: str, consortium_id: int, own: int | None, reason: str
) -> JoinRequest:
    """Ask for the reader's own organisation; asking twice changes the reason.

    Raises NotFound for a consortium that takes nobody in, or to which the school belongs.
    """
    if own is None or consortium_id not in {row.id for row in queries.open_to(session, own)}:
        raise NotFound(_("There is no such consortium."))
    row = queries.request_by(session, consortium_id, own)
    if row is None:
        row = JoinRequest(consortium_id=consortium_id, organisation_id=own, asked_at=clock.now())
        session.add(row)
    row.reason = reason
    session.flush()
    subject = f"consortium:{consortium_id}"
    audit.record(session, actor, "consortium.ask", subject, {"organisation": own})
    return row


def decide(
    session: Session, actor: str, consortium: Consortium, request_id: int, wanted: Wanted
) -> JoinRequest:
    """Take a school in from a day, or turn it down. Raises NotFound, Conflict."""
    row = session.get(JoinRequest, request_id)
    if row is None or row.consortium_id != consortium.id:
        raise NotFound(_("There is no such request."))
    if row.decided_at is not None:
        raise Conflict(_("This request has been answered already."))
    row.decided_at, row.was_accepted = clock.now(), wanted["accept"]
    if wanted["accept"]:
        _take_in(consortium, row.organisation, wanted["joined_on"])
    session.flush()
    details = {"organisation": row.organisation_id, "accepted": row.was_accepted}
    audit.record(session, actor, "consortium.decide", f"consortium:{consortium.id}", details)
    return row


def _take_in(consortium: Consortium, organisation: Organisation, day: date) -> None:
    overlaps = [
        member
        for member in consortium.members
        if member.organisation_id == organisation.id
        and (member.left_on is None or day <= member.left_on)
    ]
    if overlaps:
        sentence = _("%(name)s belongs to the consortium on that day.", name=organisation.name)
        raise Invalid(sentence, fields={"joined_on": [sentence]})
    touch(consortium, "key")
    consortium.members.append(ConsortiumMember(organisation=organisation, joined_on=day))


def leave(
    session: Session, actor: str, consortium: Consortium, member_id: int, left_on: date | None
) -> ConsortiumMember:
    """Note the day on which a member leaves. Raises NotFound, Invalid."""
    row = next((member for member in consortium.members if member.id == member_id), None)
    if row is None:
        raise NotFound(_("There is no such member."))
    if left_on is not None and left_on < row.joined_on:
        sentence = _("A member cannot leave before it joined.")
        raise Invalid(sentence, fields={"left_on": [sentence]})
    row.left_on = left_on
    touch(consortium, "key")
    session.flush()
    details = {"member": row.id, "left_on": left_on.isoformat() if left_on else None}
    audit.record(session, actor, "consortium.leave", f"consortium:{consortium.id}", details)
    return row


def share(
    session: Session,
    actor: str,
    consortium: Consortium,
    wanted: Wanted,
    *,
    row: SharedNote | None = None,
    own: int | None = None,
) -> SharedNote:
    """Write a note for all members, or change one."""
    if row is None:
        row = SharedNote(consortium_id=consortium.id, organisation_id=own)
        session.add(row)
    for name in ("kind", "title", "topics", "held_on", "body"):
        setattr(row, name, wanted[name])
    session.flush()
    audit.record(session, actor, "shared_note.write", f"shared_note:{row.id}")
    return row
