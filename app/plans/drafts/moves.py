"""Moving a person or a visit by hand: judged at once by the planner's rules, kept as a draft.

Nothing is searched here. A move that breaks a rule is never kept; the plan of a search is never
changed: the first move makes a draft beside it, later ones change the draft.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Conflict, Invalid, NotFound, Stale
from app.forums.models import Forum
from app.plans import actions, bridge, ids, names, rule_words
from app.plans.drafts.what_if import is_published
from app.plans.models import PlanRun, RunKind, RunState

if TYPE_CHECKING:
    import planner

Wanted = Mapping[str, Any]
Record = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a move would do: the rules it breaks in words, points gained, people concerned."""

    broken: tuple[str, ...]
    gain: float
    people: tuple[str, ...]
    plan: Record
    objective: float
    euros: float

    @property
    def is_allowed(self) -> bool:
        return not self.broken


def judged(session: Session, run: PlanRun, wanted: Wanted) -> Verdict:
    """Return what a move would do to a plan.

    Raises NotFound for a tour, person or visit that the plan does not have.
    """
    import planner  # noqa: PLC0415 -- loads OR-Tools: only a web process that judges pays for it
    from planner.score import euros  # noqa: PLC0415 -- the same

    problem = planner.problem_from_text(json.dumps(run.problem))
    before = planner.plan_from_text(json.dumps(actions.plan_of(session, run.id)), problem)
    try:
        after = _moved(problem, before, wanted)
    except KeyError as error:
        raise NotFound(_("This plan has no such tour, visit or person on it.")) from error
    known = names.of_forum(session, session.get_one(Forum, run.forum_id))
    broken = [rule_words.sentence(one, known) for one in planner.violations(problem, after)]
    worth = planner.score(problem, before).objective
    concerned = {change.participant for change in _changes(before, after)}
    return Verdict(
        broken=tuple(dict.fromkeys(broken)),
        gain=round(after.objective - worth, 2),
        people=tuple(sorted(known[one] for one in concerned)),
        plan=json.loads(planner.plan_text(after, problem)),
        objective=after.objective,
        euros=euros(problem, after),
    )


def _changes(before: "planner.Plan", after: "planner.Plan") -> list["planner.PersonChange"]:
    import planner  # noqa: PLC0415 -- see above

    return planner.changes(before, after)


def _moved(problem: "planner.Problem", plan: "planner.Plan", wanted: Wanted) -> "planner.Plan":
    """Return the plan after the move. Raises KeyError, and Invalid for a move to nowhere."""
    import planner  # noqa: PLC0415 -- see above

    away, to, subject = wanted["away"] or None, wanted["to"] or None, wanted["subject"]
    if away is None and to is None:
        raise Invalid(_("Please choose a tour."), fields={"to": [_("Please choose a tour.")]})
    known = {host.id for host in problem.hosts}
    known |= {person.id for person in problem.participants}
    if subject not in known or not {away, to} - {None} <= {tour.id for tour in problem.tours}:
        raise KeyError(subject)
    if subject.startswith("p"):
        return planner.person_moved(problem, plan, subject, away, to)
    start = wanted["start"]
    minute = None if start is None else int((start - problem.epoch).total_seconds() // 60)
    return planner.visit_moved(problem, plan, subject, away, to, start=minute)


def make(session: Session, actor: str, run: PlanRun, wanted: Wanted) -> PlanRun:
    """Keep a move in a draft, and as a pin where asked for; return the draft.

    Raises Stale when the plan is not the one that was looked at, Conflict with the rules that
    the move breaks.
    """
    if wanted["seen"] and wanted["seen"] != seen(actions.plan_of(session, run.id)):
        raise Stale(_("Somebody changed this draft since. Please look at it again."))
    verdict = judged(session, run, wanted)
    if not verdict.is_allowed:
        raise Conflict(_("This move breaks a rule."), fields={"": list(verdict.broken)})
    draft = run
    if run.kind is not RunKind.BY_HAND or is_published(session, run):
        draft = _draft_of(run, actor)
        session.add(draft)
    draft.plan, draft.objective, draft.euros = verdict.plan, verdict.objective, verdict.euros
    session.flush()
    if wanted["pin"] and wanted["to"]:
        _pin(session, actor, draft, wanted)
    details = {name: wanted[name] for name in ("subject", "away", "to")}
    audit.record(session, actor, "plan_run.move", f"plan_run:{draft.id}", details)
    return draft


def seen(plan: Record) -> str:
    """Return what a form carries so that a change on another state is noticed."""
    return bridge.digest_of(plan)[:16]


def _draft_of(run: PlanRun, actor: str) -> PlanRun:
    moment = clock.now()
    name = run.title or _("Plan run %(number)d", number=run.id)
    return PlanRun(
        forum_id=run.forum_id,
        parent_id=run.id,
        title=_("By hand, from %(plan)s", plan=name)[:120],
        kind=RunKind.BY_HAND,
        state=RunState.FINISHED,
        seconds=run.seconds,
        seed=run.seed,
        least_visits=run.least_visits,
        problem=run.problem,
        inputs_digest=run.inputs_digest,
        bound=run.bound,
        created_at=moment,
        created_by=actor,
        started_at=moment,
        finished_at=moment,
    )


def _pin(session: Session, actor: str, draft: PlanRun, wanted: Wanted) -> None:
    """Pin what was moved where it is now."""
    forum, number = session.get_one(Forum, draft.forum_id), ids.number_in(wanted["subject"])
    assert draft.plan is not None, "a draft has a plan"
    is_person = wanted["subject"].startswith("p")
    starts = [
        datetime.fromisoformat(stop["start"])
        for ride in draft.plan["tours"]
        if ride["tour"] == wanted["to"]
        for stop in ride["stops"]
        if stop.get("host") == wanted["subject"]
    ]
    values = {
        "tour_id": ids.number_in(wanted["to"]),
        "participant_id": number if is_person else None,
        "visit_offer_id": None if is_person else number,
        "starts_at": starts[0] if starts else None,
    }
    actions.pin(session, actor, forum, values)
