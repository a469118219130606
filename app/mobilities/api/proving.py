"""The evidence of a mobility over the API."""

import io

from apiflask import FileSchema
from flask import Response, send_file
from flask_babel import gettext as _

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import NotFound
from app.mobilities import documents, evidence, queries
from app.mobilities.api.blueprint import bp
from app.organisations.askers import own_id

ZIP = "application/zip"


@bp.get("/mobilities/<key:mobility_id>/evidence-<language>.zip")
@allow(Permission.EDIT_MOBILITIES)
@bp.output(FileSchema(type="string", format="binary"), content_type=ZIP)
def evidence_pack(mobility_id: int, language: str) -> Response:
    """Give everything that proves a mobility, with a list of what is missing."""
    row = queries.mobility(db.session(), mobility_id, own_id())
    if language not in documents.LANGUAGES:
        raise NotFound(_("There is no such document."))
    found = evidence.pack(db.session(), row, language)
    return send_file(io.BytesIO(found.zipped()), mimetype=ZIP, download_name=f"{row.key}.zip")
