"""Signing in, changing accounts, giving and taking back links and tokens. Callers commit."""

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import clock
from app.accounts import notices, passwords, tokens
from app.accounts.models import ROLES_OF_ORGANISATIONS, AccessToken, Account, Purpose
from app.audit import actions as audit
from app.errors import Conflict, Gone, Invalid, NotFound
from app.messages import actions as messages
from app.organisations.models import Organisation


def send_sign_in_link(session: Session, email: str, base_url: str) -> str | None:
    """Write the one-time link into the outbox if the address is known; return its secret.

    The answer to the reader must be the same for unknown addresses.
    """
    account = session.scalar(select(Account).where(Account.email == email))
    if account is None or not account.may_enter:
        return None
    secret = tokens.issue(session, Purpose.SIGN_IN, account_id=account.id)
    with force_locale(account.locale):
        messages.write(
            session,
            to=account.email,
            subject=_("Your sign-in link"),
            body=_(
                "Please open this address to sign in. It works once, for 30 minutes:\n\n"
                "%(link)s\n\n"
                "If you did not ask for it, you need not do anything.",
                link=f"{base_url}/sign-in/{secret}",
            ),
            kind="sign_in",
            dedupe_key=f"sign-in:{tokens.digest_of(secret)[:16]}",
        )
    return secret


def issue_sign_in_link(session: Session, actor: str, account: Account) -> str:
    """Make a one-time link for somebody whose mail does not arrive; return its secret.

    Raises Conflict for an account that has ended.
    """
    if not account.may_enter:
        raise Conflict(_("This account has ended."))
    audit.record(session, actor, "account.sign_in_link", f"account:{account.id}")
    return tokens.issue(session, Purpose.SIGN_IN, account_id=account.id)


def account_by_password(session: Session, email: str, password: str) -> Account | None:
    """Return the account when address and password are right; slow either way."""
    account = session.scalar(select(Account).where(Account.email == email))
    is_right = passwords.matches(account.password_hash if account else None, password)
    return account if account and is_right and account.may_enter else None


def use_sign_in_link(session: Session, secret: str) -> Account:
    """Return the account of a one-time link and use the link up. Raises Gone otherwise."""
    token = tokens.find(session, Purpose.SIGN_IN, secret)
    account = session.get(Account, token.account_id) if token and token.account_id else None
    if (
        token is None
        or account is None
        or not account.may_enter
        or not tokens.use_up(session, token)
    ):
        raise Gone(_("This sign-in link has been used or has expired. Please ask for a new one."))
    return account


def note_sign_in(session: Session, account: Account) -> None:
    account.last_seen_at = clock.now()
    audit.record(session, f"account:{account.id}", "account.sign_in", f"account:{account.id}")


def end_sessions(session: Session, account_id: int) -> None:
    """End every session of an account, here and elsewhere."""
    account = session.get(Account, account_id)
    if account is not None:
        account.epoch += 1
        audit.record(session, f"account:{account.id}", "account.sign_out", f"account:{account.id}")


def set_password(session: Session, account_id: int, password: str) -> None:
    """Change or remove a password; all sessions end."""
    account = session.get_one(Account, account_id)
    account.password_hash = passwords.hash_of(password) if password else None
    account.epoch += 1
    audit.record(session, f"account:{account.id}", "account.password", f"account:{account.id}")
    notices.password_changed(session, account)


def create_account(session: Session, actor: str, wanted: Mapping[str, Any]) -> Account:
    """Add a person who may sign in."""
    if session.scalar(select(Account.id).where(Account.email == wanted["email"])):
        raise Conflict(_("There is an account with this address already."))
    account = Account(
        email=wanted["email"],
        name=wanted["name"],
        role=wanted["role"],
        organisation_id=_organisation_id(session, wanted),
    )
    session.add(account)
    session.flush()
    details = {"role": account.role.value}
    audit.record(session, actor, "account.create", f"account:{account.id}", details)
    return account


def _organisation_id(session: Session, wanted: Mapping[str, Any]) -> int | None:
    key = wanted.get("organisation", "")
    needs_one = wanted["role"] in ROLES_OF_ORGANISATIONS
    if not key and needs_one:
        raise Invalid(
            _("Some values cannot be right."),
            fields={"organisation": [_("This role belongs to an organisation: please name it.")]},
        )
    if not key:
        return None
    found = session.scalar(select(Organisation.id).where(Organisation.key == key))
    if found is None:
        raise Invalid(
            _("Some values cannot be right."),
            fields={"organisation": [_("There is no organisation with this key.")]},
        )
    return found


def disable_account(session: Session, actor: str, account_id: int) -> Account:
    """End an account with its sessions, links and tokens. Raises Conflict for one's own."""
    account = account_of(session, account_id)
    if actor == f"account:{account.id}":
        raise Conflict(_("Nobody ends their own account: please ask another organiser."))
    account.disabled_at = account.disabled_at or clock.now()
    account.epoch += 1
    session.execute(
        update(AccessToken)
        .where(AccessToken.account_id == account.id, AccessToken.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    audit.record(session, actor, "account.disable", f"account:{account.id}")
    return account


def change_role(
    session: Session, actor: str, account_id: int, wanted: Mapping[str, Any]
) -> Account:
    """Give somebody another role or organisation; their sessions end, so that all is asked anew.

    Raises Conflict for one's own role: nobody locks the last organiser out, or promotes oneself.
    """
    account = account_of(session, account_id)
    if actor == f"account:{account.id}":
        raise Conflict(_("Nobody changes their own role: please ask another organiser."))
    before = {"role": account.role.value, "organisation": account.organisation_id}
    account.role = wanted["role"]
    account.organisation_id = _organisation_id(session, wanted)
    account.epoch += 1
    after = {"role": account.role.value, "organisation": account.organisation_id}
    details = {"before": before, "after": after}
    audit.record(session, actor, "account.role", f"account:{account.id}", details)
    notices.role_changed(session, account)
    return account


def account_of(session: Session, account_id: int) -> Account:
    """Return an account. Raises NotFound."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound(_("There is no such account."))
    return account


def issue_api_token(session: Session, account_id: int, label: str) -> str:
    """Make an API token and return its secret, shown once."""
    secret = tokens.issue(session, Purpose.API, account_id=account_id, label=label)
    audit.record(session, f"account:{account_id}", "token.issue", f"account:{account_id}")
    return secret


def revoke_api_token(
    session: Session, account_id: int, token_id: int, *, by: str | None = None
) -> None:
    """Take an API token of an account back; `by` is the actor where it is not the owner."""
    token = session.get(AccessToken, token_id)
    if token is None or token.account_id != account_id or token.purpose is not Purpose.API:
        raise NotFound(_("There is no such token."))
    tokens.revoke(token)
    actor = by or f"account:{account_id}"
    audit.record(session, actor, "token.revoke", f"account:{account_id}")
