"""What texts mean, and corrections of it, over the API."""

from collections.abc import Sequence
from typing import Any

from apiflask import APIBlueprint
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.vocabulary import actions, queries
from app.vocabulary.models import LabelCorrection
from app.vocabulary.schemas import ConceptLinkOut, CorrectionIn, CorrectionOut, StateIn, TextIn
from app.web.idempotency import idempotent
from matching.vocabulary import Link

bp = APIBlueprint("vocabulary_api", __name__, url_prefix="/api/v1", tag="Vocabulary")


@bp.get("/vocabulary/links")
@allow(Permission.EDIT_PARTNERSHIPS)
@bp.input(TextIn, location="query", arg_name="asked")
@bp.output(ConceptLinkOut(many=True))
def links(asked: dict[str, Any]) -> list[Link]:
    """Say what a text is understood as at present."""
    return queries.links(asked["text"], asked["language"])


@bp.get("/vocabulary/corrections")
@allow(Permission.CURATE_VOCABULARY)
@bp.input(StateIn, location="query", arg_name="wanted")
@bp.output(CorrectionOut(many=True))
def index(wanted: dict[str, Any]) -> Sequence[LabelCorrection]:
    """List corrections, those that wait for a curator first."""
    return queries.corrections(db.session(), wanted["state"])


@bp.post("/vocabulary/corrections")
@allow(Permission.EDIT_PARTNERSHIPS)
@idempotent
@bp.input(CorrectionIn, arg_name="wanted")
@bp.output(CorrectionOut, status_code=201)
def propose(wanted: dict[str, Any]) -> LabelCorrection:
    """Say what a text means; a curator decides."""
    row = actions.propose(db.session(), current_user.label, current_user.name, wanted)
    db.session.commit()
    return row


@bp.post("/vocabulary/corrections/<key:correction_id>/confirm")
@allow(Permission.CURATE_VOCABULARY)
@idempotent
@bp.output(CorrectionOut)
def confirm(correction_id: int) -> LabelCorrection:
    """Let a correction hold."""
    row = queries.correction(db.session(), correction_id)
    actions.confirm(db.session(), current_user.label, current_user.name, row)
    db.session.commit()
    actions.publish(db.session())
    return row


@bp.post("/vocabulary/corrections/<key:correction_id>/refuse")
@allow(Permission.CURATE_VOCABULARY)
@idempotent
@bp.output(CorrectionOut)
def refuse(correction_id: int) -> LabelCorrection:
    """Do not follow a proposal."""
    row = queries.correction(db.session(), correction_id)
    actions.refuse(db.session(), current_user.label, current_user.name, row)
    db.session.commit()
    return row


@bp.delete("/vocabulary/corrections/<key:correction_id>")
@allow(Permission.CURATE_VOCABULARY)
@bp.output(CorrectionOut)
def take_back(correction_id: int) -> LabelCorrection:
    """Let a correction hold no longer; it stays in the history."""
    row = queries.correction(db.session(), correction_id)
    actions.take_back(db.session(), current_user.label, current_user.name, row)
    db.session.commit()
    actions.publish(db.session())
    return row
