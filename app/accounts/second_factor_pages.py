"""The pages of the second factor: asking for it at sign-in, setting it up, taking it away."""

import segno
from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import entering, proofs, second_factors
from app.accounts.models import Account
from app.accounts.permissions import Permission, allow
from app.accounts.schemas import SecondFactorIn
from app.database import db
from app.web.editing import attempt
from app.web.forms import Form, read_form

bp = Blueprint("second_factor", __name__)


@bp.get("/second-step")
@allow(Permission.OPEN_TO_ALL)
def ask() -> ResponseReturnValue:
    if entering.half_way() is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    return render_template("accounts/second_step.html", form=Form())


@bp.post("/second-step")
@allow(Permission.OPEN_TO_ALL)
def answer() -> ResponseReturnValue:
    account = entering.half_way()
    if account is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    form = read_form(SecondFactorIn())
    if form.value is None or not proofs.proves(db.session(), account, form.value["code"]):
        form.errors["code"] = [_("This code is not right, or it has been used already.")]
        form.typed.clear()
        return render_template("accounts/second_step.html", form=form), 422
    return entering.let_in(account)


@bp.get("/account/second-factor")
@allow(Permission.OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    return _page(Form())


def _page(form: Form, *, codes: list[str] | None = None) -> str:
    account = _own_account()
    factor = account.second_factor
    is_pending = factor is not None and not account.has_second_factor
    address = second_factors.address(account, factor) if factor and is_pending else ""
    return render_template(
        "accounts/second_factor.html",
        account=account,
        form=form,
        address=address,
        picture=segno.make(address, error="m").svg_data_uri(scale=5) if address else "",
        codes=codes,
        codes_left=second_factors.recovery_codes_left(db.session(), account),
        is_missing=current_user.lacks_second_factor,
    )


def _own_account() -> Account:
    return db.session.get_one(Account, current_user.account_id)


@bp.post("/account/second-factor")
@allow(Permission.OWN_ACCOUNT)
@proofs.proved()
def begin() -> ResponseReturnValue:
    second_factors.begin(db.session(), _own_account())
    db.session.commit()
    return redirect(url_for("second_factor.show"), code=303)


@bp.post("/account/second-factor/confirm")
@allow(Permission.OWN_ACCOUNT)
def confirm() -> ResponseReturnValue:
    form = read_form(SecondFactorIn())
    codes = attempt(
        form, lambda wanted: second_factors.confirm(db.session(), _own_account(), wanted["code"])
    )
    if codes is None:
        form.typed.clear()
        return _page(form), 422
    db.session.commit()
    return _page(Form(), codes=codes)


@bp.post("/account/second-factor/codes")
@allow(Permission.OWN_ACCOUNT)
@proofs.proved()
def renew_codes() -> ResponseReturnValue:
    codes = second_factors.renew_recovery_codes(db.session(), _own_account())
    db.session.commit()
    return _page(Form(), codes=codes)


@bp.post("/account/second-factor/remove")
@allow(Permission.OWN_ACCOUNT)
@proofs.proved()
def remove() -> ResponseReturnValue:
    account = _own_account()
    second_factors.remove(db.session(), current_user.label, account)
    db.session.commit()
    entering.begin_session(account)
    return redirect(url_for("second_factor.show"), code=303)
