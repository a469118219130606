"""Plan runs of a forum, waiting or carried out."""

import threading

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app import clock
from app.forums.models import Forum
from app.plans import bridge, planning
from app.plans.models import PlanRun
from tests.builders.forums import (
    at,
    make_forum,
    make_participant,
    make_session,
    make_tour,
    make_visit_offer,
)


def small_forum(session: Session, *, people: int = 4) -> Forum:
    """Make a forum with two hosts, some people who wish for both, two tours and a session."""
    forum = make_forum(session)
    offers = [
        make_visit_offer(session, forum),
        make_visit_offer(session, forum, spans=((at("13:00"), at("17:00")),)),
    ]
    for number in range(people):
        make_participant(
            session,
            forum,
            must=(offers[0],),
            want=(offers[1],),
            email=f"person{number}@example.org",
        )
    make_tour(session, forum)
    make_tour(session, forum, seats=2)
    make_session(session, forum)
    session.refresh(forum)
    return forum


def make_run(session: Session, forum: Forum, *, seconds: int = 1) -> PlanRun:
    """Make a run that waits; no worker is woken for it."""
    problem = bridge.problem_of(session, bridge.forum_with_all(session, forum.id))
    run = PlanRun(
        forum_id=forum.id,
        seconds=seconds,
        problem=problem,
        inputs_digest=bridge.digest_of(problem),
        created_at=clock.now(),
    )
    session.add(run)
    session.commit()
    return run


def solved_run(session: Session, forum: Forum) -> PlanRun:
    """Make a run and carry it out."""
    return carried_out(session, make_run(session, forum))


def carried_out(session: Session, run: PlanRun) -> PlanRun:
    """Carry a run out as a worker does."""
    session.commit()
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    planning.carry_out(engine, run.id, lease_seconds=30, ending=threading.Event())
    session.refresh(run)
    session.commit()
    return run
