"""The page on which an organiser's day begins."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission, allow, may
from app.database import db
from app.forums import phases
from app.forums import queries as forums
from app.plans.queries import current_version
from app.today import matters
from app.today import wording as _wording  # noqa: F401 -- words the kinds

bp = Blueprint("today", __name__)

SHOWN = 5
"""Rows of one matter before the rest is folded away."""


@bp.get("/today")
@allow(Permission.EDIT_FORUMS)
def show() -> ResponseReturnValue:
    session, today = db.session(), clock.today(current_user.zone)
    ahead = [forum for forum in forums.forums(session) if forum.ends_on >= today]
    found = [matter for matter in matters.matters(session, today) if may(matter.permission)]
    return render_template(
        "today/show.html",
        today=today,
        editions=[
            {
                "forum": forum,
                "phase": phases.phase_on(forum, today),
                "possible": phases.possible_now(forum, today),
                "amounts": forums.amounts(session, forum),
                "version": current_version(session, forum.id),
                "days": (forum.starts_on - today).days,
            }
            for forum in reversed(ahead)
        ],
        matters=found,
        shown=SHOWN,
    )
