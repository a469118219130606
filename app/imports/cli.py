"""Spreadsheets from the command line: import, export, seed."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from sqlalchemy.orm import Session

from app.imports.actions import edition_for, target_named
from app.imports.checking import check
from app.imports.reading import read_table
from app.imports.seeding import import_file, listed, seed, sheets_of
from app.imports.targets import TARGETS
from app.imports.writing import Format, export
from app.operating import OPERATOR, operating
from app.settings import settings_from

NAMES = click.Choice(list(TARGETS))


@click.command("import")
@click.argument("target", type=NAMES)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--forum", default="", help="Key of the edition, for sheets that belong to one.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
def import_sheet(target: str, file: Path, forum: str, *, dry_run: bool) -> None:
    """Bring a sheet in: every fault is named, or all of it is written."""
    with operating() as session, Console(stderr=True).status(f"Importing {file} …"):
        kind = target_named(target)
        edition = edition_for(session, kind, forum)
        if dry_run:
            checked = check(session, kind, edition, read_table(file.read_bytes()))
        else:
            checked = import_file(session, OPERATOR, kind, edition, file.read_bytes())
        if checked.problems:
            count = len(checked.problems)
            raise click.ClickException(f"{count} faults, nothing was written.{listed(checked)}")
        click.echo(
            f"{checked.rows} rows: {checked.created} new, {checked.changed} changed, "
            f"{checked.unchanged} unchanged{' (dry run)' if dry_run else ''}."
        )


@click.command("export")
@click.argument("target", type=NAMES)
@click.option("--forum", default="", help="Key of the edition, for sheets that belong to one.")
@click.option("--format", "form", type=click.Choice([one.value for one in Format]), default="csv")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Default: TARGET.FORMAT")
@click.option("--language", default="en", show_default=True, help="Language of the titles.")
def export_sheet(target: str, forum: str, form: str, output: Path | None, language: str) -> None:
    """Take a sheet out, in the layout in which it can be brought in again."""
    with operating() as session:
        kind = target_named(target)
        edition = edition_for(session, kind, forum)
        path = output or Path(f"{target}.{form}")
        path.write_bytes(export(session, kind, edition, Format(form), language))
        click.echo(f"Written to {path}.")


@click.command("seed")
def seed_demo() -> None:
    """Load the demo data; what is there already stays as it is."""
    with operating() as session:
        fill(session, settings_from().seeds / "demo", Console())


def fill(session: Session, folder: Path, console: Console) -> None:
    """Import every sheet of a folder, telling how far it is."""
    changed = 0
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Importing …", total=len(sheets_of(folder)))
        for sheet, checked in seed(session, folder):
            changed += checked.created + checked.changed
            label = f"{sheet.edition} {sheet.target.name}".strip()
            progress.update(task, advance=1, description=f"Imported {label}")
    console.print(f"Demo data imported: {changed} rows new or changed.")
