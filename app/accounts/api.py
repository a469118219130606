"""Accounts and tokens over the API."""

from collections.abc import Sequence
from typing import Any

from apiflask import APIBlueprint
from flask_login import current_user

from app.accounts import actions, queries
from app.accounts.models import AccessToken, Account
from app.accounts.permissions import Permission, allow
from app.accounts.schemas import AccountIn, AccountOut, RoleIn, SecretOut, TokenIn, TokenOut
from app.database import db
from app.web.editing import etag, on_version_of
from app.web.idempotency import idempotent

bp = APIBlueprint("accounts_api", __name__, url_prefix="/api/v1", tag="Accounts")

Answer = tuple[Account, int, dict[str, str]]


def _account(account_id: int) -> Account:
    return actions.account_of(db.session(), account_id)


@bp.get("/account")
@allow(Permission.OWN_ACCOUNT)
@bp.output(AccountOut)
def me() -> Account:
    """Tell who you are."""
    return db.session.get_one(Account, current_user.account_id)


@bp.get("/account/tokens")
@allow(Permission.OWN_ACCOUNT)
@bp.output(TokenOut(many=True))
def tokens() -> Sequence[AccessToken]:
    """List your API tokens, without their secrets."""
    return queries.api_tokens(db.session(), current_user.account_id)


@bp.post("/account/tokens")
@allow(Permission.OWN_ACCOUNT)
@bp.input(TokenIn, arg_name="wanted")
@bp.output(SecretOut, status_code=201)
def issue_token(wanted: dict[str, Any]) -> dict[str, str]:
    """Make a token; its secret is shown once."""
    secret = actions.issue_api_token(db.session(), current_user.account_id, wanted["label"])
    db.session.commit()
    return {"token": secret}


@bp.delete("/account/tokens/<key:token_id>")
@allow(Permission.OWN_ACCOUNT)
@bp.output({}, status_code=204)
def revoke_token(token_id: int) -> str:
    """Take a token of your own back."""
    actions.revoke_api_token(db.session(), current_user.account_id, token_id)
    db.session.commit()
    return ""


@bp.get("/accounts")
@allow(Permission.MANAGE_ACCOUNTS)
@bp.output(AccountOut(many=True))
def index() -> Sequence[Account]:
    """List the people who may sign in."""
    return queries.accounts(db.session())


@bp.put("/accounts/<key:account_id>/role")
@allow(Permission.MANAGE_ACCOUNTS)
@on_version_of(_account)
@bp.input(RoleIn, arg_name="wanted")
@bp.output(AccountOut)
def change_role(row: Account, wanted: dict[str, Any]) -> Answer:
    """Give somebody another role or organisation; their sessions end."""
    account = actions.change_role(db.session(), current_user.label, row.id, wanted)
    db.session.commit()
    return account, 200, etag(account)


@bp.get("/accounts/<key:account_id>")
@allow(Permission.MANAGE_ACCOUNTS)
@bp.output(AccountOut)
def show(account_id: int) -> Answer:
    """Read the account of a person."""
    account = _account(account_id)
    return account, 200, etag(account)


@bp.post("/accounts")
@allow(Permission.MANAGE_ACCOUNTS)
@idempotent
@bp.input(AccountIn, arg_name="wanted")
@bp.output(AccountOut, status_code=201)
def create(wanted: dict[str, Any]) -> Answer:
    """Add a person who may sign in."""
    account = actions.create_account(db.session(), current_user.label, wanted)
    db.session.commit()
    return account, 201, etag(account)


@bp.delete("/accounts/<key:account_id>")
@allow(Permission.MANAGE_ACCOUNTS)
@on_version_of(_account)
@bp.output({}, status_code=204)
def disable(row: Account) -> str:
    """End an account: its sessions, links and tokens end with it."""
    actions.disable_account(db.session(), current_user.label, row.id)
    db.session.commit()
    return ""
