"""What an operator does first: migrate, serve, describe the API."""

import json
import subprocess

import click

from app import migrations, serving
from app.database import db
from app.operating import open_service, reading_settings
from app.settings import settings_from


@click.command()
def migrate() -> None:
    """Bring the database to the newest revision."""
    with open_service().app_context():
        migrations.upgrade(db.engine)
        click.echo(f"The database is at {migrations.current(db.engine)}.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def up(host: str, port: int) -> None:
    """Run web and worker together; links name the port unless NETINVET_BASE_URL is set."""
    with reading_settings():
        serving.name_links(settings_from(), port)
        settings = settings_from()
    serving.run_together(settings, host, port)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def web(host: str, port: int) -> None:
    """Run the web server alone; links name the port unless NETINVET_BASE_URL is set."""
    with reading_settings():
        serving.name_links(settings_from(), port)
    raise SystemExit(subprocess.call(serving.web_command(host, port)))  # noqa: S603 -- our own command


@click.command("write-migration")
@click.argument("message")
def write_migration(message: str) -> None:
    """Write a migration for what the tables say and the database does not."""
    with open_service().app_context():
        migrations.upgrade(db.engine)
        migrations.write_revision(db.engine, message)


@click.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    app = open_service()
    with app.app_context():
        click.echo(json.dumps(app.spec, indent=1, ensure_ascii=False, sort_keys=True))
