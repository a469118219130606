"""Weights of the matcher over the API: the proposal, decisions, taking them back."""

from collections.abc import Sequence
from typing import Any

from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.partnerships import answers, bridge, weights
from app.partnerships.api.blueprint import bp
from app.partnerships.schemas import AdoptIn
from app.partnerships.weight_models import WeightSetting
from app.web.idempotency import idempotent


@bp.get("/weights/proposal")
@allow(Permission.SET_WEIGHTS)
@bp.output(answers.WeightProposalOut)
def proposal() -> bridge.Proposal:
    """Learn weights from the answers up to now, beside those in force."""
    return bridge.proposal(db.session())


@bp.get("/weights")
@allow(Permission.SET_WEIGHTS)
@bp.output(answers.WeightSettingOut(many=True))
def settings() -> Sequence[WeightSetting]:
    """List the decisions on weights, the latest first."""
    return weights.settings(db.session())


@bp.post("/weights")
@allow(Permission.SET_WEIGHTS)
@idempotent
@bp.input(AdoptIn, arg_name="wanted")
@bp.output(answers.WeightSettingOut, status_code=201)
def adopt(wanted: dict[str, Any]) -> WeightSetting:
    """Put the proposed weights in force; `proposal` names the version that was read."""
    row = weights.adopt(db.session(), current_user.label, current_user.name, **wanted)
    db.session.commit()
    return row


@bp.delete("/weights/<key:setting_id>")
@allow(Permission.SET_WEIGHTS)
@bp.output({}, status_code=204)
def take_back(setting_id: int) -> str:
    """Take a decision back: those before it count again."""
    weights.take_back(db.session(), current_user.label, current_user.name, setting_id)
    db.session.commit()
    return ""
