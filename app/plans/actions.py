"""What organisers do with plan runs and pins. Actions flush; whoever calls them commits."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Conflict, Invalid, NotFound
from app.forums.models import Forum, Participant, Tour, VisitOffer
from app.grants import forum_days
from app.plans import bridge, checks, names, replanning
from app.plans.contradictions import contradictions
from app.plans.models import Pin, PlanRun, RunKind, RunState
from app.plans.timetable import local_text

MOST_UNFINISHED = 4
"""One run that is carried out and three that wait, over all forums."""

Wanted = Mapping[str, Any]


def start_run(session: Session, actor: str, forum_id: int, wanted: Wanted) -> PlanRun:
    """Record a run for the workers; wake them with its number after the commit.

    Raises Invalid with what makes a plan impossible, Conflict while too many runs wait.
    """
    forum = bridge.forum_with_all(session, forum_id)
    stopping = [finding for finding in checks.findings(forum) if finding.stops]
    if stopping:
        sentences = [finding.sentence for finding in stopping]
        raise Invalid(_("No plan can be made yet."), fields={"": sentences})
    check_room(session)
    problem = bridge.problem_of(session, forum)
    digest = bridge.digest_of(problem)
    problem = replanning.with_least_visits(problem, wanted["least_visits"])
    if wanted["keeps_published"]:
        problem = replanning.with_previous(session, forum, problem, wanted)
    faults = contradictions(problem, names.of_forum(session, forum))
    if faults:
        raise Invalid(_("No plan can be made yet."), fields={"": faults})
    run = PlanRun(
        forum_id=forum.id,
        title=wanted["title"],
        kind=RunKind.REPLAN if wanted["keeps_published"] else RunKind.FRESH,
        seconds=wanted["seconds"],
        seed=wanted["seed"],
        fair_first=wanted["fair_first"],
        least_visits=wanted["least_visits"],
        problem=problem,
        least_days=forum_days.least_days(forum) if wanted["keeps_training_days"] else {},
        inputs_digest=digest,
        created_at=clock.now(),
        created_by=actor,
    )
    session.add(run)
    session.flush()
    details = {"seconds": run.seconds, "seed": run.seed, "kind": run.kind.value}
    audit.record(session, actor, "plan_run.start", f"plan_run:{run.id}", details)
    return run


def check_room(session: Session) -> None:
    unfinished = select(func.count(PlanRun.id)).where(
        PlanRun.state.in_((RunState.QUEUED, RunState.RUNNING))
    )
    if session.scalars(unfinished).one() >= MOST_UNFINISHED:
        raise Conflict(
            _("One search runs and three wait already. Please stop one of them, or wait.")
        )


def run_by_id(session: Session, run_id: int) -> PlanRun:
    """Return a run. Raises NotFound."""
    run = session.get(PlanRun, run_id)
    if run is None:
        raise NotFound(_("There is no such plan run."))
    return run


def plan_of(session: Session, run_id: int) -> dict[str, Any]:
    """Return a run's plan as the planner's record. Raises NotFound while there is none."""
    plan = run_by_id(session, run_id).plan
    if plan is None:
        raise NotFound(_("There is no plan yet."))
    return plan


def stop_run(session: Session, actor: str, run_id: int) -> PlanRun:
    """Ask a search to end with the best plan it has."""
    run = run_by_id(session, run_id)
    if run.is_over:
        raise Conflict(_("This search is over already."))
    run.stop_requested = True
    audit.record(session, actor, "plan_run.stop", f"plan_run:{run.id}")
    return run


def retry_run(session: Session, actor: str, run_id: int) -> PlanRun:
    """Put a failed run back into the queue; wake the workers after the commit."""
    run = run_by_id(session, run_id)
    if run.state is not RunState.FAILED:
        raise Conflict(_("Only a run that failed can be tried again."))
    check_room(session)
    session.execute(
        update(PlanRun)
        .where(PlanRun.id == run.id, PlanRun.state == RunState.FAILED)
        .values(
            state=RunState.QUEUED,
            attempts=0,
            failure="",
            stop_requested=False,
            created_at=clock.now(),
            finished_at=None,
        )
    )
    audit.record(session, actor, "plan_run.retry", f"plan_run:{run.id}")
    return run


def pin(session: Session, actor: str, forum: Forum, wanted: Wanted) -> Pin:
    """Keep something in the runs to come; the same pin again changes nothing."""
    if wanted["visit_offer_id"] is None and wanted["participant_id"] is None:
        raise Invalid(_("A pin names a visit or a person beside the tour."))
    for kind, name in ((Tour, "tour_id"), (VisitOffer, "visit_offer_id")):
        _check_row(session, forum, kind, wanted[name])
    _check_row(session, forum, Participant, wanted["participant_id"])
    starts_at = wanted["starts_at"]
    values = {
        "forum_id": forum.id,
        "tour_id": wanted["tour_id"],
        "visit_offer_id": wanted["visit_offer_id"],
        "participant_id": wanted["participant_id"],
        "starts_at": None if starts_at is None else clock.moment(starts_at, forum.zone),
    }
    known = session.scalar(select(Pin).filter_by(**values))
    if known is not None:
        return known
    row = Pin(**values, created_at=clock.now(), created_by=actor)
    session.add(row)
    session.flush()
    audit.record(session, actor, "pin.add", f"forum:{forum.id}", {"pin": row.id})
    return row


def _check_row(
    session: Session,
    forum: Forum,
    kind: type[Tour] | type[VisitOffer] | type[Participant],
    number: int | None,
) -> None:
    if number is None:
        return
    owner = session.scalar(select(kind.forum_id).where(kind.id == number))
    if owner != forum.id:
        raise NotFound(_("There is nothing here."))


def keep(session: Session, actor: str, run: PlanRun, wanted: Wanted) -> list[Pin]:
    """Pin a day or a ride of a plan, one visit or one person of it, as the plan has it.

    A whole ride is all its visits at their times, and everybody on it; a person alone is kept
    on all their rides. Raises NotFound for what the plan does not have.
    """
    forum = session.get_one(Forum, run.forum_id)
    rides = (run.plan or {"tours": []})["tours"]
    day = wanted["day"].isoformat() if wanted["day"] is not None else ""
    if not (day or wanted["tour"] or wanted["participant"]):
        raise Invalid(_("Please say what to keep: a day, a tour or a person."))
    found = [
        one
        for ride in rides
        if wanted["tour"] in ("", ride["tour"]) and ride["depart"].startswith(day)
        for one in replanning.pins_of_ride(
            ride, host=wanted["host"], participant=wanted["participant"]
        )
    ]
    if not found:
        raise NotFound(_("This plan has no such tour, visit or person on it."))
    return [pin(session, actor, forum, one) for one in found]


def unpin(session: Session, actor: str, forum_id: int, pin_id: int) -> None:
    """Take a pin out. Raises NotFound."""
    row = session.get(Pin, pin_id)
    if row is None or row.forum_id != forum_id:
        raise NotFound(_("There is no such pin."))
    session.delete(row)
    session.flush()
    audit.record(session, actor, "pin.remove", f"forum:{forum_id}", {"pin": pin_id})


def unpin_all(session: Session, actor: str, forum_id: int, tour_id: int | None = None) -> int:
    """Take all pins of a tour out, or all there are; return how many there were."""
    wanted = select(Pin).filter_by(forum_id=forum_id)
    if tour_id is not None:
        wanted = wanted.filter_by(tour_id=tour_id)
    rows = session.scalars(wanted).all()
    for row in rows:
        session.delete(row)
    session.flush()
    audit.record(session, actor, "pin.remove", f"forum:{forum_id}", {"tour": tour_id or "all"})
    return len(rows)


def pin_words(pin: Pin, zone: str) -> str:
    """Say what a pin keeps."""
    if pin.participant is not None:
        return _("%(person)s is on %(tour)s", person=pin.participant.name, tour=pin.tour.name)
    assert pin.visit_offer is not None
    host = pin.visit_offer.organisation.name
    if pin.starts_at is None:
        return _("%(tour)s visits %(host)s", tour=pin.tour.name, host=host)
    time = local_text(pin.starts_at, zone).replace("T", " ")
    return _("%(tour)s visits %(host)s at %(time)s", tour=pin.tour.name, host=host, time=time)
