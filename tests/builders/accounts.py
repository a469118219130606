"""People who sign in."""

from itertools import count

from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.organisations.models import Organisation

_numbers = count(1)


def make_account(
    session: Session,
    *,
    role: Role = Role.ORGANISER,
    email: str | None = None,
    name: str = "Sam Sample",
    organisation: Organisation | None = None,
    locale: str = "en",
) -> Account:
    account = Account(
        email=email or f"person{next(_numbers)}@example.org",
        name=name,
        role=role,
        organisation_id=organisation.id if organisation else None,
        locale=locale,
    )
    session.add(account)
    session.commit()
    return account
