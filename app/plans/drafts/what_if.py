"""What-if copies of a plan: one thing changed, solved again, adopted or dropped.

The plan that was copied stays as it is. To adopt a copy is to change the edition as it
supposed; its plan can then be published like any other.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Conflict, Invalid, NotFound
from app.forums.models import Forum
from app.plans import actions, bridge, names, replanning
from app.plans.contradictions import contradictions
from app.plans.drafts import adopting
from app.plans.drafts.changes import Change, NoSuchParty, changed, sentence
from app.plans.models import PlanRun, PlanVersion, RunKind

Wanted = Mapping[str, Any]

SMALL_CHARGE = 1
"""Points that a copy takes off per person whose days change: nobody is moved for nothing."""
ABOUT_PREVIOUS = ("previous", "freeze_before", "limits")
"""What a problem says beside the rows of its edition."""


def start(session: Session, actor: str, run: PlanRun, wanted: Wanted) -> PlanRun:
    """Record a copy with one thing changed; wake the workers after the commit.

    Raises NotFound for what the plan's problem does not have, Conflict while too many wait,
    Invalid for a change that makes no sense.
    """
    plan = actions.plan_of(session, run.id)
    actions.check_room(session)
    change = Change(kind=wanted["kind"], party=wanted["party"], amount=wanted["amount"])
    rows = {key: value for key, value in run.problem.items() if key not in ABOUT_PREVIOUS}
    try:
        rows = changed(rows, change)
    except (NoSuchParty, KeyError) as error:
        raise NotFound(_("There is nothing here.")) from error
    forum = session.get_one(Forum, run.forum_id)
    known = names.of_forum(session, forum)
    faults = contradictions(rows, known)
    if faults:
        raise Invalid(_("This change cannot be tried."), fields={"amount": faults})
    weights = rows["weights"]
    charge = min(weights["change_per_person"], SMALL_CHARGE)
    copy = PlanRun(
        forum_id=run.forum_id,
        parent_id=run.id,
        title=_("What if %(change)s?", change=sentence(change, known))[:120],
        kind=RunKind.WHAT_IF,
        seconds=run.seconds,
        seed=run.seed,
        least_visits=run.least_visits,
        least_days=run.least_days,
        change=change.record,
        problem=rows
        | {
            "previous": replanning.standing_part(plan, rows),
            "weights": weights | {"change_per_person": charge},
        },
        inputs_digest=bridge.digest_of(rows),
        created_at=clock.now(),
        created_by=actor,
    )
    session.add(copy)
    session.flush()
    audit.record(session, actor, "plan_run.what_if", f"plan_run:{copy.id}", change.record)
    return copy


def adopt(session: Session, actor: str, run: PlanRun) -> None:
    """Change the edition as the copy supposed, so that its plan can be published.

    Raises Conflict for what is no copy, or is adopted already, or no longer fits the edition.
    """
    if run.kind is not RunKind.WHAT_IF or run.change is None or run.plan is None:
        raise Conflict(_("Only a what-if copy with a plan can be adopted."))
    if run.change.get("adopted"):
        raise Conflict(_("This copy has been adopted already."))
    forum = bridge.forum_with_all(session, run.forum_id)
    change = Change.of(run.change)
    try:
        changed(bridge.problem_of(session, forum), change)
    except NoSuchParty as error:
        raise Conflict(_("What this copy changes is no longer part of the forum.")) from error
    renamed = adopting.adopt(session, actor, forum, change)
    if renamed:
        run.problem = adopting.renamed_in(run.problem, renamed)
        run.plan = adopting.renamed_in(run.plan, renamed)
    run.change = {**run.change, "adopted": True}
    session.flush()
    audit.record(session, actor, "plan_run.adopt", f"plan_run:{run.id}", change.record)


def drop(session: Session, actor: str, run: PlanRun) -> None:
    """Take a draft away that was not published. Raises Conflict."""
    if run.kind not in (RunKind.WHAT_IF, RunKind.BY_HAND):
        raise Conflict(_("Only drafts can be dropped; a search stays in the list."))
    if not run.is_over:
        raise Conflict(_("The search is not over. Please stop it first."))
    if is_published(session, run):
        raise Conflict(_("This plan was published, so it stays."))
    for child in session.scalars(select(PlanRun).where(PlanRun.parent_id == run.id)):
        child.parent_id = run.parent_id
    session.flush()
    session.delete(run)
    session.flush()
    audit.record(session, actor, "plan_run.drop", f"plan_run:{run.id}")


def is_published(session: Session, run: PlanRun) -> bool:
    """Say whether some version came from a run."""
    return (
        session.scalar(select(PlanVersion.id).where(PlanVersion.plan_run_id == run.id).limit(1))
        is not None
    )
