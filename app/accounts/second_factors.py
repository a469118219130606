"""The second factor: six digits from an authenticator app, or a recovery code. Callers commit."""

import hmac
import secrets

import pyotp
from flask_babel import gettext as _
from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from app import clock
from app.accounts import notices, tokens
from app.accounts.models import AccessToken, Account, Purpose, SecondFactor
from app.audit import actions as audit
from app.errors import Conflict, Invalid

RECOVERY_CODES = 10
DIGITS = 6
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Signs of a recovery code; none looks like another. Sixteen of them are 79 bits."""


def begin(session: Session, account: Account) -> SecondFactor:
    """Make a new secret for an app that is still to be set up; it counts for nothing yet."""
    if account.has_second_factor:
        raise Conflict(_("Your account has a second factor already."))
    if account.second_factor is None:
        account.second_factor = SecondFactor(account_id=account.id, secret="", last_step=0)
    account.second_factor.secret = pyotp.random_base32()
    audit.record(session, f"account:{account.id}", "second_factor.begin", f"account:{account.id}")
    return account.second_factor


def address(account: Account, factor: SecondFactor) -> str:
    """Return what the picture says to the app."""
    return pyotp.TOTP(factor.secret).provisioning_uri(name=account.email, issuer_name="NETINVET")


def confirm(session: Session, account: Account, code: str) -> list[str]:
    """Let the second factor count from now, since its first code is right.

    Returns the recovery codes, which are shown once. Raises Invalid for a wrong code.
    """
    factor = account.second_factor
    if factor is None or account.has_second_factor:
        raise Conflict(_("There is no second factor to confirm."))
    if not _is_code_of(session, factor, code):
        sentence = _("This code is not right. Does the clock of your device go right?")
        raise Invalid(sentence, fields={"code": [sentence]})
    factor.since = clock.now()
    audit.record(session, f"account:{account.id}", "second_factor.set_up", f"account:{account.id}")
    notices.second_factor_set_up(session, account)
    return renew_recovery_codes(session, account)


def renew_recovery_codes(session: Session, account: Account) -> list[str]:
    """Make new recovery codes; older ones end. Only their digests are kept."""
    _end_recovery_codes(session, account)
    codes = [_recovery_code() for _number in range(RECOVERY_CODES)]
    for code in codes:
        tokens.keep_code(session, Purpose.RECOVERY, account.id, code.replace("-", ""))
    subject = f"account:{account.id}"
    audit.record(session, subject, "second_factor.renew_codes", subject)
    return codes


def accepts(session: Session, account: Account, typed: str) -> bool:
    """Say whether a code is right, and use it up: the same code is not accepted again."""
    if account.second_factor is None or not account.has_second_factor:
        return False
    code = "".join(typed.split()).replace("-", "").lower()
    if len(code) == DIGITS:
        return _is_code_of(session, account.second_factor, code)
    return tokens.use_code(session, Purpose.RECOVERY, account.id, code)


def remove(session: Session, actor: str, account: Account) -> None:
    """Take the second factor away; all sessions of the account end."""
    if account.second_factor is None:
        return
    account.second_factor = None
    account.epoch += 1
    _end_recovery_codes(session, account)
    audit.record(session, actor, "second_factor.remove", f"account:{account.id}")
    notices.second_factor_removed(session, account)


def recovery_codes_left(session: Session, account: Account) -> int:
    return (
        session.scalar(
            select(func.count(AccessToken.id)).where(
                AccessToken.account_id == account.id,
                AccessToken.purpose == Purpose.RECOVERY,
                AccessToken.revoked_at.is_(None),
            )
        )
        or 0
    )


def _is_code_of(session: Session, factor: SecondFactor, code: str) -> bool:
    """Compare a code with those of this half-minute and its neighbours, none accepted before."""
    totp = pyotp.TOTP(factor.secret)
    present = totp.timecode(clock.now())
    typed = "".join(code.split())
    for step in (present - 1, present, present + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode()):
            return _use_step(session, factor, step)
    return False


def _use_step(session: Session, factor: SecondFactor, step: int) -> bool:
    result = session.execute(
        update(SecondFactor)
        .where(SecondFactor.id == factor.id, SecondFactor.last_step < step)
        .values(last_step=step)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def _recovery_code() -> str:
    signs = "".join(secrets.choice(ALPHABET) for _place in range(16))
    return "-".join(signs[place : place + 4] for place in range(0, 16, 4))


def _end_recovery_codes(session: Session, account: Account) -> None:
    session.execute(
        update(AccessToken)
        .where(
            AccessToken.account_id == account.id,
            AccessToken.purpose == Purpose.RECOVERY,
            AccessToken.revoked_at.is_(None),
        )
        .values(revoked_at=clock.now())
    )
