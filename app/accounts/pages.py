"""The pages on which people sign in, sign out and look after their own account."""

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user
from sqlalchemy import select

from app.accounts import actions, entering, proofs, queries
from app.accounts.models import Account, Role
from app.accounts.permissions import Permission, allow
from app.accounts.schemas import PasswordIn, SignInIn, TokenIn
from app.database import db
from app.messages.models import Message
from app.web.forms import Form, read_form
from app.web.limits import count_guess, limiter, neighbourhood

bp = Blueprint("accounts", __name__)

HOMES = {
    Role.ORGANISER: "today.show",
    Role.PLANNER: "today.show",
    Role.COORDINATOR: "partnerships.home",
    Role.SCHOOL: "partnerships.home",
    Role.HOST: "partnerships.home",
    Role.STAFF: "itineraries.show",
}
"""Role → the page on which a person's day begins."""


@bp.get("/")
@allow(Permission.OPEN_TO_ALL)
def front() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for(HOMES[current_user.role]), code=303)
    return render_template("accounts/front.html", form=Form())


@bp.get("/sign-in")
@allow(Permission.OPEN_TO_ALL)
def sign_in() -> ResponseReturnValue:
    return render_template("accounts/sign_in.html", form=Form())


@bp.post("/sign-in")
@allow(Permission.OPEN_TO_ALL)
@limiter.limit("30 per 5 minutes")
def start_sign_in() -> ResponseReturnValue:
    form = read_form(SignInIn())
    if form.value is None:
        return render_template("accounts/sign_in.html", form=form), 422
    if not form.value["password"]:
        base_url = current_app.config["SETTINGS"].base_url
        actions.send_sign_in_link(db.session(), form.value["email"], base_url)
        db.session.commit()
        return render_template("accounts/link_sent.html", email=form.value["email"])
    count_guess("password", form.value["email"], neighbourhood())
    account = actions.account_by_password(
        db.session(), form.value["email"], form.value["password"]
    )
    if account is None:
        form.errors["password"] = [_("Address and password do not belong together.")]
        form.typed.pop("password", None)
        return render_template("accounts/sign_in.html", form=form), 422
    return entering.welcome(account)


@bp.get("/sign-in/<secret>")
@allow(Permission.OPEN_TO_ALL)
@limiter.limit("60 per 5 minutes")
def confirm_sign_in(secret: str) -> ResponseReturnValue:
    """Ask for one press of a button: scanners of mail open links, people press buttons."""
    return render_template("accounts/confirm.html", secret=secret)


@bp.post("/sign-in/<secret>")
@allow(Permission.OPEN_TO_ALL)
@limiter.limit("60 per 5 minutes")
def finish_sign_in(secret: str) -> ResponseReturnValue:
    account = actions.use_sign_in_link(db.session(), secret)
    db.session.commit()
    session["shared"] = "shared" in request.form
    return entering.welcome(account)


@bp.post("/sign-out")
@allow(Permission.OPEN_TO_ALL)
def sign_out() -> ResponseReturnValue:
    if current_user.is_authenticated and current_user.account_id is not None:
        actions.end_sessions(db.session(), current_user.account_id)
        db.session.commit()
    logout_user()
    session.clear()
    return redirect(url_for("accounts.front"), code=303)


@bp.get("/account")
@allow(Permission.OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    return _account_page(Form(), new_token=None)


def _account_page(form: Form, *, new_token: str | None) -> str:
    account = db.session.get_one(Account, current_user.account_id)
    api_tokens = queries.api_tokens(db.session(), account.id)
    return render_template(
        "accounts/show.html", account=account, tokens=api_tokens, form=form, new_token=new_token
    )


@bp.post("/account/password")
@allow(Permission.OWN_ACCOUNT)
@proofs.proved(back_to="accounts.show")
def change_password() -> ResponseReturnValue:
    form = read_form(PasswordIn())
    if form.value is None:
        return _account_page(form, new_token=None), 422
    actions.set_password(db.session(), current_user.account_id, form.value["password"])
    db.session.commit()
    entering.begin_session(db.session.get_one(Account, current_user.account_id))
    return redirect(url_for("accounts.show"), code=303)


@bp.post("/account/tokens")
@allow(Permission.OWN_ACCOUNT)
@proofs.proved()
def issue_token() -> ResponseReturnValue:
    form = read_form(TokenIn())
    if form.value is None:
        return _account_page(form, new_token=None), 422
    secret = actions.issue_api_token(db.session(), current_user.account_id, form.value["label"])
    db.session.commit()
    return _account_page(Form(), new_token=secret)


@bp.post("/account/tokens/<key:token_id>/revoke")
@allow(Permission.OWN_ACCOUNT)
def revoke_token(token_id: int) -> ResponseReturnValue:
    actions.revoke_api_token(db.session(), current_user.account_id, token_id)
    db.session.commit()
    return redirect(url_for("accounts.show"), code=303)


@bp.get("/outbox")
@allow(Permission.OPEN_TO_ALL)
def outbox() -> ResponseReturnValue:
    """Show the local outbox of a demo; elsewhere there is nothing here."""
    settings = current_app.config["SETTINGS"]
    if settings.environment == "production" or settings.mail_url != "outbox:":
        return render_template("error.html", status=404, title=_("There is nothing here.")), 404
    page = request.args.get("page", 1, type=int)
    messages = db.session.scalars(
        select(Message)
        .order_by(Message.id.desc())
        .limit(20)
        .offset(20 * (max(page, 1) - 1) % 2**31)
    ).all()
    return render_template("accounts/outbox.html", messages=messages)
