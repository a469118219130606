"""Publishing a plan as a numbered version: one transaction, nothing of it ever changed after."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Conflict, NotFound
from app.forums.models import Forum, Participant
from app.messages import actions as messages
from app.plans import bridge, comparing, facts, ids, names, replanning, wording
from app.plans.actions import run_by_id
from app.plans.calendar_items import renew_items
from app.plans.comparing import PersonChange
from app.plans.input_changes import input_changes, sentence
from app.plans.models import PlanRun, PlanVersion
from app.plans.queries import current_version
from app.plans.short_notice import ShortNotice, require_asked, short_notices
from app.plans.values import states_wishes


def publish(
    session: Session, actor: str, run_id: int, note: str, asked: Collection[str] = ()
) -> PlanVersion:
    """Publish a run's plan as the next version, and write to everybody whose days change.

    Raises Conflict, naming each change, when the forum is not as it was for the search, and
    Invalid when somebody would be moved at short notice and is not among those `asked`.
    """
    run = run_by_id(session, run_id)
    if run.plan is None:
        raise Conflict(_("This run has no plan that could be published."))
    forum = bridge.forum_with_all(session, run.forum_id)
    sentences = outdated(session, forum, run)
    if sentences:
        raise Conflict(
            _("The forum has changed since this plan was made. Please plan again."),
            fields={"inputs": sentences},
        )
    version = PlanVersion(
        forum_id=forum.id,
        plan_run_id=run.id,
        note=note,
        problem=run.problem,
        plan=run.plan,
        facts=facts.facts_of(forum),
    )
    return _issue(session, actor, forum, version, "plan_version.publish", asked)


def outdated(session: Session, forum: Forum, run: PlanRun) -> list[str]:
    """Return a sentence for every row that has changed since the run was started."""
    now = bridge.problem_of(session, forum)
    if bridge.digest_of(now) == run.inputs_digest:
        return []
    known = names.of_forum(session, forum)
    now = now | {"participants": _with_values_of(run, forum, now["participants"])}
    now = replanning.with_least_visits(now, run.least_visits)
    return [sentence(change, known) for change in input_changes(run.problem, now)]


def _with_values_of(
    run: PlanRun, forum: Forum, people: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Give those who state no wishes the values they had in the run.

    These come from needs and offers, which change every day; no promise rests on them.
    """
    silent = {ids.of_participant(one.id) for one in forum.participants if not states_wishes(one)}
    then = {one["id"]: one["value"] for one in run.problem["participants"] if one["id"] in silent}
    return [{**one, "value": then.get(one["id"], one["value"])} for one in people]


def restore(
    session: Session, actor: str, version_id: int, note: str, asked: Collection[str] = ()
) -> PlanVersion:
    """Publish an earlier version again, under a new number.

    Raises NotFound, Conflict, and Invalid as `publish` does.
    """
    earlier = session.get(PlanVersion, version_id)
    if earlier is None:
        raise NotFound(_("There is no such version."))
    current = current_version(session, earlier.forum_id)
    if current is not None and current.id == earlier.id:
        raise Conflict(_("This version is the one that holds already."))
    forum = bridge.forum_with_all(session, earlier.forum_id)
    version = PlanVersion(
        forum_id=forum.id,
        plan_run_id=earlier.plan_run_id,
        restored_from_id=earlier.id,
        note=note,
        problem=earlier.problem,
        plan=earlier.plan,
        facts=earlier.facts,
    )
    return _issue(session, actor, forum, version, "plan_version.restore", asked)


def digest_of(version: PlanVersion) -> str:
    """Return the SHA-256 of what was published; equal to `digest` as long as nobody edits."""
    return bridge.digest_of(
        {"problem": version.problem, "plan": version.plan, "facts": version.facts}
    )


def changes_by(session: Session, forum_id: int, after: Mapping[str, Any]) -> list[PersonChange]:
    """Return who would do something else than published, were `after` the next version."""
    current = current_version(session, forum_id)
    before = None if current is None else (current.problem, current.plan)
    return comparing.changes(before, (after["problem"], after["plan"]))


def moved_soon(
    session: Session, forum: Forum, changes: Sequence[PersonChange]
) -> list[ShortNotice]:
    """Return who would be moved at short notice; nobody is moved by the first version."""
    if current_version(session, forum.id) is None:
        return []
    return short_notices(forum, changes, clock.now())


def _issue(
    session: Session,
    actor: str,
    forum: Forum,
    version: PlanVersion,
    action: str,
    asked: Collection[str],
) -> PlanVersion:
    changes = changes_by(session, forum.id, {"problem": version.problem, "plan": version.plan})
    soon = moved_soon(session, forum, changes)
    require_asked(soon, asked)
    last = session.scalar(
        select(func.max(PlanVersion.number)).where(PlanVersion.forum_id == forum.id)
    )
    version.number = (last or 0) + 1
    version.digest = digest_of(version)
    version.published_at, version.published_by = clock.now(), actor
    session.add(version)
    session.flush()
    renew_items(session, version)
    told = _tell(session, forum, version, changes)
    details = {
        "number": version.number,
        "changed": len(changes),
        "told": told,
        "short_notice": len(soon),
    }
    audit.record(session, actor, action, f"forum:{forum.id}", details)
    return version


def _tell(
    session: Session, forum: Forum, version: PlanVersion, changes: list[PersonChange]
) -> int:
    """Write to everybody whose days change, in their language; return to how many."""
    known = names.of_forum(session, forum)
    numbers = [ids.number_in(change.participant) for change in changes]
    people = {
        person.id: person
        for person in session.scalars(select(Participant).where(Participant.id.in_(numbers)))
    }
    told = 0
    for change in changes:
        person = people.get(ids.number_in(change.participant))
        if person is None or not person.email or person.withdrawn_at is not None:
            continue
        with force_locale(person.locale):
            subject, body = wording.change_message(forum, version, person, change, known)
        messages.write(
            session,
            to=person.email,
            subject=subject,
            body=body,
            kind="itinerary_changed",
            dedupe_key=f"plan-version:{version.id}:{person.id}",
        )
        told += 1
    return told
