"""Choosing among the answers that a search after an event found."""

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.audit import actions as audit
from app.errors import Conflict, NotFound
from app.plans.drafts.what_if import is_published
from app.plans.models import PlanRun


def choose(session: Session, actor: str, run: PlanRun, number: int) -> None:
    """Make one of the answers the run's plan. Raises NotFound, and Conflict once published."""
    found = run.alternatives or []
    if not run.is_over or number >= len(found):
        raise NotFound(_("There is no such answer."))
    if is_published(session, run):
        raise Conflict(_("This plan was published, so it stays."))
    chosen = found[number]
    if run.plan is None or run.plan["tours"] != chosen["plan"]["tours"]:
        run.plan, run.objective, run.euros = (
            chosen["plan"],
            chosen["objective"],
            chosen["euros"],
        )
    session.flush()
    details = {"alternative": number, "people_changed": chosen["people_changed"]}
    audit.record(session, actor, "plan_run.choose", f"plan_run:{run.id}", details)
