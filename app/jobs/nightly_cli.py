"""The command `netinvet daily`: the chores that the worker does each night, on demand."""

import click

from app.database import db
from app.factory import create_app
from app.jobs import nightly
from app.settings import Settings


@click.command()
def daily() -> None:
    """Forget what is over, let requests expire, send digests, remind of charters and entries."""
    app = create_app()
    settings: Settings = app.config["SETTINGS"]
    with app.app_context():
        done = nightly.carry_out(db.session(), settings.base_url)
    click.echo(
        f"{done['forgotten']} rows forgotten, {done['hosts']} hosts' requests looked at, "
        f"{done['digests']} digests, {done['charters']} charter reminders, "
        f"{done['stale']} reminders of stale entries, {done['deadlines']} deadlines of mobilities."
    )
