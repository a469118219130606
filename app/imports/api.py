"""Spreadsheets over the API: the same journey as the pages."""

from collections.abc import Sequence
from typing import Any

from apiflask import APIBlueprint
from flask import Response
from flask_babel import get_locale
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db, reading
from app.imports import actions, queries
from app.imports.answers import file_answer
from app.imports.explaining import columns
from app.imports.exporting import export_sheet
from app.imports.mending import sheet_to_mend
from app.imports.models import ImportDraft
from app.imports.schemas import ExportIn, FormatIn, ImportOut, SheetOut, UploadIn
from app.imports.targets import TARGETS
from app.imports.writing import example
from app.web.idempotency import idempotent

bp = APIBlueprint("imports_api", __name__, url_prefix="/api/v1", tag="Spreadsheets")


@bp.get("/sheets")
@allow(Permission.IMPORT_SHEETS)
@bp.output(SheetOut(many=True))
def sheets() -> list[dict[str, Any]]:
    """List the kinds of sheets with their columns."""
    return [
        {"name": target.name, "needs_forum": target.needs_forum, "columns": columns(target)}
        for target in TARGETS.values()
    ]


@bp.get("/sheets/<name>/example")
@allow(Permission.IMPORT_SHEETS)
@bp.input(FormatIn, location="query", arg_name="wanted")
def example_sheet(name: str, wanted: dict[str, Any]) -> Response:
    """Return an example sheet as a file."""
    target = actions.target_named(name)
    content = example(target, wanted["format"], str(get_locale()))
    return file_answer(content, f"{target.name}-example", wanted["format"])


@bp.post("/sheets/<name>/exports")
@allow(Permission.EXPORT_SHEETS)
@bp.input(ExportIn, arg_name="wanted")
def export(name: str, wanted: dict[str, Any]) -> Response:
    """Export every row of a kind, in the layout in which it can be imported again."""
    content = export_sheet(db.session(), current_user, name, wanted["forum"], wanted["format"])
    db.session.commit()
    return file_answer(content, name, wanted["format"])


@bp.get("/imports")
@allow(Permission.IMPORT_SHEETS)
@bp.output(ImportOut(many=True))
def recent() -> Sequence[ImportDraft]:
    """List your own last uploads, the newest first."""
    return queries.recent_uploads(db.session(), current_user)


@bp.post("/imports")
@allow(Permission.IMPORT_SHEETS)
@idempotent
@bp.input(UploadIn, location="form_and_files", arg_name="wanted")
@bp.output(ImportOut, status_code=201)
def upload(wanted: dict[str, Any]) -> ImportDraft:
    """Upload a sheet for a dry run: the answer names every fault; nothing is written."""
    given = actions.Upload(
        target=wanted["sheet"],
        forum=wanted["forum"],
        filename=wanted["file"].filename or "",
        content=wanted["file"].read(),
    )
    with reading() as session:
        examined = actions.examine(session, given)
    draft = actions.keep(db.session(), current_user, given, examined)
    db.session.commit()
    return draft


@bp.get("/imports/<key:draft_id>")
@allow(Permission.IMPORT_SHEETS)
@bp.output(ImportOut)
def show(draft_id: int) -> ImportDraft:
    """Return an upload of one's own with its report."""
    return actions.draft_of(db.session(), current_user, draft_id)


@bp.get("/imports/<key:draft_id>/mend")
@allow(Permission.IMPORT_SHEETS)
@bp.input(FormatIn, location="query", arg_name="wanted")
def mend(draft_id: int, wanted: dict[str, Any]) -> Response:
    """Return the wrong rows as a file, with one more column that says what is wrong."""
    draft = actions.draft_of(db.session(), current_user, draft_id)
    content = sheet_to_mend(draft, wanted["format"])
    return file_answer(content, f"{draft.target}-to-mend", wanted["format"])


@bp.post("/imports/<key:draft_id>/confirm")
@allow(Permission.IMPORT_SHEETS)
@idempotent
@bp.output(ImportOut)
def confirm(draft_id: int) -> ImportDraft:
    """Write all of a sheet in one transaction."""
    with reading() as session:
        examined = actions.examine_again(session, current_user, draft_id)
    draft = actions.confirm(db.session(), current_user, draft_id, examined)
    db.session.commit()
    return draft


@bp.post("/imports/<key:draft_id>/undo")
@allow(Permission.IMPORT_SHEETS)
@idempotent
@bp.output(ImportOut)
def undo(draft_id: int) -> ImportDraft:
    """Restore the state before an import."""
    draft = actions.undo(db.session(), current_user, draft_id)
    db.session.commit()
    return draft
