"""Letters that tell people what changed about how they sign in, so that a thief is noticed."""

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.messages import actions as messages


def second_factor_set_up(session: Session, account: Account) -> None:
    with force_locale(account.locale):
        _tell(session, account, _("Signing in to your account now needs a second factor."))


def second_factor_removed(session: Session, account: Account) -> None:
    with force_locale(account.locale):
        _tell(session, account, _("The second factor of your account has been taken away."))


def password_changed(session: Session, account: Account) -> None:
    with force_locale(account.locale):
        _tell(session, account, _("The password of your account has been changed or removed."))


def role_changed(session: Session, account: Account) -> None:
    with force_locale(account.locale):
        _tell(session, account, _("Your role has been changed. Please sign in again."))


def lists_exported(session: Session, account_id: int, number: int) -> None:
    """Tell every organiser that somebody has taken out as many lists of people as a day allows."""
    organisers = session.scalars(
        select(Account).where(Account.role == Role.ORGANISER, Account.disabled_at.is_(None))
    )
    for organiser in organisers:
        with force_locale(organiser.locale):
            _tell(
                session,
                organiser,
                _(
                    "The account %(account)d has exported %(number)d lists of people "
                    "within a day. It can export no more of them until tomorrow.",
                    account=account_id,
                    number=number,
                ),
            )


def _tell(session: Session, account: Account, sentence: str) -> None:
    messages.write(
        session,
        to=account.email,
        subject=_("About your account"),
        body=sentence + "\n\n" + _("If this surprises you, please tell the organisers at once."),
        kind="account_notice",
        dedupe_key=f"notice:{account.id}:{clock.now().timestamp()}",
    )
