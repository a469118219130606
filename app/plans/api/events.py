"""Events on the day over the API: the same facts and answers as the pages."""

from typing import Any

from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.jobs import queue
from app.plans import ids
from app.plans.api.blueprint import bp
from app.plans.events import answers
from app.plans.models import PlanRun, RunKind
from app.plans.schemas import EventIn, PlaceOut, RunOut
from app.web.idempotency import idempotent

Wanted = dict[str, Any]


@bp.post("/forums/<key:forum_id>/events")
@allow(Permission.EDIT_FORUMS)
@idempotent
@bp.input(EventIn, arg_name="wanted")
@bp.output(RunOut, status_code=202)
def report(forum_id: int, wanted: Wanted) -> PlanRun:
    """Keep an event as a fact of the edition; the run that answers it proposes a new plan.

    Nobody is told anything before that plan is published.
    """
    run = answers.report(db.session(), current_user.label, forum_id, wanted)
    db.session.commit()
    if run.kind is RunKind.REPLAN:
        queue.wake_planner(run.id)
    return run


@bp.get("/forums/<key:forum_id>/participants/<key:participant_id>/places")
@allow(Permission.PLAN_VISITS)
@bp.output(PlaceOut(many=True))
def places(forum_id: int, participant_id: int) -> list[Any]:
    """Read the best tours that somebody who comes late could join now, and what others lose."""
    person = ids.of_participant(participant_id)
    return list(answers.best_places(db.session(), forum_id, person, None))
