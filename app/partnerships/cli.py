"""The command `netinvet daily`: the chores that the worker does each night, on demand."""

import click

from app.database import db
from app.factory import create_app
from app.mobilities import reminders
from app.partnerships import chores
from app.settings import Settings


@click.command()
def daily() -> None:
    """Let requests expire, send digests, remind of charters and stale entries."""
    app = create_app()
    settings: Settings = app.config["SETTINGS"]
    with app.app_context():
        done = chores.carry_out(db.session(), settings.base_url)
        deadlines = reminders.remind(db.session(), settings.base_url)
        db.session.commit()
    click.echo(
        f"{done['hosts']} hosts' requests looked at, {done['digests']} digests, "
        f"{done['charters']} charter reminders, {done['stale']} reminders of stale entries, "
        f"{deadlines} deadlines of mobilities."
    )
