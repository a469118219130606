"""Messages that their readers may stop: each carries an address that does it with one click."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app import clock
from app.accounts import tokens
from app.accounts.models import AccessToken, Account, Purpose, StoppedMessages
from app.audit import actions as audit
from app.errors import Gone, NotFound
from app.messages import actions
from app.messages.models import Message


class Stoppable(StrEnum):
    """A kind of message that a person can do without."""

    REMINDER = "reminder"
    DIGEST = "digest"
    REQUEST = "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is to be said; the same `dedupe_key` is said once."""

    kind: Stoppable
    subject: str
    body: str
    dedupe_key: str


def write(session: Session, account: Account, letter: Letter, base_url: str) -> int:
    """Write to somebody unless it was said or they have stopped such messages; return 0 or 1."""
    told = exists().where(Message.dedupe_key == letter.dedupe_key)
    if session.scalar(select(told)) or _has_stopped(session, account, letter.kind):
        return 0
    secret = tokens.issue(
        session, Purpose.UNSUBSCRIBE, account_id=account.id, label=letter.kind.value
    )
    address = f"{base_url}/stop/{secret}"
    message = actions.write(
        session,
        to=account.email,
        subject=letter.subject,
        body="\n\n".join(
            (letter.body, _("No more messages of this kind: %(link)s", link=address))
        ),
        kind=letter.kind.value,
        dedupe_key=letter.dedupe_key,
    )
    message.stop_address = address
    session.flush()
    return 1


def _has_stopped(session: Session, account: Account, kind: Stoppable) -> bool:
    found = exists().where(
        StoppedMessages.account_id == account.id, StoppedMessages.kind == kind.value
    )
    return bool(session.scalar(select(found)))


def opened(session: Session, secret: str) -> AccessToken:
    """Return the token behind an address. Raises NotFound or Gone, naming nobody."""
    token = tokens.look_up(session, Purpose.UNSUBSCRIBE, secret)
    if token is None or token.account_id is None:
        raise NotFound(_("This link is not right. Please check that you copied all of it."))
    if not tokens.is_live(token):
        raise Gone(_("This link has expired. A newer message has a newer one."))
    return token


def stop(session: Session, token: AccessToken) -> None:
    """Stop the kind of message that a token names; again changes nothing."""
    if token.account_id is None or is_stopped(session, token):
        return
    session.add(
        StoppedMessages(account_id=token.account_id, kind=token.label, stopped_at=clock.now())
    )
    audit.record(
        session, f"account:{token.account_id}", "messages.stop", f"account:{token.account_id}"
    )


def resume(session: Session, token: AccessToken) -> None:
    """Let the kind of message that a token names come again."""
    session.execute(
        delete(StoppedMessages).where(
            StoppedMessages.account_id == token.account_id, StoppedMessages.kind == token.label
        )
    )
    audit.record(
        session, f"account:{token.account_id}", "messages.resume", f"account:{token.account_id}"
    )


def is_stopped(session: Session, token: AccessToken) -> bool:
    found = exists().where(
        StoppedMessages.account_id == token.account_id, StoppedMessages.kind == token.label
    )
    return bool(session.scalar(select(found)))
