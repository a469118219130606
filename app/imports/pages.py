"""The pages from a spreadsheet to its report, its confirmation and its undoing; and exports."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.accounts.proofs import proved
from app.database import db, reading
from app.errors import Invalid
from app.imports import actions, queries, wording
from app.imports.answers import file_answer
from app.imports.explaining import columns
from app.imports.exporting import export_sheet
from app.imports.mending import sheet_to_mend
from app.imports.schemas import ExportIn, FormatIn
from app.imports.targets import TARGETS
from app.imports.writing import Format, example
from app.web.forms import Form, read_form
from app.web.values import as_typed

bp = Blueprint("imports", __name__)


@bp.app_template_filter("sheet_name")
def sheet_name(name: str) -> str:
    return wording.sheet_name(name)


@bp.get("/imports")
@allow(Permission.IMPORT_SHEETS)
def index() -> ResponseReturnValue:
    return render_template(
        "imports/index.html",
        sheets=[(target, wording.sheet_about(target.name)) for target in TARGETS.values()],
        uploads=queries.recent_uploads(db.session(), current_user),
    )


@bp.get("/imports/sheets/<name>")
@allow(Permission.IMPORT_SHEETS)
def sheet(name: str) -> ResponseReturnValue:
    return _sheet_page(name, Form(typed=request.args.to_dict()))


def _sheet_page(name: str, form: Form) -> str:
    target = actions.target_named(name)
    return render_template(
        "imports/sheet.html",
        target=target,
        about=wording.sheet_about(name),
        columns=columns(target),
        editions=queries.editions(db.session()) if target.needs_forum else [],
        form=form,
    )


@bp.post("/imports/sheets/<name>")
@allow(Permission.IMPORT_SHEETS)
def upload(name: str) -> ResponseReturnValue:
    file = request.files.get("file")
    form = Form(typed={"forum": request.form.get("forum", "")})
    if file is None or not file.filename:
        form.errors["file"] = [_("Please choose a file.")]
        return _sheet_page(name, form), 422
    given = actions.Upload(
        target=name,
        forum=form.typed["forum"],
        filename=file.filename,
        content=file.read(),
    )
    try:
        with reading() as session:
            examined = actions.examine(session, given)
        draft = actions.keep(db.session(), current_user, given, examined)
    except Invalid as refusal:
        db.session.rollback()
        form.errors.update(refusal.fields)
        return _sheet_page(name, form), 422
    db.session.commit()
    return redirect(url_for("imports.show", draft_id=draft.id), code=303)


@bp.get("/imports/<key:draft_id>")
@allow(Permission.IMPORT_SHEETS)
def show(draft_id: int) -> ResponseReturnValue:
    draft = actions.draft_of(db.session(), current_user, draft_id)
    titles = list(dict.fromkeys(problem["column"] for problem in draft.report["problems"]))
    rows: dict[int, dict[str, dict[str, str]]] = {}
    for problem in draft.report["problems"]:
        rows.setdefault(problem["row"], {})[problem["column"]] = problem
    return render_template("imports/show.html", draft=draft, titles=titles, rows=rows)


@bp.post("/imports/<key:draft_id>/confirm")
@allow(Permission.IMPORT_SHEETS)
def confirm(draft_id: int) -> ResponseReturnValue:
    with reading() as session:
        examined = actions.examine_again(session, current_user, draft_id)
    actions.confirm(db.session(), current_user, draft_id, examined)
    db.session.commit()
    return redirect(url_for("imports.show", draft_id=draft_id), code=303)


@bp.post("/imports/<key:draft_id>/undo")
@allow(Permission.IMPORT_SHEETS)
def undo(draft_id: int) -> ResponseReturnValue:
    actions.undo(db.session(), current_user, draft_id)
    db.session.commit()
    return redirect(url_for("imports.show", draft_id=draft_id), code=303)


@bp.get("/imports/<key:draft_id>/mend")
@allow(Permission.IMPORT_SHEETS)
def mend(draft_id: int) -> ResponseReturnValue:
    draft = actions.draft_of(db.session(), current_user, draft_id)
    wanted = _format_asked()
    return file_answer(sheet_to_mend(draft, wanted), f"{draft.target}-to-mend", wanted)


@bp.get("/imports/sheets/<name>/example")
@allow(Permission.IMPORT_SHEETS)
def example_sheet(name: str) -> ResponseReturnValue:
    target = actions.target_named(name)
    wanted = _format_asked()
    content = example(target, wanted, str(get_locale()))
    return file_answer(content, f"{target.name}-example", wanted)


@bp.post("/imports/sheets/<name>/export")
@allow(Permission.EXPORT_SHEETS)
@proved()
def export(name: str) -> ResponseReturnValue:
    form = read_form(ExportIn())
    if form.value is None:
        return _sheet_page(name, form), 422
    try:
        content = export_sheet(
            db.session(), current_user, name, form.value["forum"], form.value["format"]
        )
    except Invalid as refusal:
        form.errors.update(refusal.fields)
        return _sheet_page(name, form), 422
    db.session.commit()
    return file_answer(content, name, form.value["format"])


def _format_asked() -> Format:
    """Return the format that the address asks for, CSV when it asks for none that exists."""
    with as_typed():
        given = FormatIn().validate(request.args.to_dict())
    return Format.CSV if given else Format(request.args.get("format", "csv"))
