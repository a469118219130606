"""Who is asking: an account, or a participant by a private link."""

from dataclasses import dataclass, replace

from flask import Request, current_app, request, session
from flask_login import LoginManager
from sqlalchemy.orm import Session as DbSession

from app import clock
from app.accounts import tokens
from app.accounts.link_paths import LINK_PATHS, below
from app.accounts.models import AccessToken, Account, Purpose, Role
from app.accounts.permissions import needs_second_factor
from app.database import db
from app.settings import Settings

IDLE_SECONDS = 2 * 60 * 60
"""A session ends after two hours without a request."""
ABSOLUTE_SECONDS = 12 * 60 * 60
"""A session ends twelve hours after sign-in, whatever happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Whoever asks, as far as permissions and the audit trail are concerned."""

    role: Role
    account_id: int | None = None
    participant_id: int | None = None
    organisation_id: int | None = None
    session_key: str = ""
    name: str = ""
    locale: str = "en"
    zone: str = "Europe/Paris"
    lacks_second_factor: bool = False

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.session_key

    @property
    def label(self) -> str:
        """How the audit trail and logs name the actor: never by name."""
        if self.account_id is not None:
            return f"account:{self.account_id}"
        if self.participant_id is None:
            return f"organisation:{self.organisation_id}"
        return f"participant:{self.participant_id}"


def actor_of_account(account: Account) -> Actor:
    settings: Settings = current_app.config["SETTINGS"]
    must_have_one = settings.needs_second_factor and needs_second_factor(account.role)
    return Actor(
        role=account.role,
        account_id=account.id,
        organisation_id=account.organisation_id,
        session_key=f"account:{account.id}:{account.epoch}",
        name=account.name,
        locale=account.locale,
        zone=account.zone,
        lacks_second_factor=must_have_one and not account.has_second_factor,
    )


def actor_of_link(token: AccessToken) -> Actor:
    if token.purpose is Purpose.HOST_REPORT:
        return Actor(
            role=Role.HOST,
            organisation_id=token.organisation_id,
            session_key=f"link:{token.id}",
        )
    return Actor(
        role=Role.STAFF,
        participant_id=token.participant_id,
        session_key=f"link:{token.id}",
        locale=token.participant.locale if token.participant else "en",
    )


def set_up(login: LoginManager) -> None:
    """Teach Flask-Login to read our sessions and bearer tokens."""
    login.user_loader(_from_session)
    login.request_loader(_from_header)
    login.session_protection = None


def _from_session(key: str) -> Actor | None:
    if _link_path(request):
        found = _from_link(request)
        if found or _link_path(request) == "/me":
            return found
    if request.path.startswith("/api/") or _is_too_old():
        return None
    kind, _, rest = key.partition(":")
    return _live_account(db.session(), rest) if kind == "account" else None


def _link_path(asked: Request) -> str | None:
    return next((path for path in LINK_PATHS if below(asked, path)), None)


def _from_link(asked: Request) -> Actor | None:
    """Return whose private link this browser swapped for a session."""
    name, purpose = LINK_PATHS[_link_path(asked) or "/me"]
    number = session.get(name)
    token = db.session.get(AccessToken, number) if isinstance(number, int) else None
    if token is None or token.purpose is not purpose or not tokens.is_live(token):
        return None
    return actor_of_link(token)


def _is_too_old() -> bool:
    moment = clock.now().timestamp()
    started, seen = session.get("started", 0), session.get("seen", 0)
    if moment - started > ABSOLUTE_SECONDS or moment - seen > IDLE_SECONDS:
        return True
    if moment - seen > IDLE_SECONDS / 12:
        session["seen"] = moment
    return False


def _live_account(db_session: DbSession, rest: str) -> Actor | None:
    number, _, epoch = rest.partition(":")
    if not (number.isdecimal() and epoch.isdecimal()):
        return None
    account = db_session.get(Account, int(number))
    if account is None or not account.may_enter or account.epoch != int(epoch):
        return None
    return actor_of_account(account)


def _from_header(asked: Request) -> Actor | None:
    if _link_path(asked):
        return _from_link(asked)
    if not asked.path.startswith("/api/"):
        return None
    scheme, _, secret = asked.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        return None
    token = tokens.find(db.session(), Purpose.API, secret.strip())
    if token is None or token.account_id is None:
        return None
    account = db.session.get(Account, token.account_id)
    if account is None or not account.may_enter:
        return None
    return replace(actor_of_account(account), lacks_second_factor=False)
