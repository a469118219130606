"""The command `netinvet daily`: the chores that the worker does each night, on demand."""

import click
from flask import current_app

from app.jobs import nightly
from app.operating import operating
from app.settings import Settings


@click.command()
def daily() -> None:
    """Forget what is over, let requests expire, send digests, remind of charters and entries."""
    with operating() as session:
        settings: Settings = current_app.config["SETTINGS"]
        done = nightly.carry_out(session, settings.base_url)
    click.echo(
        f"{done['forgotten']} rows forgotten, {done['hosts']} hosts' requests looked at, "
        f"{done['digests']} digests, {done['charters']} charter reminders, "
        f"{done['stale']} reminders of stale entries, {done['deadlines']} deadlines of mobilities."
    )
