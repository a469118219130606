"""The organisers' page on weights: what decisions teach, before and after, and the history."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.partnerships import bridge, weights, wording
from app.partnerships.pages.blueprint import bp
from app.partnerships.schemas import AdoptIn
from app.web.forms import Form, read_form


def _page(form: Form) -> str:
    return render_template(
        "partnerships/weights.html",
        form=form,
        proposal=bridge.proposal(db.session()),
        settings=weights.settings(db.session()),
        wording=wording,
    )


@bp.get("/weights")
@allow(Permission.SET_WEIGHTS)
def show_weights() -> ResponseReturnValue:
    return _page(Form())


@bp.post("/weights")
@allow(Permission.SET_WEIGHTS)
def adopt_weights() -> ResponseReturnValue:
    form = read_form(AdoptIn())
    if form.value is None:
        return _page(form), 422
    weights.adopt(db.session(), current_user.label, current_user.name, **form.value)
    db.session.commit()
    flash(_("The new weights are in force."))
    return redirect(url_for("partnerships.show_weights"), code=303)


@bp.post("/weights/<key:setting_id>/take-back")
@allow(Permission.SET_WEIGHTS)
def take_back_weights(setting_id: int) -> ResponseReturnValue:
    weights.take_back(db.session(), current_user.label, current_user.name, setting_id)
    db.session.commit()
    return redirect(url_for("partnerships.show_weights"), code=303)
