"""Whether what is about to be planned stays within what was awarded, heading by heading."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.grants import queries as budgets
from app.grants import rules, wording
from app.mobilities import bridge
from app.mobilities.models import Mobility
from app.web.faults import Faults
from app.web.sentences import said


def note_exceeded(
    session: Session,
    faults: Faults,
    draft: Mobility,
    answers: Sequence[rules.Estimate],
    *,
    of: Mobility | None,
) -> None:
    """Note each heading that a mobility, planned as the answers say, would exceed.

    `of` is the mobility whose present plan the answers replace.
    """
    agreement = budgets.agreement_for(session, draft.consortium_id, draft.call_year)
    if agreement is None:
        return
    planned = {heading: cents for heading, (cents, _b) in bridge.planned_cents(*answers).items()}
    lines = budgets.budget(session, agreement, instead=planned, of=of.id if of else None)
    for line in lines:
        if line.planned > line.awarded and planned.get(line.heading):
            sentence = _(
                "%(heading)s: %(planned)s would be planned, %(awarded)s are awarded."
                " Tick to plan beyond it.",
                heading=said(line.heading),
                planned=wording.euros(line.planned),
                awarded=wording.euros(line.awarded),
            )
            faults.add("beyond_budget", sentence)
