"""What an operator does: migrate, serve, look after accounts."""

import json
import subprocess

import click
from flask import Flask
from sqlalchemy import select

from app import migrations, serving
from app.accounts import actions as accounts
from app.accounts import second_factors
from app.accounts.models import Account, Role
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


@click.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Take the second factor away from somebody who has lost it; their sessions end."""
    app = _app()
    with app.app_context(), app.test_request_context():
        session = db.session()
        account = session.scalar(select(Account).where(Account.email == normal_email(email)))
        if account is None or account.second_factor is None:
            raise click.ClickException("Nobody with this address has a second factor.")
        second_factors.remove(session, "operator", account)
        session.commit()
        click.echo(f"Account {account.id} signs in without a second factor now.")


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
