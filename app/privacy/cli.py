"""Commands about people's data: tell, erase, and forget what is over."""

import json
from pathlib import Path

import click

from app.operating import OPERATOR, operating, spelt
from app.privacy import actions, retention


@click.command("export-person")
@click.argument("email")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Default: standard output.")
def export_person(email: str, output: Path | None) -> None:
    """Write everything that is known of the person with this address, as JSON."""
    with operating() as session:
        told = actions.export_person(session, OPERATOR, spelt(email))
        text = json.dumps(told, ensure_ascii=False, indent=1)
        if output is None:
            click.echo(text)
        else:
            output.touch(mode=0o600)
            output.write_text(text, encoding="utf-8")
            click.echo(f"Written to {output}.")


@click.command("erase-person")
@click.argument("email")
@click.confirmation_option(prompt="This cannot be taken back. Erase this person?")
def erase_person(email: str) -> None:
    """Forget the person with this address; plans keep their slot without a name."""
    with operating() as session:
        done = actions.erase_person(session, OPERATOR, spelt(email))
        for table, count in sorted(done.items()):
            click.echo(f"{table}: {count}")


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Only count what would be forgotten.")
def forget(*, dry_run: bool) -> None:
    """Forget what is kept only for a while, as every night."""
    with operating() as session:
        counts = retention.carry_out(session, dry_run=dry_run)
        for rule, count in counts.items():
            click.echo(f"{rule}: {count}")
        if not counts:
            click.echo("Nothing is over.")
