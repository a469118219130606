"""How partnerships begin and move on: one dated step at a time. Callers commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.audit import actions as audit
from app.errors import Conflict, Invalid
from app.organisations.models import Organisation
from app.partnerships.models import Need, Offer, Partnership, PartnershipEvent, Stage

Wanted = Mapping[str, Any]

ORDER = (
    Stage.CONTACT,
    Stage.ALIGNED,
    Stage.VISITED,
    Stage.AGREED,
    Stage.FIRST_MOBILITY,
    Stage.RETURN_MOBILITY,
)
"""The way of a partnership; from each stage only the next, or to sleep."""


def possible_stages(events: list[PartnershipEvent]) -> list[Stage]:
    """Return the stages that may follow: the next one or dormant; awake again, the one before."""
    awake = [event.stage for event in events if event.stage is not Stage.DORMANT]
    last = awake[-1]
    if events[-1].stage is Stage.DORMANT:
        return [last]
    place = ORDER.index(last)
    return [*ORDER[place + 1 : place + 2], Stage.DORMANT]


def host_of(offer: Offer) -> Organisation:
    """Return with whom a partnership is made: the centre that brings the company, or the host."""
    return offer.centre or offer.organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a partnership begins with: a need, an offer, and who looks after it."""

    need: Need | None = None
    offer: Offer | None = None
    owner_id: int | None = None


def start(
    session: Session,
    actor: str,
    by: str,
    parties: tuple[Organisation, Organisation],
    basis: Basis,
) -> Partnership:
    """Begin a partnership of a sending organisation and a host, or return the one they have.

    Raises Invalid when both are the same.
    """
    sending, host = parties
    if sending.id == host.id:
        raise Invalid(_("An organisation cannot be its own partner."))
    known = session.scalar(
        select(Partnership).where(
            Partnership.sending_id == sending.id, Partnership.host_id == host.id
        )
    )
    if known is not None:
        return known
    row = Partnership(
        sending=sending,
        host=host,
        need=basis.need,
        offer=basis.offer,
        stage=Stage.CONTACT,
        owner_id=basis.owner_id,
        created_at=clock.now(),
        events=[PartnershipEvent(happened_at=clock.now(), stage=Stage.CONTACT, by=by)],
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "partnership.start", f"partnership:{row.id}")
    return row


def move(session: Session, actor: str, by: str, row: Partnership, wanted: Wanted) -> Partnership:
    """Note that a partnership has reached a stage on a day.

    Raises Conflict for a stage that cannot follow, Invalid for a day that cannot be.
    """
    stage = wanted["stage"]
    possible = possible_stages(row.events)
    if stage not in possible:
        raise Conflict(_("From here, a partnership cannot go straight to this stage."))
    moment = datetime.combine(wanted["happened_on"], time(12), UTC)
    if moment.date() > clock.now().date():
        raise Invalid(
            _("Some values cannot be right."),
            fields={"happened_on": [_("This day is still to come.")]},
        )
    if moment.date() < row.events[-1].happened_at.date():
        raise Invalid(
            _("Some values cannot be right."),
            fields={"happened_on": [_("This is before the step that was noted last.")]},
        )
    before, row.stage = row.stage, stage
    row.events.append(
        PartnershipEvent(happened_at=moment, stage=stage, by=by, note=wanted["note"])
    )
    session.flush()
    details = {"before": before.value, "after": stage.value}
    audit.record(session, actor, "partnership.move", f"partnership:{row.id}", details)
    return row


def possible_owners(session: Session, row: Partnership, own: int | None) -> list[Account]:
    """Return the people who may own the next step: the asker's side, or both for organisers."""
    sides = {row.sending_id, row.host_id} & (
        {own} if own is not None else {row.sending_id, row.host_id}
    )
    return list(
        session.scalars(
            select(Account)
            .where(
                Account.organisation_id.in_(sides),
                Account.disabled_at.is_(None),
                Account.role.in_((Role.SCHOOL, Role.COORDINATOR, Role.HOST)),
            )
            .order_by(Account.name, Account.id)
        )
    )


def plan_next(
    session: Session, actor: str, row: Partnership, wanted: Wanted, own: int | None
) -> Partnership:
    """Write down the next step, its owner and its date, and the note for who comes next.

    Only the sending side and organisers keep the handover note. Raises Invalid for an owner
    of neither side.
    """
    owner_id = wanted["owner_id"]
    allowed = {account.id for account in possible_owners(session, row, own)} | {row.owner_id}
    if owner_id is not None and owner_id not in allowed:
        raise Invalid(
            _("Some values cannot be right."),
            fields={"owner_id": [_("This person belongs to neither side.")]},
        )
    row.next_step, row.next_step_on = wanted["next_step"], wanted["next_step_on"]
    row.owner_id = owner_id
    if keeps_note(row, own):
        row.handover_note = wanted["handover_note"]
    session.flush()
    audit.record(session, actor, "partnership.plan", f"partnership:{row.id}")
    return row


def keeps_note(row: Partnership, own: int | None) -> bool:
    """Say whether the asker reads and writes the handover note."""
    return own is None or own == row.sending_id
