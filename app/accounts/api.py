"""Accounts over the API."""

from apiflask import APIBlueprint
from flask_login import current_user

from app.accounts.models import Account
from app.accounts.permissions import Permission, allow
from app.accounts.schemas import AccountOut
from app.database import db

bp = APIBlueprint("accounts_api", __name__, url_prefix="/api/v1", tag="Accounts")


@bp.get("/account")
@allow(Permission.OWN_ACCOUNT)
@bp.output(AccountOut)
def me() -> Account:
    """Tell who you are."""
    return db.session.get_one(Account, current_user.account_id)
