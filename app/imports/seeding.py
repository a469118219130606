"""Fills a service from folders of sheets, through the importer that everybody uses.

A folder holds `organisations.csv`, `needs.csv` and so on; a folder inside it, named by an
edition's key, holds the sheets of that edition.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.errors import Conflict
from app.forums.models import Forum
from app.imports.actions import edition_for
from app.imports.applying import apply
from app.imports.checking import Checked, check
from app.imports.reading import read_table
from app.imports.targets import TARGETS, Target


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of a folder: what it holds, and for which edition."""

    target: Target[Any]
    edition: str
    path: Path


def sheets_of(folder: Path) -> list[Sheet]:
    """Return the sheets of a folder in the order in which an empty service takes them."""
    found = [Sheet(target, "", folder / f"{name}.csv") for name, target in TARGETS.items()]
    for edition in sorted(path for path in folder.iterdir() if path.is_dir()):
        found += [
            Sheet(target, edition.name, edition / f"{name}.csv")
            for name, target in TARGETS.items()
            if target.needs_forum
        ]
    return [sheet for sheet in found if sheet.path.exists()]


def import_file(
    session: Session, actor: str, target: Target[Any], forum: Forum | None, content: bytes
) -> Checked:
    """Read a sheet and write it if it has no faults; the caller looks at them and commits."""
    checked = check(session, target, forum, read_table(content))
    if not checked.problems:
        apply(session, actor, target, forum, checked)
    return checked


def seed(session: Session, folder: Path) -> Iterator[tuple[Sheet, Checked]]:
    """Import every sheet of a folder, one transaction each. Raises Conflict at a faulty one."""
    for sheet in sheets_of(folder):
        forum = edition_for(session, sheet.target, sheet.edition)
        checked = import_file(session, "seed", sheet.target, forum, sheet.path.read_bytes())
        if checked.problems:
            raise Conflict(_("%(file)s has faults:", file=sheet.path.name) + listed(checked))
        session.commit()
        yield sheet, checked


def listed(checked: Checked) -> str:
    """Return every problem of a sheet on a line of its own."""
    return "".join(
        "\n"
        + _(
            "Row %(row)s, %(column)s: %(sentence)s",
            row=problem.row,
            column=problem.column,
            sentence=problem.sentence,
        )
        for problem in checked.problems
    )
