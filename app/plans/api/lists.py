"""Lists and badges over the API: the same files as the pages give."""

from typing import Any

from flask import Response
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.plans.api.blueprint import bp
from app.plans.lists import answers
from app.plans.schemas import BadgesIn, ListIn

Wanted = dict[str, Any]


@bp.get("/forums/<key:forum_id>/lists/<name>")
@allow(Permission.PLAN_VISITS)
@bp.input(ListIn, location="query", arg_name="wanted")
def list_file(forum_id: int, name: str, wanted: Wanted) -> Response:
    """Return a list (`hosts`, `coaches` or `schools`) of the published version as a file."""
    return answers.list_file(db.session(), forum_id, name, wanted)


@bp.post("/forums/<key:forum_id>/badges")
@allow(Permission.PLAN_VISITS)
@bp.input(BadgesIn, location="query", arg_name="wanted")
def print_badges(forum_id: int, wanted: Wanted) -> Response:
    """Return badges as a file and remember that they are printed; `changed` for those only."""
    answer = answers.badge_file(db.session(), forum_id, wanted, current_user.label)
    db.session.commit()
    return answer
