"""The commands `netinvet export-all` and `import-all`: every sheet of a service as one folder."""

from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from app.forums.models import Forum
from app.forums.queries import forums
from app.imports.cli import fill
from app.imports.targets import TARGETS, Target
from app.imports.writing import Format, export
from app.operating import operating


@click.command("export-all")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--language", default="en", show_default=True, help="Language of the titles.")
def export_all(folder: Path, language: str) -> None:
    """Take every sheet out into FOLDER, as `import-all` brings them in again."""
    with operating() as session, Progress(console=Console(stderr=True), transient=True) as bar:
        wanted = _sheets(forums(session))
        for target, forum in bar.track(wanted, description="Exporting …"):
            path = folder / (forum.key if forum else "") / f"{target.name}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(export(session, target, forum, Format.CSV, language))
    click.echo(f"{len(wanted)} sheets written to {folder}.")


def _sheets(editions: list[Forum]) -> list[tuple[Target[Any], Forum | None]]:
    found: list[tuple[Target[Any], Forum | None]] = []
    for target in TARGETS.values():
        found += [(target, forum) for forum in (editions if target.needs_forum else [None])]
    return found


@click.command("import-all")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_all(folder: Path) -> None:
    """Bring in every sheet of FOLDER, each in a transaction of its own; stops at a faulty one."""
    with operating() as session:
        fill(session, folder, Console())
