"""The page of mails that did not arrive, for whoever looks after accounts."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.messages import actions, queries
from app.messages import wording as _wording  # noqa: F401 -- words the states

bp = Blueprint("messages", __name__, url_prefix="/messages")


@bp.get("")
@allow(Permission.MANAGE_ACCOUNTS)
def index() -> ResponseReturnValue:
    return render_template("messages/index.html", messages=queries.lost(db.session()))


@bp.post("/<key:message_id>/send-again")
@allow(Permission.MANAGE_ACCOUNTS)
def send_again(message_id: int) -> ResponseReturnValue:
    actions.send_again(db.session(), current_user.label, queries.message(db.session(), message_id))
    db.session.commit()
    flash(_("The message will be sent again within a minute."))
    return redirect(url_for("messages.index"), code=303)


@bp.post("/<key:message_id>/settle")
@allow(Permission.MANAGE_ACCOUNTS)
def settle(message_id: int) -> ResponseReturnValue:
    actions.settle(db.session(), current_user.label, queries.message(db.session(), message_id))
    db.session.commit()
    return redirect(url_for("messages.index"), code=303)
