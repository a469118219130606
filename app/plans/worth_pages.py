"""The organiser's page of what visits are worth, each wish with the need behind it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission, allow
from app.database import db
from app.forums.queries import forum_by_id
from app.plans import worth

bp = Blueprint("worth", __name__)


@bp.get("/forums/<key:forum_id>/worth")
@allow(Permission.PLAN_VISITS)
def show(forum_id: int) -> ResponseReturnValue:
    return render_template(
        "plans/worth.html",
        forum=forum_by_id(db.session(), forum_id),
        people=worth.of_forum(db.session(), forum_id),
    )
