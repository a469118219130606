"""The command `netinvet editions`: which editions there are, and how far each is."""

import click

from app import clock
from app.forums import phases, queries
from app.operating import operating, show_table


@click.command()
def editions() -> None:
    """List the editions of the forum with their keys, the latest first."""
    with operating() as session:
        rows = [(forum, queries.amounts(session, forum)) for forum in queries.forums(session)]
        show_table(
            ("edition", "name", "days", "phase", "participants", "hosts", "tours"),
            (
                (
                    forum.key,
                    forum.name,
                    f"{forum.starts_on} – {forum.ends_on}",
                    phases.phase_on(forum, clock.today(forum.zone)).value,
                    amounts.participants,
                    amounts.hosts,
                    amounts.tours,
                )
                for forum, amounts in rows
            ),
        )
