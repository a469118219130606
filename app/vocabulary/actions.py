"""Correcting what texts mean: anybody proposes, a curator decides, and can take it back.

Callers commit, and then call `publish`: the confirmed corrections go into one file of the data
folder, from which every process of the service reads them within seconds.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Conflict, Invalid
from app.vocabulary import queries
from app.vocabulary.current import linker
from app.vocabulary.folders import data_folder
from app.vocabulary.models import CorrectionState, LabelCorrection
from matching.vocabulary import Label, Vocabulary
from matching.vocabulary.store import write_corrections

Wanted = Mapping[str, Any]


def propose(session: Session, actor: str, by: str, wanted: Wanted) -> LabelCorrection:
    """Say what a text means. Raises Invalid for an unknown concept or language."""
    vocabulary = linker().vocabulary
    _refuse_unknown(vocabulary, wanted)
    found = queries.links(wanted["text"], wanted["language"])
    row = LabelCorrection(
        **{name: wanted[name] for name in ("text", "language", "concept", "note")},
        was=found[0].concept if found else "",
        proposed_at=clock.now(),
        proposed_by=by,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "correction.propose", f"label_correction:{row.id}")
    return row


def _refuse_unknown(vocabulary: Vocabulary, wanted: Wanted) -> None:
    fields = {}
    if wanted["concept"] not in vocabulary.concepts:
        fields["concept"] = [_("There is no such concept.")]
    if wanted["language"] not in vocabulary.languages:
        fields["language"] = [_("The vocabulary has no labels in this language.")]
    elif not vocabulary.plain(wanted["text"], wanted["language"]):
        fields["text"] = [_("This text has no letters.")]
    if fields:
        raise Invalid(_("Some values cannot be right."), fields=fields)


def confirm(session: Session, actor: str, by: str, row: LabelCorrection) -> LabelCorrection:
    """Let a correction hold, in place of one that said otherwise. Raises Conflict."""
    _refuse_decided(row)
    vocabulary = linker().vocabulary
    said = vocabulary.plain(row.text, row.language)
    for other in queries.confirmed(session):
        if other.language == row.language and vocabulary.plain(other.text, row.language) == said:
            _retire(session, actor, by, other)
    _settle(session, actor, by, row, CorrectionState.CONFIRMED)
    return row


def refuse(session: Session, actor: str, by: str, row: LabelCorrection) -> LabelCorrection:
    """Do not follow a proposal. Raises Conflict."""
    _refuse_decided(row)
    _settle(session, actor, by, row, CorrectionState.REFUSED)
    return row


def take_back(session: Session, actor: str, by: str, row: LabelCorrection) -> LabelCorrection:
    """Let a correction hold no longer. Raises Conflict."""
    if row.state is not CorrectionState.CONFIRMED:
        raise Conflict(_("This correction does not hold."))
    _retire(session, actor, by, row)
    return row


def _refuse_decided(row: LabelCorrection) -> None:
    if row.state is not CorrectionState.PROPOSED:
        raise Conflict(_("This proposal has been decided already."))


def _settle(
    session: Session, actor: str, by: str, row: LabelCorrection, state: CorrectionState
) -> None:
    row.state, row.decided_at, row.decided_by = state, clock.now(), by
    session.flush()
    details = {"state": state.value, "was": row.was, "concept": row.concept}
    audit.record(session, actor, "correction.decide", f"label_correction:{row.id}", details)


def _retire(session: Session, actor: str, by: str, row: LabelCorrection) -> None:
    row.state = CorrectionState.TAKEN_BACK
    row.taken_back_at, row.taken_back_by = clock.now(), by
    session.flush()
    audit.record(session, actor, "correction.take_back", f"label_correction:{row.id}")


def publish(session: Session) -> None:
    """Write the corrections that hold where the linker reads them."""
    labels = [Label(row.concept, row.language, row.text) for row in queries.confirmed(session)]
    write_corrections(labels, data_folder())
