"""Commands about people's data: tell, erase, and forget what is over."""

import json
from pathlib import Path

import click

from app.database import db
from app.errors import Refusal
from app.factory import create_app
from app.privacy import actions, retention
from app.web.values import normal_email


@click.command("export-person")
@click.argument("email")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Default: standard output.")
def export_person(email: str, output: Path | None) -> None:
    """Write everything that is known of the person with this address, as JSON."""
    app = create_app()
    with app.app_context(), app.test_request_context():
        try:
            told = actions.export_person(db.session(), "operator", normal_email(email))
        except Refusal as refusal:
            raise click.ClickException(refusal.sentence) from refusal
        db.session.commit()
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
    app = create_app()
    with app.app_context(), app.test_request_context():
        try:
            done = actions.erase_person(db.session(), "operator", normal_email(email))
        except Refusal as refusal:
            raise click.ClickException(refusal.sentence) from refusal
        db.session.commit()
        for table, count in sorted(done.items()):
            click.echo(f"{table}: {count}")


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Only count what would be forgotten.")
def forget(*, dry_run: bool) -> None:
    """Forget what is kept only for a while, as every night."""
    app = create_app()
    with app.app_context():
        counts = retention.carry_out(db.session(), dry_run=dry_run)
        db.session.commit()
        for rule, count in counts.items():
            click.echo(f"{rule}: {count}")
        if not counts:
            click.echo("Nothing is over.")
