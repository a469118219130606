"""Asking again who it is before something that gives much away or grants rights.

Within ten minutes after a proof nobody is asked. What proves it is the strongest thing that the
account has: its second factor, else its password, else a code by mail. API tokens are not asked:
they are no session that was left open.
"""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from app import clock
from app.accounts import passwords, second_factors, tokens
from app.accounts.models import Account, Purpose
from app.database import db
from app.messages import actions as messages
from app.web.forms import NOT_VALUES
from app.web.limits import count_guess

P = ParamSpec("P")
R = TypeVar("R")

SECONDS = 10 * 60
"""How long a proof counts."""


def note() -> None:
    """Remember that this session has just proved who it is."""
    session["proved"] = clock.now().timestamp()


def proved(
    *, back_to: str = ""
) -> Callable[[Callable[P, R]], Callable[P, R | ResponseReturnValue]]:
    """Let a page's view run only for a session that has proved who it is a short while ago.

    Others are asked (403), and their request goes on with the answer; where its form holds what
    must not be repeated in a page, `back_to` names the page on which they start again.
    """

    def mark(view: Callable[P, R]) -> Callable[P, R | ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | ResponseReturnValue:
            if _is_fresh():
                return view(*args, **kwargs)
            account = db.session.get_one(Account, current_user.account_id)
            if not request.form.get("proof"):
                return _question(account, mail="send_code" in request.form, kept=not back_to)
            is_right = proves(db.session(), account, request.form["proof"])
            db.session.commit()
            if not is_right:
                return _question(account, wrong=True, kept=not back_to)
            note()
            if back_to:
                flash(_("Thank you. Please do it now."))
                return redirect(url_for(back_to), code=303)
            return view(*args, **kwargs)

        return guarded

    return mark


def proves(db_session: Session, account: Account, proof: str) -> bool:
    """Say whether this is what only the account's owner can say; codes are used up."""
    count_guess("proof", account.id)
    if account.has_second_factor:
        return second_factors.accepts(db_session, account, proof)
    if account.password_hash:
        return passwords.matches(account.password_hash, proof)
    return tokens.use_code(db_session, Purpose.PROOF, account.id, "".join(proof.split()))


def _is_fresh() -> bool:
    passed = clock.now().timestamp() - session.get("proved", 0)
    return 0 <= passed <= SECONDS


def _question(
    account: Account, *, kept: bool, mail: bool = False, wrong: bool = False
) -> ResponseReturnValue:
    by_mail = not (account.has_second_factor or account.password_hash)
    if by_mail and mail:
        _send_code(account)
    page = render_template(
        "accounts/prove.html",
        account=account,
        by_mail=by_mail,
        is_sent=by_mail and (mail or wrong),
        is_wrong=wrong,
        kept=_kept() if kept else [],
    )
    return page, 403


def _kept() -> list[tuple[str, str]]:
    """Return what the form held, so that it goes on after the answer."""
    return [
        (name, value)
        for name, values in request.form.lists()
        if name not in NOT_VALUES - {"version"}
        for value in values
    ]


def _send_code(account: Account) -> None:
    """Write a code of eight digits into the outbox; it works once, for ten minutes."""
    count_guess("code", account.id)
    code = f"{secrets.randbelow(10**8):08d}"
    tokens.keep_code(db.session(), Purpose.PROOF, account.id, code)
    with force_locale(account.locale):
        messages.write(
            db.session(),
            to=account.email,
            subject=_("Your code"),
            body=_(
                "Please type this code. It works once, for 10 minutes:\n\n%(code)s\n\n"
                "If you did not ask for it, please tell the organisers.",
                code=f"{code[:4]} {code[4:]}",
            ),
            kind="proof",
            dedupe_key=f"proof:{account.id}:{clock.now().timestamp()}",
        )
    db.session.commit()
