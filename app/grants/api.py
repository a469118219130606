"""Rates, budgets, and what a forum's days count for, over the API."""

import io
from collections.abc import Sequence
from typing import Any

from apiflask import APIBlueprint
from flask import Response, send_file
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.forums.queries import forum_by_id
from app.grants import actions, evidence, forum_days, queries
from app.grants.models import AgencyRate, GrantAgreement
from app.grants.queries import BudgetLine
from app.grants.schemas import (
    AgencyRateIn,
    AgencyRateOut,
    AgreementIn,
    AgreementOut,
    BudgetIn,
    BudgetLineOut,
    PersonDaysOut,
)
from app.organisations.askers import own_id
from app.plans import actions as plans
from app.web.editing import etag, on_version_of
from app.web.idempotency import idempotent

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
@idempotent
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
@idempotent
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


def _coordinated(agreement_id: int) -> GrantAgreement:
    return queries.coordinated_agreement(db.session(), agreement_id, own_id())


@bp.put("/grant-agreements/<key:agreement_id>/budget")
@allow(Permission.EDIT_CONSORTIA)
@on_version_of(_coordinated)
@bp.input(BudgetIn, arg_name="wanted")
@bp.output(BudgetLineOut(many=True))
def save_budget(
    row: GrantAgreement, wanted: Wanted
) -> tuple[list[BudgetLine], int, dict[str, str]]:
    """Write what is awarded and spent under each heading."""
    actions.set_budget(db.session(), current_user.label, row, wanted)
    db.session.commit()
    return queries.budget(db.session(), row), 200, etag(row)


@bp.get("/forums/<key:forum_id>/days")
@allow(Permission.PLAN_VISITS)
@bp.output(PersonDaysOut(many=True))
def days(forum_id: int) -> list[forum_days.PersonDays]:
    """Read which days of the published programme count for whom, and what is missing."""
    forum_by_id(db.session(), forum_id)
    return forum_days.programmes(db.session(), forum_id)


@bp.get("/plan-runs/<key:run_id>/shortfalls")
@allow(Permission.PLAN_VISITS)
@bp.output(PersonDaysOut(many=True))
def shortfalls(run_id: int) -> list[forum_days.PersonDays]:
    """List whose programme would not qualify if this plan were published."""
    run, plan = plans.run_by_id(db.session(), run_id), plans.plan_of(db.session(), run_id)
    return forum_days.shortfalls(db.session(), run.forum_id, (run.problem, plan))


@bp.get("/forums/<key:forum_id>/evidence/<key:participant_id>")
@allow(Permission.PLAN_VISITS)
def evidence_pack(forum_id: int, participant_id: int) -> Response:
    """Return the evidence of one participant as a ZIP archive."""
    found = evidence.pack(db.session(), forum_id, participant_id)
    return send_file(
        io.BytesIO(found.zipped()),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"evidence-{participant_id}.zip",
    )
