"""Who works on a run: one worker at a time, and never one that lost its lease."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app import clock
from app.database import db
from app.jobs import leases
from app.plans.models import PlanRun, ProgressPoint, RunState
from tests.builders.plans import make_run, small_forum


@pytest.fixture
def engine(session: Session) -> Engine:
    return db.engine


def _state(session: Session, run: PlanRun) -> tuple[RunState, int, str]:
    session.refresh(run)
    session.commit()
    return run.state, run.attempts, run.failure


def test_a_run_is_claimed_once_however_many_workers_race(session: Session, engine: Engine) -> None:
    run = make_run(session, small_forum(session))

    with ThreadPoolExecutor(6) as pool:
        claims = list(pool.map(lambda _: leases.claim(engine, run.id, seconds=30), range(12)))

    assert [claim is not None for claim in claims].count(True) == 1
    assert _state(session, run) == (RunState.RUNNING, 1, "")


def test_a_worker_that_slept_past_its_lease_stores_nothing(
    session: Session, engine: Engine
) -> None:
    run = make_run(session, small_forum(session))
    sleeper = leases.claim(engine, run.id, seconds=-1)
    follower = leases.claim(engine, run.id, seconds=30)
    assert sleeper is not None
    assert follower is not None

    point = ProgressPoint(plan_run_id=run.id, seconds=1.0, objective=1.0)
    late = (
        leases.renew(engine, sleeper, seconds=30, point=point).holds,
        leases.finish(engine, sleeper, {"plan": {"tours": ["late"]}}),
        leases.fail(engine, sleeper, "late"),
        leases.give_back(engine, sleeper),
    )
    stored = leases.finish(engine, follower, {"plan": {"tours": []}})

    assert (late, stored) == ((False, False, False, False), True)
    assert _state(session, run) == (RunState.FINISHED, 2, "")
    assert (run.plan, run.points) == ({"tours": []}, [])


def test_a_run_that_is_over_cannot_be_claimed(session: Session, engine: Engine) -> None:
    run = make_run(session, small_forum(session))
    lease = leases.claim(engine, run.id, seconds=30)
    assert lease is not None
    leases.finish(engine, lease, {"plan": {}})

    assert leases.claim(engine, run.id, seconds=30) is None


def test_a_run_given_back_waits_as_if_it_had_not_been_taken(
    session: Session, engine: Engine
) -> None:
    run = make_run(session, small_forum(session))
    lease = leases.claim(engine, run.id, seconds=30)
    assert lease is not None

    leases.give_back(engine, lease)

    assert _state(session, run) == (RunState.QUEUED, 0, "")


def test_after_three_lost_workers_a_run_has_failed(session: Session, engine: Engine) -> None:
    run = make_run(session, small_forum(session))
    claims = [leases.claim(engine, run.id, seconds=-1) is not None for _ in range(4)]

    woken = leases.wanting(engine)

    assert (claims, woken) == ([True, True, True, False], [])
    assert _state(session, run) == (RunState.FAILED, 3, "workers_lost")


def test_the_sweep_finds_lost_workers_and_lost_messages_and_nothing_else(
    session: Session, engine: Engine
) -> None:
    forum = small_forum(session)
    fresh, forgotten, alive, lost = [make_run(session, forum) for _ in range(4)]
    forgotten.created_at = clock.now() - timedelta(seconds=leases.FORGOTTEN_SECONDS + 1)
    session.commit()
    leases.claim(engine, alive.id, seconds=30)
    leases.claim(engine, lost.id, seconds=-1)

    assert leases.wanting(engine) == [forgotten.id, lost.id]
    assert _state(session, fresh)[0] is RunState.QUEUED


def test_a_renewal_hears_that_people_said_stop(session: Session, engine: Engine) -> None:
    run = make_run(session, small_forum(session))
    lease = leases.claim(engine, run.id, seconds=30)
    assert lease is not None
    before = leases.renew(engine, lease, seconds=30)
    run.stop_requested = True
    session.commit()

    after = leases.renew(engine, lease, seconds=30)

    assert (before.stop_requested, after.stop_requested, after.holds) == (False, True, True)
