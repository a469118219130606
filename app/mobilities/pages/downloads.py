"""Documents of a mobility as files."""

import io

from flask import send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import NotFound
from app.mobilities import documents, evidence, queries
from app.mobilities.models import DocumentKind
from app.mobilities.pages.blueprint import bp
from app.organisations.askers import own_id


@bp.get("/<key:mobility_id>/evidence-<language>.zip")
@allow(Permission.EDIT_MOBILITIES)
def evidence_pack(mobility_id: int, language: str) -> ResponseReturnValue:
    """Give everything that proves a mobility, with a list of what is missing."""
    row = queries.mobility(db.session(), mobility_id, own_id())
    if language not in documents.LANGUAGES:
        raise NotFound(_("There is no such document."))
    found = evidence.pack(db.session(), row, language)
    return send_file(
        io.BytesIO(found.zipped()),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"{row.key}-evidence-{language}.zip",
    )


@bp.get("/<key:mobility_id>/documents/<document>-<language>.<format>")
@allow(Permission.EDIT_MOBILITIES)
def document(mobility_id: int, document: str, language: str, format: str) -> ResponseReturnValue:
    """Give a document filled with what is known."""
    row = queries.mobility(db.session(), mobility_id, own_id())
    known = {kind.value: kind for kind in DocumentKind}
    if (
        document not in known
        or language not in documents.LANGUAGES
        or format not in documents.FORMATS
    ):
        raise NotFound(_("There is no such document."))
    return send_file(
        io.BytesIO(documents.written(row, known[document], language, format)),
        mimetype=documents.FORMATS[format],
        as_attachment=True,
        download_name=f"{row.key}-{document}-{language}.{format}",
    )
