"""Deciding how much each criterion counts: recorded, with before and after, taken back at will.

Callers commit.
"""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Conflict, NotFound
from app.partnerships import bridge
from app.partnerships.weight_models import WeightSetting


def settings(session: Session) -> Sequence[WeightSetting]:
    """Return every decision, the latest first."""
    return session.scalars(select(WeightSetting).order_by(WeightSetting.id.desc())).all()


def adopt(session: Session, actor: str, by: str, *, proposal: str, note: str) -> WeightSetting:
    """Put the proposed weights in force, as a decision that names who took it and why.

    Raises Conflict when the proposal is no longer the one that was shown, or changes nothing.
    """
    proposed = bridge.proposal(session)
    if proposed.version != proposal or not proposed.changes:
        raise Conflict(
            _("Answers have come in since, or nothing would change. Please look again.")
        )
    row = WeightSetting(
        version=proposed.version,
        sender=proposed.side("sender"),
        host=proposed.side("host"),
        figures=dict(proposed.figures),
        note=note,
        decided_at=clock.now(),
        decided_by=by,
    )
    session.add(row)
    session.flush()
    details = {"before": proposed.in_force, "after": row.version}
    audit.record(session, actor, "weights.adopt", f"weight_setting:{row.id}", details)
    return row


def take_back(session: Session, actor: str, by: str, setting_id: int) -> WeightSetting:
    """Take a decision back: those before it count again. Raises NotFound, Conflict."""
    row = session.get(WeightSetting, setting_id)
    if row is None:
        raise NotFound(_("There is no such decision."))
    if row.taken_back_at is not None:
        raise Conflict(_("This decision has been taken back already."))
    row.taken_back_at, row.taken_back_by = clock.now(), by
    session.flush()
    audit.record(session, actor, "weights.take_back", f"weight_setting:{row.id}")
    return row
