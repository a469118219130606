"""The commands `netinvet backup` and `netinvet restore`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from app import backups, clock, migrations
from app.audit import actions as audit
from app.database import db
from app.operating import OPERATOR, open_service, operating
from app.settings import settings_from

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", required=False, type=FOLDER)
def backup(folder: Path | None) -> None:
    """Copy the whole database into a new FOLDER, verified; the service may run meanwhile.

    Without FOLDER, into one named by the time in `backups` of the data folder.
    """
    folder = folder or _named_by_time(clock.now())
    with open_service().app_context(), _progress("Copying the database …") as told:
        manifest = backups.make(db.engine, folder, told)
    rows = sum(manifest["rows"].values())
    click.echo(f"Backup in {folder}: {rows} rows, {manifest['bytes']:,} bytes, verified.")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only verify the backup.")
@click.option("--yes", is_flag=True, help="Replace what the database holds without asking.")
def restore(folder: Path, *, check: bool, yes: bool) -> None:
    """Put the backup in FOLDER in the place of what the database holds.

    Please stop web and worker first. What the database holds now is backed up beside.
    """
    if check:
        with _progress("Reading the backup …"):
            manifest = backups.verified(folder)
        click.echo(f"The backup of {manifest['made_at']} is whole.")
        return
    if not yes:
        click.confirm("Everything in the database will be replaced. Go on?", abort=True)
    with open_service().app_context(), _progress("Restoring the database …") as told:
        if migrations.current(db.engine) is not None:
            before = _named_by_time(clock.now(), "before-restore-")
            backups.make(db.engine, before, told)
            click.echo(f"What was there is in {before}.")
        manifest = backups.restore(db.engine, folder, told)
    with operating() as session:
        details = {"made_at": manifest["made_at"], "sha256": manifest["sha256"]}
        audit.record(session, OPERATOR, "service.restore", "service", details)
    click.echo(f"The database is as it was at {manifest['made_at']}, at the newest revision.")


def _named_by_time(moment: datetime, prefix: str = "") -> Path:
    return settings_from().data / "backups" / f"{prefix}{moment:%Y%m%d-%H%M%S}"


@contextmanager
def _progress(what: str) -> Iterator[backups.Told]:
    """Show a bar while a copy is made; a faulty backup ends the command with its sentence."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)

        def tell(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        try:
            yield tell
        except backups.BadBackup as problem:
            raise click.ClickException(str(problem)) from problem
