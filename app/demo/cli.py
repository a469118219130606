"""The command `netinvet demo`: from nothing to a running service, saying what it does."""

import os
import socket
import threading
import time
from contextlib import closing
from dataclasses import replace

import click
from rich.console import Console

from app import migrations, serving
from app.database import db
from app.demo.history import tell_history
from app.demo.notes import share_notes
from app.demo.people import WayIn, add_people, confirm_entries, ways_in
from app.demo.planning import publish_first_plan
from app.errors import Refusal
from app.factory import create_app
from app.forums.keys import forum_by_key
from app.imports.cli import fill
from app.operating import reading_settings
from app.settings import Settings, settings_from
from app.web import logs

EDITION = "poznan-2027"
"""The edition of a usual year, which is planned and published."""


@click.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--serve/--no-serve", default=True, help="Or only set everything up.")
def demo(port: int, *, serve: bool) -> None:
    """Set up a filled service, plan and publish an edition, serve it, say how to get in."""
    console = Console(soft_wrap=True)
    if serve and not _is_free(port):
        raise click.ClickException(f"Port {port} is in use; choose another with --port.")
    base_url = f"http://127.0.0.1:{port}"
    os.environ["NETINVET_BASE_URL"] = base_url
    with reading_settings():
        settings = replace(settings_from(), base_url=base_url)
    found = _set_up(settings, console)
    if not serve:
        _show(found, base_url, console)
        return
    waiting = threading.Thread(
        target=_show_when_up, args=(found, base_url, port, console), daemon=True
    )
    waiting.start()
    serving.run_together(settings, "127.0.0.1", port)


def _set_up(settings: Settings, console: Console) -> list[WayIn]:
    app = create_app(settings)
    logs.set_up(is_quiet=True)
    with app.app_context(), app.test_request_context():
        console.print(f"Data in {settings.data}")
        migrations.upgrade(db.engine)
        console.print("The database is ready.")
        session = db.session()
        try:
            fill(session, settings.seeds / "demo", console)
            add_people(session)
            confirm_entries(session)
            tell_history(session, settings.seeds / "demo")
            share_notes(session, settings.seeds / "demo")
            session.commit()
            forum = forum_by_key(session, EDITION)
            assert forum is not None, "the demo's sheets hold this edition"
            version = publish_first_plan(session, forum, console)
            console.print(f"Version {version.number} of the visit plan is published.")
            found = ways_in(session, forum, settings.base_url)
            session.commit()
        except Refusal as refusal:
            raise click.ClickException(refusal.sentence) from refusal
        return found


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _show_when_up(found: list[WayIn], base_url: str, port: int, console: Console) -> None:
    while True:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.2)
    _show(found, base_url, console)


def _show(found: list[WayIn], base_url: str, console: Console) -> None:
    console.print(f"\nThe service is at {base_url}\n")
    for way in found:
        console.print(f"{way.who}\n    {way.address}", highlight=False)
    console.print(
        "\nA sign-in link works once, for 30 minutes; new ones are to be asked for at "
        f"{base_url}/sign-in and arrive at {base_url}/outbox\nCtrl+C ends the service."
    )
