"""Secret links and tokens: made once, kept only as SHA-256, each for one purpose."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import AccessToken, Purpose

LIFETIMES = {
    Purpose.SIGN_IN: timedelta(minutes=30),
    Purpose.ITINERARY: timedelta(days=60),
    Purpose.CALENDAR: timedelta(days=60),
    Purpose.API: timedelta(days=365),
    Purpose.HOST_REPORT: timedelta(days=60),
    Purpose.UNSUBSCRIBE: timedelta(days=365),
    Purpose.RECOVERY: timedelta(days=3650),
    Purpose.PROOF: timedelta(minutes=10),
}
"""How long a token of a purpose lives unless its maker says otherwise."""


def issue(  # noqa: PLR0913 -- whom the token is for, each by name
    session: Session,
    purpose: Purpose,
    *,
    account_id: int | None = None,
    participant_id: int | None = None,
    organisation_id: int | None = None,
    label: str = "",
    expires_at: datetime | None = None,
) -> str:
    """Make a token and return its secret, which is nowhere kept: 43 base64url characters."""
    secret = secrets.token_urlsafe(32)
    moment = clock.now()
    session.add(
        AccessToken(
            purpose=purpose,
            digest=digest_of(secret),
            account_id=account_id,
            participant_id=participant_id,
            organisation_id=organisation_id,
            label=label,
            created_at=moment,
            expires_at=expires_at or moment + LIFETIMES[purpose],
        )
    )
    session.flush()
    return secret


def keep_code(session: Session, purpose: Purpose, account_id: int, code: str) -> None:
    """Keep the digest of a code that one person types; it is nothing for anybody else."""
    moment = clock.now()
    session.add(
        AccessToken(
            purpose=purpose,
            digest=digest_of(f"{account_id}:{code}"),
            account_id=account_id,
            created_at=moment,
            expires_at=moment + LIFETIMES[purpose],
        )
    )
    session.flush()


def use_code(session: Session, purpose: Purpose, account_id: int, code: str) -> bool:
    """Use up a code that a person has typed; False when it is wrong, used or too old."""
    token = find(session, purpose, f"{account_id}:{code}")
    return token is not None and use_up(session, token)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_live(token: AccessToken) -> bool:
    """Say whether a token opens: neither taken back nor over, and its bearer still belongs here.

    A calendar goes on after its person has withdrawn, to tell that the visits are cancelled.
    """
    if token.revoked_at is not None or token.expires_at <= clock.now():
        return False
    if token.purpose is Purpose.ITINERARY and token.participant is not None:
        return token.participant.withdrawn_at is None
    return token.organisation is None or token.organisation.archived_at is None


def look_up(session: Session, purpose: Purpose, secret: str) -> AccessToken | None:
    """Return the token of a purpose with this secret, live or not."""
    return session.scalar(
        select(AccessToken).where(
            AccessToken.digest == digest_of(secret), AccessToken.purpose == purpose
        )
    )


def find(session: Session, purpose: Purpose, secret: str) -> AccessToken | None:
    """Return the live token of a purpose with this secret, or None."""
    token = look_up(session, purpose, secret)
    return token if token is not None and is_live(token) else None


def use_up(session: Session, token: AccessToken) -> bool:
    """End a token that works once; False when somebody else was quicker."""
    moment = clock.now()
    result = session.execute(
        update(AccessToken)
        .where(AccessToken.id == token.id, AccessToken.revoked_at.is_(None))
        .values(used_at=moment, revoked_at=moment)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def revoke(token: AccessToken) -> None:
    """End a token now; sessions that came from it end with it."""
    token.revoked_at = token.revoked_at or clock.now()
