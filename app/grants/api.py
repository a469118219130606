"""Rates and budgets over the API."""

from collections.abc import Sequence
from typing import Any

from apiflask import APIBlueprint
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.grants import actions, queries
from app.grants.models import AgencyRate, GrantAgreement
from app.grants.queries import BudgetLine
from app.grants.schemas import (
    AgencyRateIn,
    AgencyRateOut,
    AgreementIn,
    AgreementOut,
    BudgetIn,
    BudgetLineOut,
)
from app.organisations.askers import own_id
from app.web.editing import etag, require_match

bp = APIBlueprint("grants_api", __name__, url_prefix="/api/v1", tag="Grants")

Wanted = dict[str, Any]


@bp.get("/agency-rates")
@allow(Permission.SEE_CONSORTIA)
@bp.output(AgencyRateOut(many=True))
def rates() -> Sequence[AgencyRate]:
    """List the rates that were entered, with their sources."""
    return queries.rates(db.session())


@bp.post("/agency-rates")
@allow(Permission.EDIT_CONSORTIA)
@bp.input(AgencyRateIn, arg_name="wanted")
@bp.output(AgencyRateOut, status_code=201)
def enter_rate(wanted: Wanted) -> AgencyRate:
    """Enter a rate, or correct the one of the same call, country, participant and group."""
    row = actions.enter_rate(db.session(), current_user.label, wanted)
    db.session.commit()
    return row


@bp.get("/grant-agreements")
@allow(Permission.EDIT_CONSORTIA)
@bp.output(AgreementOut(many=True))
def agreements() -> Sequence[GrantAgreement]:
    """List the agreements of the reader's consortia."""
    return queries.agreements(db.session(), own_id())


@bp.post("/grant-agreements")
@allow(Permission.EDIT_CONSORTIA)
@bp.input(AgreementIn, arg_name="wanted")
@bp.output(AgreementOut, status_code=201)
def enter_agreement(wanted: Wanted) -> tuple[GrantAgreement, int, dict[str, str]]:
    """Enter the agreement of a consortium and call year, or correct it."""
    row = actions.set_agreement(db.session(), current_user.label, own_id(), wanted)
    db.session.commit()
    return row, 201, etag(row)


@bp.get("/grant-agreements/<key:agreement_id>/budget")
@allow(Permission.EDIT_CONSORTIA)
@bp.output(BudgetLineOut(many=True))
def budget(agreement_id: int) -> tuple[list[BudgetLine], int, dict[str, str]]:
    """Read what is awarded, planned and spent under each heading."""
    row = queries.agreement(db.session(), agreement_id, own_id())
    return queries.budget(db.session(), row), 200, etag(row)


@bp.put("/grant-agreements/<key:agreement_id>/budget")
@allow(Permission.EDIT_CONSORTIA)
@bp.input(BudgetIn, arg_name="wanted")
@bp.output(BudgetLineOut(many=True))
def save_budget(agreement_id: int, wanted: Wanted) -> tuple[list[BudgetLine], int, dict[str, str]]:
    """Write what is awarded and spent under each heading."""
    row = queries.coordinated_agreement(db.session(), agreement_id, own_id())
    require_match(row)
    actions.set_budget(db.session(), current_user.label, row, wanted)
    db.session.commit()
    return queries.budget(db.session(), row), 200, etag(row)
