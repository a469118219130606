"""What the commands share: the service opened, and every no as a sentence with an exit code."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click
from apiflask import APIFlask
from marshmallow import ValidationError
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.database import db
from app.errors import Refusal
from app.factory import create_app
from app.settings import BadSettings
from app.web.values import normal_email

OPERATOR = "operator"
"""How the audit trail names whoever works at the command line."""


@contextmanager
def reading_settings() -> Iterator[None]:
    """End the command with a sentence where settings are wrong."""
    try:
        yield
    except (BadSettings, ValueError) as problem:
        raise click.ClickException(f"The settings are wrong: {problem}") from problem


def open_service() -> APIFlask:
    """Return the application. Ends the command with a sentence where settings are wrong."""
    with reading_settings():
        return create_app()


@contextmanager
def operating() -> Iterator[Session]:
    """Open the service for a command, and commit what it did.

    A refusal ends the command with its sentences, exit code 1 and nothing written.
    """
    app = open_service()
    with app.app_context(), app.test_request_context():
        session = db.session()
        try:
            yield session
            session.commit()
        except Refusal as refusal:
            session.rollback()
            more = [
                f"\n{name or 'also'}: {' '.join(said)}"
                for name, said in refusal.fields.items()
                if said != [refusal.sentence]
            ]
            raise click.ClickException(refusal.sentence + "".join(more)) from refusal
        except SQLAlchemyError as problem:
            session.rollback()
            told = str(getattr(problem, "orig", problem)).splitlines()[0]
            raise click.ClickException(
                f"The database cannot be used: {told}. `netinvet check` says more."
            ) from problem


def spelt(email: str) -> str:
    """Return an address in its one spelling. Ends the command for what is no address."""
    try:
        return normal_email(email)
    except ValidationError as problem:
        raise click.BadParameter(f"{email} is no e-mail address.") from problem


def show_table(titles: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Print rows in columns; an empty table prints only its titles."""
    table = Table(*titles, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console = Console(soft_wrap=True)
    console.print(table, width=None if console.is_terminal else 200)
