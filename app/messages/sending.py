"""Sending the outbox: each message once, again after a growing pause while the server refuses.

A message is claimed before the server hears of it and marked after; what is lost in between
is unsure, shown as such and never sent again by itself.
"""

import hashlib
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from flask import Flask, current_app
from flask_mailman import EmailMessage, Mail
from sqlalchemy import CursorResult, Engine, or_, select, update
from sqlalchemy.orm import Session

from app import clock
from app.messages.models import Message, MessageState
from app.settings import BadSettings, Settings

log = structlog.get_logger()

PAUSES = (60, 120, 300, 900, 3600, 4 * 3600, 12 * 3600)
"""Seconds to wait after each refused try; after the last the message has failed."""
CLAIM_SECONDS = 120
"""How long a try may take before its outcome counts as unknown."""
TIMEOUT_SECONDS = 20
PERMANENT = 500
"""SMTP replies from here on will not change by waiting (RFC 5321, section 4.2.1)."""
AT_ONCE = 50
"""Messages in one round; the next round takes the rest."""


def set_up(app: Flask) -> None:
    """Tell Flask-Mailman about the server. Raises BadSettings for an unknown kind of address."""
    settings: Settings = app.config["SETTINGS"]
    url = urlsplit(settings.mail_url)
    if url.scheme not in ("outbox", "smtp", "smtps", "smtp+starttls"):
        raise BadSettings("NETINVET_MAIL_URL must be outbox: or begin with smtp:// or smtps://.")
    app.config.from_mapping(
        MAIL_BACKEND="smtp",
        MAIL_SERVER=url.hostname or "localhost",
        MAIL_PORT=url.port or (465 if url.scheme == "smtps" else 25),
        MAIL_USERNAME=unquote(url.username) if url.username else None,
        MAIL_PASSWORD=unquote(url.password) if url.password else None,
        MAIL_USE_SSL=url.scheme == "smtps",
        MAIL_USE_TLS=url.scheme == "smtp+starttls",
        MAIL_TIMEOUT=TIMEOUT_SECONDS,
        MAIL_DEFAULT_SENDER=settings.mail_from,
    )
    Mail().init_app(app)


def is_on(app: Flask) -> bool:
    """Say whether messages leave the outbox."""
    settings: Settings = app.config["SETTINGS"]
    return settings.mail_url != "outbox:"


def send_waiting(engine: Engine) -> None:
    """Send what is due; call inside the application's context."""
    _give_up_unknown(engine)
    if not is_on(current_app):
        return
    due = _due(engine)
    if not due:
        return
    connection = current_app.extensions["mailman"].get_connection()
    try:
        connection.open()
    except OSError as problem:
        log.warning("mail_server_away", reason=type(problem).__name__)
        _postpone_untried(engine, due[0])
        return
    try:
        for number in due:
            _send(engine, number, connection)
    finally:
        _close(connection)


def _close(connection: Any) -> None:  # noqa: ANN401 -- Flask-Mailman has no types
    try:
        connection.close()
    except (OSError, SMTPException) as problem:
        log.info("mail_connection_broken", reason=type(problem).__name__)


def _due(engine: Engine) -> list[int]:
    with Session(engine) as session:
        return list(
            session.scalars(
                select(Message.id).where(_is_due(clock.now())).order_by(Message.id).limit(AT_ONCE)
            )
        )


def _is_due(moment: datetime) -> Any:  # noqa: ANN401 -- an SQL condition
    waits = Message.state == MessageState.WAITING
    return waits & or_(Message.next_try_at.is_(None), Message.next_try_at <= moment)


def _send(engine: Engine, number: int, connection: Any) -> None:  # noqa: ANN401 -- Flask-Mailman has no types
    claimed = _claimed(engine, number)
    if claimed is None:
        return
    message, attempt = claimed
    try:
        connection.send_messages([message])
    except SMTPRecipientsRefused as problem:
        code = min(code for code, _reason in problem.recipients.values())
        _refused(engine, number, attempt, code)
    except SMTPResponseException as problem:
        _refused(engine, number, attempt, problem.smtp_code)
    except (OSError, SMTPException) as problem:
        log.warning("mail_unsure", message=number, reason=type(problem).__name__)
        _mark(engine, number, attempt, {"state": MessageState.UNSURE})
    else:
        values = {"state": MessageState.SENT, "sent_at": clock.now(), "next_try_at": None}
        _mark(engine, number, attempt, values)


def _claimed(engine: Engine, number: int) -> tuple[EmailMessage, int] | None:
    moment = clock.now()
    with Session(engine) as session, session.begin():
        result = session.execute(
            update(Message)
            .where(Message.id == number, _is_due(moment))
            .values(
                state=MessageState.SENDING,
                attempts=Message.attempts + 1,
                next_try_at=moment + timedelta(seconds=CLAIM_SECONDS),
            )
            .execution_options(synchronize_session=False)
        )
        assert isinstance(result, CursorResult)
        if not result.rowcount:
            return None
        row = session.get_one(Message, number)
        key = hashlib.sha256(row.dedupe_key.encode()).hexdigest()[:32]
        headers = {"Message-ID": f"<{key}@netinvet>"}
        if row.stop_address:
            headers["List-Unsubscribe"] = f"<{row.stop_address}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail = EmailMessage(row.subject, row.body, to=[row.recipient], headers=headers)
        return mail, row.attempts


def _refused(engine: Engine, number: int, attempt: int, code: int) -> None:
    """Try again later, or give up when the server says never or the pauses are used up."""
    if code >= PERMANENT or attempt > len(PAUSES):
        _mark(engine, number, attempt, {"state": MessageState.FAILED, "next_try_at": None})
        return
    later = clock.now() + timedelta(seconds=PAUSES[attempt - 1])
    _mark(engine, number, attempt, {"state": MessageState.WAITING, "next_try_at": later})


def _mark(engine: Engine, number: int, attempt: int, values: dict[str, Any]) -> None:
    """Note how a try ended, unless a later try has begun."""
    with Session(engine) as session, session.begin():
        session.execute(
            update(Message)
            .where(Message.id == number, Message.attempts == attempt)
            .values(values)
            .execution_options(synchronize_session=False)
        )


def _postpone_untried(engine: Engine, number: int) -> None:
    """Count a try that never reached the server."""
    claimed = _claimed(engine, number)
    if claimed is not None:
        _refused(engine, number, claimed[1], code=0)


def _give_up_unknown(engine: Engine) -> None:
    """Mark what a lost worker was sending: nobody knows whether it left."""
    with Session(engine) as session, session.begin():
        session.execute(
            update(Message)
            .where(Message.state == MessageState.SENDING, Message.next_try_at < clock.now())
            .values(state=MessageState.UNSURE)
            .execution_options(synchronize_session=False)
        )
