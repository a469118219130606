"""Reading accounts and their tokens."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import AccessToken, Account, Purpose


def accounts(session: Session) -> Sequence[Account]:
    """Return everybody who may sign in, and those whose account has ended, by address."""
    return session.scalars(select(Account).order_by(Account.email)).all()


def account_with(session: Session, email: str) -> Account | None:
    """Return the account of an address in its one spelling."""
    return session.scalar(select(Account).where(Account.email == email))


def api_tokens(session: Session, account_id: int) -> Sequence[AccessToken]:
    """Return the API tokens of an account that were not taken back, oldest first."""
    return session.scalars(
        select(AccessToken)
        .where(
            AccessToken.account_id == account_id,
            AccessToken.purpose == Purpose.API,
            AccessToken.revoked_at.is_(None),
        )
        .order_by(AccessToken.id)
    ).all()
