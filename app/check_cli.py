"""The command `netinvet check`: whether settings, database, queue and mail are as they should."""

import shutil
import smtplib
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask, current_app
from huey import Huey
from sqlalchemy import text

from app import migrations
from app.audit import queries as trail
from app.database import db, is_sqlite
from app.jobs.queue import queue_of
from app.operating import open_service
from app.privacy import retention
from app.settings import Settings, settings_from
from app.web.health import SPARE_BYTES

SECONDS_FOR_MAIL = 10


class Wrong(Exception):
    """Something that does not work, in a sentence."""


@click.command()
def check() -> None:
    """Say in sentences what works and what does not; exit code 1 where something does not."""
    app = open_service()
    checks: dict[str, Callable[[Settings], str]] = {
        "settings": _settings,
        "data folder": _data,
        "database": _database,
        "audit trail": _trail,
        "nightly work": _night,
        "queue": _queue,
        "mail": _mail,
    }
    with app.app_context():
        well = [_one(app, name, one) for name, one in checks.items()]
    if not all(well):
        raise click.exceptions.Exit(1)


def _one(app: Flask, name: str, one: Callable[[Settings], str]) -> bool:
    settings: Settings = app.config["SETTINGS"]
    try:
        click.echo(f"ok     {name}: {one(settings)}")
    except Exception as problem:  # noqa: BLE001 -- whatever it is, the operator wants to read it
        told = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        click.echo(f"wrong  {name}: {told}")
        return False
    return True


def _settings(settings: Settings) -> str:
    return f"{settings.environment} at {settings.base_url}"


def _data(_settings: Settings) -> str:
    folder: Path = settings_from().data
    probe = folder / ".probe"
    probe.write_text("")
    probe.unlink()
    free = shutil.disk_usage(folder).free
    if free < SPARE_BYTES:
        raise Wrong(f"{folder} has only {free:,} bytes free.")
    return f"{folder} can be written, {free // 2**20:,} MB free"


def _database(_settings: Settings) -> str:
    at, newest = migrations.current(db.engine), migrations.newest()
    if at != newest:
        raise Wrong(f"it is at revision {at}, {newest} is needed: run `netinvet migrate`.")
    if is_sqlite(db.engine):
        answer = db.session.execute(text("PRAGMA quick_check")).scalar_one()
        if answer != "ok":
            raise Wrong(f"SQLite finds it broken ({answer}): restore a backup.")
    return f"{db.engine.dialect.name}, at the newest revision {at}"


def _trail(_settings: Settings) -> str:
    found = trail.verify(db.session())
    if found.broken is not None:
        raise Wrong(f"event {found.broken.id} was edited, or events before it were removed.")
    return f"{found.events} events, as they were written"


def _night(_settings: Settings) -> str:
    since = retention.late_since(db.session())
    if since is not None:
        raise Wrong(
            f"nothing that is over has been deleted since {since:%Y-%m-%d %H:%M} UTC: "
            "run a worker, or `netinvet daily`."
        )
    return "personal data that is over is being deleted"


def _queue(settings: Settings) -> str:
    queue = queue_of(current_app)
    waiting = sum(_waiting(one) for one in (queue.planning, queue.upkeep))
    return f"{settings.queue_url.partition(':')[0]}, {waiting} tasks wait"


def _waiting(huey: Huey) -> int:
    number: int = huey.pending_count()
    return number


def _mail(settings: Settings) -> str:
    if settings.mail_url == "outbox:":
        return "stays in the local outbox, nothing is sent"
    config = current_app.config
    kind = smtplib.SMTP_SSL if config["MAIL_USE_SSL"] else smtplib.SMTP
    with kind(config["MAIL_SERVER"], config["MAIL_PORT"], timeout=SECONDS_FOR_MAIL) as server:
        if config["MAIL_USE_TLS"]:
            server.starttls()
        if config["MAIL_USERNAME"]:
            server.login(config["MAIL_USERNAME"], config["MAIL_PASSWORD"] or "")
        server.noop()
    return f"{config['MAIL_SERVER']} answers"
