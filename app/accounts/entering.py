"""From a first proof of who it is to a session, through the second factor where there is one."""

from flask import redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user

from app import clock
from app.accounts import actions, proofs
from app.accounts.actors import actor_of_account
from app.accounts.models import Account
from app.database import db
from app.web.locales import local_path

HALF_WAY_SECONDS = 10 * 60
"""How long somebody may take over the second step."""


def welcome(account: Account) -> ResponseReturnValue:
    """Let somebody in whose link or password was right, or ask for the second factor."""
    if not account.has_second_factor:
        return let_in(account)
    _start_afresh()
    session["half"] = [account.id, account.epoch, clock.now().timestamp()]
    return redirect(url_for("second_factor.ask"), code=303)


def half_way() -> Account | None:
    """Return who has taken the first step of signing in a short while ago."""
    number, epoch, moment = session.get("half") or (0, 0, 0)
    if clock.now().timestamp() - moment > HALF_WAY_SECONDS:
        return None
    account = db.session.get(Account, number)
    if account is None or not account.may_enter or account.epoch != epoch:
        return None
    return account


def let_in(account: Account) -> ResponseReturnValue:
    """Begin a session of somebody who has proved all that is asked; commits."""
    wanted = session.get("next")
    actions.note_sign_in(db.session(), account)
    db.session.commit()
    begin_session(account)
    return redirect(local_path(wanted) if wanted else url_for("accounts.front"), code=303)


def begin_session(account: Account) -> None:
    """Begin a new session; nothing of an older one is left in it."""
    _start_afresh()
    session.pop("next", None)
    session["started"] = session["seen"] = clock.now().timestamp()
    proofs.note()
    login_user(actor_of_account(account))


def _start_afresh() -> None:
    kept = {name: session[name] for name in ("next", "locale", "shared") if session.get(name)}
    session.clear()
    session.update(kept)
