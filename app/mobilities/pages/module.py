"""The export in the layout of a Beneficiary Module template."""

import io

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import Invalid
from app.mobilities import module_template, queries
from app.mobilities.pages.blueprint import bp
from app.organisations.askers import own_id
from app.web.forms import Form


@bp.get("/template")
@allow(Permission.EDIT_MOBILITIES)
def template() -> ResponseReturnValue:
    return render_template("mobilities/template.html", form=Form(), checked=None)


@bp.post("/template")
@allow(Permission.EDIT_MOBILITIES)
def fill_template() -> ResponseReturnValue:
    """Fill an uploaded template, or say what a filled one states otherwise."""
    form = Form()
    upload = request.files.get("template")
    content = upload.read() if upload else b""
    rows = queries.standing_mobilities(db.session(), own_id())
    try:
        if request.form.get("do") == "check":
            checked = (
                module_template.layout(content),
                module_template.differences(content, rows),
            )
            return render_template("mobilities/template.html", form=form, checked=checked)
        filled = module_template.filled(content, rows)
    except Invalid as refusal:
        form.errors["template"] = [refusal.sentence]
        return render_template("mobilities/template.html", form=form, checked=None), 422
    return send_file(
        io.BytesIO(filled),
        mimetype=module_template.MIME,
        as_attachment=True,
        download_name="mobilities.xlsx",
    )
