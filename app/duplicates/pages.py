"""The page on which the directory's keepers merge entries, keep them apart, and go back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.duplicates import actions, queries, wording
from app.duplicates.models import Verdict
from app.duplicates.schemas import DecisionIn
from app.web.forms import read_form

bp = Blueprint("duplicates", __name__, url_prefix="/organisations/duplicates")


@bp.get("")
@allow(Permission.EDIT_DIRECTORY)
def index() -> ResponseReturnValue:
    return render_template(
        "duplicates/index.html",
        pairs=queries.proposed(db.session()),
        decisions=queries.decisions(db.session()),
        because=wording.because,
    )


@bp.post("")
@allow(Permission.EDIT_DIRECTORY)
def decide() -> ResponseReturnValue:
    form = read_form(DecisionIn())
    if form.value is None:
        flash(_("Please choose which of the two entries goes on."))
        return redirect(url_for("duplicates.index"), code=303)
    row = actions.decide(db.session(), current_user.label, current_user.name, form.value)
    db.session.commit()
    if row.verdict is Verdict.MERGED:
        flash(_("Merged. You can undo it below."))
    return redirect(url_for("duplicates.index"), code=303)


@bp.post("/<key:decision_id>/take-back")
@allow(Permission.EDIT_DIRECTORY)
def take_back(decision_id: int) -> ResponseReturnValue:
    row = queries.decision(db.session(), decision_id)
    actions.take_back(db.session(), current_user.label, current_user.name, row)
    db.session.commit()
    return redirect(url_for("duplicates.index"), code=303)
