"""What an operator does: migrate, serve, look after accounts."""

import json
import subprocess

import click
from flask import Flask

from app import migrations, serving
from app.accounts import actions as accounts
from app.accounts.models import Role
from app.database import db
from app.errors import Refusal
from app.factory import create_app
from app.settings import settings_from
from app.web.values import normal_email


def _app() -> Flask:
    return create_app()


@click.command()
def migrate() -> None:
    """Bring the database to the newest revision."""
    with _app().app_context():
        migrations.upgrade(db.engine)
        click.echo(f"The database is at {migrations.current(db.engine)}.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def up(host: str, port: int) -> None:
    """Run web and worker together."""
    serving.run_together(settings_from(), host, port)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def web(host: str, port: int) -> None:
    """Run the web server alone."""
    raise SystemExit(subprocess.call(serving.web_command(host, port)))  # noqa: S603 -- our own command


@click.command("add-account")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--organisation", default="", help="Key of the organisation.")
def add_account(email: str, name: str, role: str, organisation: str) -> None:
    """Add a person who may sign in."""
    app = _app()
    with app.app_context(), app.test_request_context():
        wanted = {
            "email": normal_email(email),
            "name": name,
            "role": Role(role),
            "organisation": organisation,
        }
        try:
            account = accounts.create_account(db.session(), "operator", wanted)
        except Refusal as refusal:
            raise click.ClickException(refusal.sentence) from refusal
        db.session.commit()
        click.echo(f"Account {account.id} may sign in.")


@click.command("write-migration")
@click.argument("message")
def write_migration(message: str) -> None:
    """Write a migration for what the tables say and the database does not."""
    with _app().app_context():
        migrations.upgrade(db.engine)
        migrations.write_revision(db.engine, message)


@click.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    app = create_app()
    with app.app_context():
        click.echo(json.dumps(app.spec, indent=1, ensure_ascii=False, sort_keys=True))
