"""Reading corrections, and what texts mean at present."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.vocabulary.current import linker
from app.vocabulary.models import CorrectionState, LabelCorrection
from matching.vocabulary import Link

MOST_LINKS = 5


def links(text: str, language: str) -> list[Link]:
    """Return what a text is understood as at present, best first."""
    return linker().link(text, language, MOST_LINKS) if text else []


def corrections(session: Session, state: CorrectionState | None) -> Sequence[LabelCorrection]:
    """Return the corrections, those that wait for a curator first, then the newest."""
    wanted = select(LabelCorrection)
    if state is not None:
        wanted = wanted.where(LabelCorrection.state == state)
    waits = case((LabelCorrection.state == CorrectionState.PROPOSED, 0), else_=1)
    return session.scalars(wanted.order_by(waits, LabelCorrection.id.desc()).limit(200)).all()


def correction(session: Session, correction_id: int) -> LabelCorrection:
    """Return a correction. Raises NotFound."""
    found = session.get(LabelCorrection, correction_id)
    if found is None:
        raise NotFound(_("There is no such correction."))
    return found


def confirmed(session: Session) -> Sequence[LabelCorrection]:
    """Return the corrections that hold."""
    return session.scalars(
        select(LabelCorrection)
        .where(LabelCorrection.state == CorrectionState.CONFIRMED)
        .order_by(LabelCorrection.id)
    ).all()
