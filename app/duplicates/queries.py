"""Reading what may stand twice, and what was decided about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

import matching.duplicates
from app.duplicates.models import DuplicateDecision, Verdict
from app.errors import NotFound
from app.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Proposed:
    """Two living entries that may be the same, how alike their names are, and why."""

    one: Organisation
    other: Organisation
    likeness: float
    because: str


def proposed(session: Session) -> list[Proposed]:
    """Return the pairs that nobody has decided about, the surest first."""
    rows = session.scalars(select(Organisation).where(Organisation.archived_at.is_(None))).all()
    of_key = {row.key: row for row in rows}
    apart = {
        frozenset((kept, other))
        for kept, other in session.execute(
            select(DuplicateDecision.kept_id, DuplicateDecision.other_id).where(
                DuplicateDecision.verdict == Verdict.DISTINCT,
                DuplicateDecision.taken_back_at.is_(None),
            )
        )
    }
    found = matching.duplicates.duplicates(
        [
            matching.duplicates.Entry(
                key=row.key,
                name=row.name,
                country=row.country,
                city=row.city,
                oid=row.oid or "",
            )
            for row in rows
        ]
    )
    pairs = [
        Proposed(of_key[one.one], of_key[one.other], one.likeness, one.because.value)
        for one in found
    ]
    return [pair for pair in pairs if frozenset((pair.one.id, pair.other.id)) not in apart]


def decisions(session: Session) -> Sequence[DuplicateDecision]:
    """Return the latest decisions, newest first."""
    return session.scalars(
        select(DuplicateDecision)
        .options(joinedload(DuplicateDecision.kept), joinedload(DuplicateDecision.other))
        .order_by(DuplicateDecision.id.desc())
        .limit(100)
    ).all()


def decision(session: Session, decision_id: int) -> DuplicateDecision:
    """Return a decision. Raises NotFound."""
    found = session.get(DuplicateDecision, decision_id)
    if found is None:
        raise NotFound(_("There is no such decision."))
    return found
