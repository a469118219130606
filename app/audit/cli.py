"""The commands `netinvet audit …`: read the trail, and prove that nobody has edited it."""

import click

from app.audit import queries
from app.operating import operating, show_table


@click.group()
def audit() -> None:
    """Read and verify the trail of who did what."""


@audit.command("verify")
def verify() -> None:
    """Check that no event was edited or taken out; exit code 1 where one was."""
    with operating() as session:
        found = queries.verify(session)
        if found.broken is not None:
            raise click.ClickException(
                f"Event {found.broken.id} of {found.broken.happened_at:%Y-%m-%d %H:%M} UTC does "
                "not follow from the one before it: it was edited, or others were removed."
            )
        click.echo(f"All {found.events} events are as they were written. The last: {found.head}")


@audit.command("list")
@click.option("--last", default=20, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--subject", default="", help="Only of one thing, such as forum:3 or account:7.")
def list_events(last: int, subject: str) -> None:
    """List the newest events, the last at the end."""
    with operating() as session:
        show_table(
            ("number", "when (UTC)", "who", "what", "of what"),
            (
                (
                    one.id,
                    f"{one.happened_at:%Y-%m-%d %H:%M:%S}",
                    one.actor,
                    one.action,
                    one.subject,
                )
                for one in queries.newest(session, last, subject)
            ),
        )
