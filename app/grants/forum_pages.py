"""The page of a forum's days by the grant rules, and the evidence of each participant."""

import io

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import NotFound
from app.forums.models import Forum
from app.grants import evidence, forum_days, sentences

bp = Blueprint("forum_grants", __name__, url_prefix="/forums")


@bp.get("/<key:forum_id>/days")
@allow(Permission.PLAN_VISITS)
def show(forum_id: int) -> ResponseReturnValue:
    """Show which days count for whom, and who is below the minimum."""
    forum = db.session.get(Forum, forum_id)
    if forum is None:
        raise NotFound(_("There is no such forum."))
    rules = forum_days.rules_for(forum)
    return render_template(
        "grants/days.html",
        forum=forum,
        people=forum_days.programmes(db.session(), forum_id),
        call_year=rules.call_year if rules else "",
        sentence=sentences.sentence,
    )


@bp.get("/<key:forum_id>/evidence/<key:participant_id>.zip")
@allow(Permission.PLAN_VISITS)
def evidence_pack(forum_id: int, participant_id: int) -> ResponseReturnValue:
    """Give the evidence of one participant."""
    found = evidence.pack(db.session(), forum_id, participant_id)
    return send_file(
        io.BytesIO(found.zipped()),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"evidence-{participant_id}.zip",
    )
