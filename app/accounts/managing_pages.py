"""The pages on which organisers look after the accounts of others."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import actions, queries, second_factors
from app.accounts.models import Account, Role
from app.accounts.permissions import Permission, allow
from app.accounts.proofs import proved
from app.accounts.schemas import AccountIn, RoleIn
from app.database import db
from app.web.editing import attempt, clash_page, differences, is_stale
from app.web.forms import Form, filled, read_form

bp = Blueprint("managing", __name__, url_prefix="/accounts")


@bp.get("")
@allow(Permission.MANAGE_ACCOUNTS)
def index() -> ResponseReturnValue:
    return _index_page(Form())


def _index_page(form: Form) -> str:
    accounts = queries.accounts(db.session())
    return render_template("accounts/index.html", accounts=accounts, form=form, roles=_roles())


def _roles() -> list[Role]:
    return [role for role in Role if role is not Role.STAFF]


@bp.post("")
@allow(Permission.MANAGE_ACCOUNTS)
@proved()
def create() -> ResponseReturnValue:
    form = read_form(AccountIn())
    made = attempt(
        form, lambda wanted: actions.create_account(db.session(), current_user.label, wanted)
    )
    if made is None:
        return _index_page(form), 422
    db.session.commit()
    return redirect(url_for("managing.index"), code=303)


@bp.get("/<key:account_id>")
@allow(Permission.MANAGE_ACCOUNTS)
def show(account_id: int) -> ResponseReturnValue:
    account = actions.account_of(db.session(), account_id)
    return _person_page(account, filled(_typed(account)))


def _person_page(account: Account, form: Form) -> str:
    return render_template("accounts/person.html", account=account, form=form, roles=_roles())


def _typed(account: Account) -> dict[str, str]:
    organisation = account.organisation
    return {"role": account.role.value, "organisation": organisation.key if organisation else ""}


@bp.post("/<key:account_id>/role")
@allow(Permission.MANAGE_ACCOUNTS)
@proved()
def change_role(account_id: int) -> ResponseReturnValue:
    account = actions.account_of(db.session(), account_id)
    here = url_for("managing.show", account_id=account_id)
    form = read_form(RoleIn())
    if is_stale(account):
        labels = {"role": _("Role"), "organisation": _("Key of the organisation")}
        return clash_page(account, differences(_typed(account), form.typed, labels), keep=here)
    changed = attempt(
        form,
        lambda wanted: actions.change_role(db.session(), current_user.label, account_id, wanted),
    )
    if changed is None:
        return _person_page(actions.account_of(db.session(), account_id), form), 422
    db.session.commit()
    flash(_("Saved."))
    return redirect(here, code=303)


@bp.post("/<key:account_id>/second-factor/remove")
@allow(Permission.MANAGE_ACCOUNTS)
@proved()
def remove_second_factor(account_id: int) -> ResponseReturnValue:
    account = actions.account_of(db.session(), account_id)
    second_factors.remove(db.session(), current_user.label, account)
    db.session.commit()
    return redirect(url_for("managing.show", account_id=account_id), code=303)


@bp.post("/<key:account_id>/disable")
@allow(Permission.MANAGE_ACCOUNTS)
@proved()
def disable(account_id: int) -> ResponseReturnValue:
    actions.disable_account(db.session(), current_user.label, account_id)
    db.session.commit()
    return redirect(url_for("managing.index"), code=303)
