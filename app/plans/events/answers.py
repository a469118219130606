"""What answers an event: a search that keeps near what is published, or a draft at once."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Conflict, Invalid, NotFound
from app.forums.models import Forum
from app.plans import actions, bridge, names, replanning, timetable
from app.plans.contradictions import contradictions
from app.plans.events import facts, kinds
from app.plans.events.kinds import EventKind
from app.plans.models import PlanRun, PlanVersion, RunKind, RunState
from app.plans.queries import current_version
from app.plans.timetable import local_text

if TYPE_CHECKING:
    import planner

Wanted = Mapping[str, Any]
Record = dict[str, Any]

SECONDS = 10
"""How long the search after an event lasts: people are waiting in a car park."""


def report(session: Session, actor: str, forum_id: int, wanted: Wanted) -> PlanRun:
    """Keep an event as a fact and return what answers it; wake the workers for a search.

    Raises NotFound for whom the forum does not have, Conflict while nothing is published, and
    Invalid with what makes an answer impossible.
    """
    forum = bridge.forum_with_all(session, forum_id)
    version, kind, subject = published(session, forum), wanted["kind"], wanted["subject"]
    party(forum, kind, subject)
    at = _moment(forum, version, wanted)
    was_under_way = facts.is_on_its_way(version, subject, at)
    if kind is not EventKind.LATECOMER or not wanted["tour"]:
        actions.check_room(session)
    facts.record(session, version, kind, subject, at)
    forum = bridge.forum_with_all(session, forum_id)
    run = _run(session, actor, forum, version, wanted)
    if kind is EventKind.COACH_LATE and was_under_way:
        _draft(run, _delayed(run, subject, wanted["minutes"]))
    elif kind is EventKind.LATECOMER and wanted["tour"]:
        place = [one for one in _places(run, subject) if one.tour == wanted["tour"]]
        if not place:
            raise NotFound(_("There is no place on this tour."))
        _draft(run, place[0].plan)
    else:
        faults = contradictions(run.problem, names.of_forum(session, forum))
        if faults:
            raise Invalid(_("No plan can answer this."), fields={"": faults})
    session.add(run)
    session.flush()
    audit.record(session, actor, "event.report", f"forum:{forum.id}", run.change)
    return run


def published(session: Session, forum: Forum) -> PlanVersion:
    """Return the version that holds. Raises Conflict while there is none."""
    version = current_version(session, forum.id)
    if version is None:
        raise Conflict(_("Nothing is published yet, so nothing has to be changed on the day."))
    return version


def party(forum: Forum, kind: EventKind, subject: str) -> str:
    """Return the name of whom an event concerns. Raises NotFound."""
    for known, name, _takes_part in facts.parties(forum, kinds.EVENTS[kind].letter):
        if known == subject:
            return name
    raise NotFound(_("There is nothing here."))


def best_places(
    session: Session, forum_id: int, participant: str, at: datetime | None
) -> list["planner.PlaceFound"]:
    """Return the best tours of the published plan for somebody who comes late, best first."""
    forum = bridge.forum_with_all(session, forum_id)
    version = published(session, forum)
    party(forum, EventKind.LATECOMER, participant)
    wanted = {"kind": EventKind.LATECOMER, "subject": participant, "at": at, "minutes": 0}
    since = local_text(_moment(forum, version, wanted), forum.zone)
    run = _run(session, "", forum, version, wanted)
    run.problem["participants"] = [
        {**person, "available": _from(person["available"], since)}
        if person["id"] == participant
        else person
        for person in run.problem["participants"]
    ]
    if all(person["id"] != participant for person in run.problem["participants"]):
        return []
    return _places(run, participant)


def _from(spans: list[list[str]], since: str) -> list[list[str]]:
    return [[max(start, since), end] for start, end in spans if end > since]


def _moment(forum: Forum, version: PlanVersion, wanted: Wanted) -> datetime:
    """Return from when an event holds; a coach that is late leaves so many minutes later."""
    at = wanted["at"]
    moment: datetime = clock.now() if at is None else clock.moment(at, forum.zone, later=False)
    if wanted["kind"] is not EventKind.COACH_LATE:
        return moment
    departs = [
        timetable.instant(ride["depart"], forum.zone)
        for ride in version.plan["tours"]
        if ride["tour"] == wanted["subject"]
    ]
    if not departs:
        raise Conflict(_("This tour is not used in the published plan."))
    if facts.is_on_its_way(version, wanted["subject"], moment):
        return moment
    return departs[0] + timedelta(minutes=wanted["minutes"])


def _run(
    session: Session, actor: str, forum: Forum, version: PlanVersion, wanted: Wanted
) -> PlanRun:
    problem = bridge.problem_of(session, forum)
    kind, subject = wanted["kind"], wanted["subject"]
    moment = clock.now()
    return PlanRun(
        forum_id=forum.id,
        parent_id=version.plan_run_id,
        title=kinds.title(kind, subject, names.of_forum(session, forum))[:120],
        kind=RunKind.REPLAN,
        seconds=SECONDS,
        seed=1,
        change={"event": kind.value, "subject": subject},
        problem=problem
        | {
            "previous": replanning.standing_part(version.plan, problem),
            "freeze_before": local_text(moment, forum.zone),
        },
        inputs_digest=bridge.digest_of(problem),
        created_at=moment,
        created_by=actor,
    )


def _parts(run: PlanRun) -> tuple["planner.Problem", "planner.Plan"]:
    """Return a run's problem, and the published plan as far as it still stands."""
    import planner  # noqa: PLC0415 -- loads OR-Tools: only a web process that judges pays for it

    problem = planner.problem_from_text(json.dumps(run.problem))
    assert problem.previous is not None, "an answer keeps near what is published"
    return problem, planner.with_rides(problem, problem.previous, problem.previous.rides)


def _delayed(run: PlanRun, tour: str, minutes: int) -> "planner.Plan":
    import planner  # noqa: PLC0415 -- see above

    problem, plan = _parts(run)
    return planner.delayed(problem, plan, tour, problem.freeze_before or 0, minutes)


def _places(run: PlanRun, participant: str) -> list["planner.PlaceFound"]:
    import planner  # noqa: PLC0415 -- see above

    problem, plan = _parts(run)
    return planner.best_places(problem, plan, participant)


def _draft(run: PlanRun, plan: "planner.Plan") -> None:
    """Make a run a draft that is there at once. Raises Conflict for a plan that breaks rules."""
    import planner  # noqa: PLC0415 -- see above
    from planner.score import euros  # noqa: PLC0415 -- the same

    problem = planner.problem_from_text(json.dumps(run.problem))
    whole = planner.with_rides(problem, plan, plan.rides)
    if planner.violations(problem, whole):
        raise Conflict(_("With this delay no plan keeps all rules. Say that the coach fails."))
    run.kind, run.state = RunKind.BY_HAND, RunState.FINISHED
    run.plan = json.loads(planner.plan_text(whole, problem)) | {"bound": None}
    run.objective, run.euros = whole.objective, euros(problem, whole)
    run.started_at = run.finished_at = run.created_at


def subjects(version: PlanVersion, forum: Forum, kind: EventKind) -> list[tuple[str, str, str]]:
    """Return (id, name, next local time in the plan) of whom an event may concern.

    Those with something still to come stand first, in order of time; who already takes no part
    is left out, except of latecomers.
    """
    now = local_text(clock.now(), forum.zone)
    coming: dict[str, str] = {}
    for ride in sorted(version.plan["tours"], key=lambda one: one["depart"]):
        for one in (ride["tour"], *ride["participants"]):
            if ride["return"] > now:
                coming.setdefault(one, ride["depart"])
        for stop in ride["stops"]:
            if stop.get("end", "") > now:
                coming.setdefault(stop.get("host", ""), stop["start"])
    rows = [
        (one, name, coming.get(one, ""))
        for one, name, takes_part in facts.parties(forum, kinds.EVENTS[kind].letter)
        if takes_part or kind is EventKind.LATECOMER
    ]
    if kind in (EventKind.COACH_LATE, EventKind.COACH_FAILS):
        rows = [row for row in rows if row[2]]
    return sorted(rows, key=lambda row: (not row[2], row[2]))
