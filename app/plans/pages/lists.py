"""Lists for hosts, coaches and schools, badges, and whom to telephone."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import Invalid
from app.plans import bridge
from app.plans.lists import answers, badges, contents, files
from app.plans.lists.kinds import BadgeOrder, ListKind
from app.plans.pages.blueprint import bp
from app.plans.schemas import BadgesIn, ListIn
from app.web.forms import read_form, read_query


@bp.get("/forums/<key:forum_id>/lists")
@allow(Permission.PLAN_VISITS)
def lists(forum_id: int) -> ResponseReturnValue:
    """Show what can be printed, and which hosts' names are due or given."""
    forum = bridge.forum_with_all(db.session(), forum_id)
    scene = contents.scene(db.session(), forum_id)
    people = badges.of_forum(forum, BadgeOrder.NAME, None)
    return render_template(
        "plans/lists.html",
        forum=forum,
        scene=scene,
        kinds=[(kind, files.title(kind)) for kind in ListKind],
        sheets={kind.value: files.SHEETS[kind](scene) for kind in ListKind} if scene else {},
        orders=list(BadgeOrder),
        badges=len(people),
        changed=len(badges.changed(db.session(), forum, people)),
    )


@bp.get("/forums/<key:forum_id>/lists/<name>")
@allow(Permission.PLAN_VISITS)
def list_file(forum_id: int, name: str) -> Response:
    form = read_query(ListIn())
    if form.value is None:
        raise Invalid(_("Some values cannot be right."), fields=form.errors)
    return answers.list_file(db.session(), forum_id, name, form.value)


@bp.post("/forums/<key:forum_id>/badges")
@allow(Permission.PLAN_VISITS)
def print_badges(forum_id: int) -> Response:
    """Give badges as a file and remember that they are printed."""
    form = read_form(BadgesIn())
    if form.value is None:
        raise Invalid(_("Some values cannot be right."), fields=form.errors)
    answer = answers.badge_file(db.session(), forum_id, form.value, current_user.label)
    db.session.commit()
    return answer
