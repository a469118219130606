"""Files of mobilities over the API: documents, and the template of the Beneficiary Module."""

import io
from typing import Any

from apiflask import Schema
from apiflask.fields import File
from flask import Response, send_file
from flask_babel import gettext as _
from marshmallow import fields
from marshmallow.validate import OneOf

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import NotFound
from app.mobilities import documents, module_template, queries
from app.mobilities.api.blueprint import bp
from app.mobilities.models import DocumentKind
from app.organisations.askers import own_id
from app.web.values import InSchema, QueryIn, Text

Wanted = dict[str, Any]


class DocumentFileIn(QueryIn):
    """In which language and as which kind of file a document is wanted."""

    language = Text(load_default="en", validate=OneOf(documents.LANGUAGES))
    format = Text(load_default="pdf", validate=OneOf(tuple(documents.FORMATS)))


class TemplateIn(InSchema):
    """A workbook in the layout of a Beneficiary Module template."""

    template = File(required=True)  # type: ignore[no-untyped-call]  # APIFlask has no types here


class DifferenceOut(Schema):
    """A cell of a filled template that states something else than what is stored."""

    mobility = fields.String()
    field = fields.String()
    stored = fields.String()
    stated = fields.String()


class TemplateOut(Schema):
    """What a template has, and where a filled one differs."""

    known_columns = fields.List(fields.String())
    unknown_columns = fields.List(fields.String())
    differences = fields.List(fields.Nested(DifferenceOut))


@bp.get("/mobilities/<key:mobility_id>/documents/<document>")
@allow(Permission.EDIT_MOBILITIES)
@bp.input(DocumentFileIn, location="query", arg_name="wanted")
def document(mobility_id: int, document: str, wanted: Wanted) -> Response:
    """Return a document as a file, filled with what is known."""
    row = queries.mobility(db.session(), mobility_id, own_id())
    known = {kind.value: kind for kind in DocumentKind}
    if document not in known:
        raise NotFound(_("There is no such document."))
    content = documents.written(row, known[document], **wanted)
    return send_file(
        io.BytesIO(content),
        mimetype=documents.FORMATS[wanted["format"]],
        as_attachment=True,
        download_name=f"{row.key}-{document}-{wanted['language']}.{wanted['format']}",
    )


@bp.post("/mobilities/template/filling")
@allow(Permission.EDIT_MOBILITIES)
@bp.input(TemplateIn, location="form_and_files", arg_name="wanted")
def fill_template(wanted: Wanted) -> Response:
    """Return a Beneficiary Module template filled with your mobilities; nothing is stored."""
    rows = queries.standing_mobilities(db.session(), own_id())
    return send_file(
        io.BytesIO(module_template.filled(wanted["template"].read(), rows)),
        mimetype=module_template.MIME,
        as_attachment=True,
        download_name="mobilities.xlsx",
    )


@bp.post("/mobilities/template/comparison")
@allow(Permission.EDIT_MOBILITIES)
@bp.input(TemplateIn, location="form_and_files", arg_name="wanted")
@bp.output(TemplateOut)
def compare_template(wanted: Wanted) -> Wanted:
    """Say where a filled template differs from what is stored; nothing is stored."""
    content = wanted["template"].read()
    layout = module_template.layout(content)
    names = ("mobility", "field", "stored", "stated")
    found = module_template.differences(
        content, queries.standing_mobilities(db.session(), own_id())
    )
    return {
        "known_columns": list(layout.columns),
        "unknown_columns": list(layout.unknown),
        "differences": [dict(zip(names, one, strict=True)) for one in found],
    }
