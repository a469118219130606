"""Needs and offers as their own organisation keeps them: new, changed, confirmed, closed.

Callers commit.
"""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Conflict, Invalid, NotFound
from app.organisations.keys import organisation_by_key
from app.organisations.models import Organisation
from app.partnerships import actions, bridge
from app.partnerships.models import EntryState, Need, Offer, Veto
from app.web.editing import touch

Wanted = Mapping[str, Any]


def organisation_with(session: Session, organisation_id: int | None) -> Organisation:
    """Return a living organisation. Raises NotFound."""
    found = session.get(Organisation, organisation_id) if organisation_id else None
    if found is None or found.archived_at is not None:
        raise NotFound(_("There is no such organisation."))
    return found


def organisation_named(session: Session, key: str, own: int | None) -> Organisation:
    """Return the organisation of a key for which the asker may write. Raises NotFound."""
    found = organisation_by_key(session, key)
    if found is None or found.archived_at is not None or own not in (None, found.id):
        raise NotFound(_("There is no such organisation."))
    return found


def put_need(
    session: Session, actor: str, owner: Organisation, wanted: Wanted, row: Need | None = None
) -> Need:
    """Create a need of an organisation, or change one; either confirms it. Raises Invalid."""
    if not bridge.is_matchable(wanted["starts_on"], wanted["ends_on"]):
        raise Invalid(
            _("Some values cannot be right."),
            fields={"ends_on": [_("The period has no whole working week, Monday to Friday.")]},
        )
    kept = {
        "key": row.key if row else f"need-{token_hex(5)}",
        "organisation": owner.key,
        "state": row.state if row else EntryState.OPEN,
        "coded_needs": row.coded_needs if row else [],
        "latitude": None,
        "longitude": None,
    }
    saved = actions.put_need(session, actor, {**kept, **wanted})
    _confirm(saved)
    return saved


def put_offer(
    session: Session, actor: str, owner: Organisation, wanted: Wanted, row: Offer | None = None
) -> Offer:
    """Create an offer of an organisation, or change one; either confirms it. Raises Invalid."""
    kept = {
        "key": row.key if row else f"offer-{token_hex(5)}",
        "organisation": owner.key,
        "state": row.state if row else EntryState.OPEN,
        "site": row.site.name if row and row.site else "",
        "centre": row.centre.key if row and row.centre else "",
    }
    saved = actions.put_offer(session, actor, {**kept, **wanted})
    _confirm(saved)
    return saved


def _confirm(row: Need | Offer) -> None:
    row.confirmed_at = clock.now()
    touch(row, "title")


def confirm(session: Session, actor: str, row: Need | Offer) -> None:
    """Say with one click that an entry is still right."""
    row.confirmed_at = clock.now()
    audit.record(session, actor, f"{row.__tablename__}.confirm", f"{row.__tablename__}:{row.id}")


def set_state(session: Session, actor: str, row: Need | Offer, state: EntryState) -> None:
    """Close an entry or open it again."""
    before, row.state = row.state, state
    details = {"before": before.value, "after": state.value}
    name = row.__tablename__
    audit.record(session, actor, f"{name}.state", f"{name}:{row.id}", details)


def veto(session: Session, actor: str, own_id: int, other: Organisation) -> Veto:
    """Say a quiet no: the pair is neither suggested nor planned, and nobody else learns of it."""
    if other.id == own_id:
        raise Conflict(_("An organisation cannot be its own partner."))
    known = session.scalar(
        select(Veto).where(Veto.organisation_id == own_id, Veto.other_id == other.id)
    )
    if known is not None:
        return known
    row = Veto(organisation_id=own_id, other_id=other.id, created_at=clock.now())
    session.add(row)
    session.flush()
    audit.record(session, actor, "veto.add", f"veto:{row.id}")
    return row


def lift_veto(session: Session, actor: str, own_id: int, other_id: int) -> None:
    """Take a no back. Raises NotFound when there was none."""
    row = session.scalar(
        select(Veto).where(Veto.organisation_id == own_id, Veto.other_id == other_id)
    )
    if row is None:
        raise NotFound(_("There is no such entry."))
    number = row.id
    session.delete(row)
    session.flush()
    audit.record(session, actor, "veto.lift", f"veto:{number}")
