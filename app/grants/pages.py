"""The pages of rates and budgets."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow, may
from app.consortia import queries as consortia
from app.consortia import wording as _consortia_wording  # noqa: F401 -- words the fields
from app.consortia.models import ErasmusField
from app.database import db
from app.grants import actions, bridge, queries, wording
from app.grants.models import GrantAgreement
from app.grants.rules import Heading
from app.grants.schemas import AgencyRateIn, AgreementIn, BudgetIn, Group, Participant
from app.organisations.askers import own_id
from app.web.editing import attempt, clash_page, differences, is_stale
from app.web.forms import Form, filled, read_form
from app.web.sentences import said

bp = Blueprint("grants", __name__, url_prefix="/grants")
bp.add_app_template_filter(wording.euros, "euros")
bp.add_app_template_filter(wording.amount, "amount")
bp.add_app_template_filter(wording.cited, "cited")

FIELDS = tuple(ErasmusField)


@bp.get("/rates")
@allow(Permission.SEE_CONSORTIA)
def rates() -> ResponseReturnValue:
    return _rates_page(Form())


def _rates_page(form: Form) -> str:
    return render_template(
        "grants/rates.html",
        form=form,
        rates=queries.rates(db.session()),
        calls=bridge.call_years(),
        may_enter=may(Permission.EDIT_CONSORTIA),
        fields=[(field.value, said(field)) for field in FIELDS],
        participants=[(one.value, said(one)) for one in Participant],
        groups=[(group.value, said(group)) for group in Group],
    )


@bp.post("/rates")
@allow(Permission.EDIT_CONSORTIA)
def enter_rate() -> ResponseReturnValue:
    form = read_form(AgencyRateIn())
    if form.value is None:
        return _rates_page(form), 422
    actions.enter_rate(db.session(), current_user.label, form.value)
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for("grants.rates"), code=303)


@bp.get("/agreements")
@allow(Permission.EDIT_CONSORTIA)
def agreements() -> ResponseReturnValue:
    return _agreements_page(Form())


def _agreements_page(form: Form) -> str:
    session, own = db.session(), own_id()
    coordinated = consortia.coordinated_ids(session, own)
    rows = [row for row in consortia.consortia_of(session, own) if row.id in coordinated]
    found = queries.agreements(session, own)
    return render_template(
        "grants/agreements.html",
        form=form,
        budgets=[(row, queries.budget(session, row)) for row in found],
        coordinated=coordinated,
        consortia=[(row.key, row.name) for row in rows],
    )


@bp.post("/agreements")
@allow(Permission.EDIT_CONSORTIA)
def enter_agreement() -> ResponseReturnValue:
    form = read_form(AgreementIn())
    row = attempt(
        form,
        lambda value: actions.set_agreement(db.session(), current_user.label, own_id(), value),
    )
    if row is None:
        return _agreements_page(form), 422
    db.session.commit()
    return redirect(url_for("grants.agreement", agreement_id=row.id), code=303)


@bp.get("/agreements/<key:agreement_id>")
@allow(Permission.EDIT_CONSORTIA)
def agreement(agreement_id: int) -> ResponseReturnValue:
    row = queries.coordinated_agreement(db.session(), agreement_id, own_id())
    return _budget_page(row, filled(_typed(row)))


def _typed(row: GrantAgreement) -> dict[str, Any]:
    return {
        f"{line.heading.value}_{kind}": getattr(line, kind)
        for line in queries.budget(db.session(), row)
        for kind in ("awarded", "spent")
    }


def _budget_page(row: GrantAgreement, form: Form) -> str:
    return render_template(
        "grants/budget.html",
        form=form,
        agreement=row,
        lines=queries.budget(db.session(), row),
    )


@bp.post("/agreements/<key:agreement_id>")
@allow(Permission.EDIT_CONSORTIA)
def save_budget(agreement_id: int) -> ResponseReturnValue:
    row = queries.coordinated_agreement(db.session(), agreement_id, own_id())
    here = url_for("grants.agreement", agreement_id=row.id)
    form = read_form(BudgetIn())
    if is_stale(row):
        labels = {
            f"{heading.value}_{kind}": f"{said(heading)}: {word}"
            for heading in Heading
            for kind, word in (("awarded", _("Awarded")), ("spent", _("Spent")))
        }
        return clash_page(row, differences(_typed(row), form.typed, labels), keep=here)
    if form.value is None:
        return _budget_page(row, form), 422
    actions.set_budget(db.session(), current_user.label, row, form.value)
    db.session.commit()
    flash(_("Saved."))
    return redirect(here, code=303)
