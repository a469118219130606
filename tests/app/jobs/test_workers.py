"""Real worker processes that are killed, told to end, or race: no run is lost or done twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.database import db
from app.factory import create_app
from app.jobs import leases
from app.jobs.queue import queue_of
from app.plans.models import PlanRun, RunState
from app.settings import ROOT, settings_from
from tests.builders.plans import make_run, small_forum

pytestmark = pytest.mark.slow

PATIENCE = 300
"""Seconds after which a test gives up waiting for other processes."""

StartWorker = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def environment(tmp_path: Path, database_url: str) -> dict[str, str]:
    return os.environ | {
        "NETINVET_ENV": "test",
        "NETINVET_DATA": str(tmp_path),
        "NETINVET_DATABASE_URL": database_url,
        "NETINVET_QUEUE_URL": f"sqlite:///{tmp_path / 'queue.db'}",
        "NETINVET_LEASE_SECONDS": "2",
        "NETINVET_SECRET_KEY": "only for tests",
    }


@pytest.fixture
def start_worker(environment: dict[str, str], tmp_path: Path) -> Iterator[StartWorker]:
    """Give a function that starts a worker, whose words go to a file."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "app", "worker", "--niceness", "0"]
        with (tmp_path / f"worker-{len(started)}.log").open("wb") as log:
            started.append(subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def enqueue(environment: dict[str, str]) -> Iterator[Callable[[int], None]]:
    """Give a function that puts a run into the queue that the workers read."""
    other = create_app(settings_from(environment))
    yield queue_of(other).tasks["make_plan"]
    with other.app_context():
        db.engine.dispose()


@dataclass(frozen=True, slots=True)
class Seen:
    """A run's row as it was read; no transaction is left open that would hold up workers."""

    state: RunState
    attempts: int
    owner: str
    has_plan: bool

    @property
    def is_over(self) -> bool:
        return self.state in (RunState.FINISHED, RunState.FAILED)


def _look() -> list[Seen]:
    wanted = select(PlanRun.state, PlanRun.attempts, PlanRun.owner, PlanRun.plan)
    with Session(db.engine) as session:
        rows = session.execute(wanted.order_by(PlanRun.id)).all()
    return [
        Seen(state, attempts, owner, plan is not None) for state, attempts, owner, plan in rows
    ]


def _wait_until(holds: Callable[[list[Seen]], bool]) -> list[Seen]:
    deadline = time.monotonic() + PATIENCE
    while not holds(seen := _look()):
        assert time.monotonic() < deadline, seen
        time.sleep(0.1)
    return seen


def _wait_for_words(log: Path, words: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while words not in log.read_text():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def _all_over(runs: list[Seen]) -> bool:
    return all(run.is_over for run in runs)


def _outcomes(runs: list[Seen]) -> list[tuple[RunState, int, bool]]:
    return [(run.state, run.attempts, run.has_plan) for run in runs]


def test_two_workers_that_race_solve_each_run_once(
    session: Session, start_worker: StartWorker, enqueue: Callable[[int], None], tmp_path: Path
) -> None:
    forum = small_forum(session)
    runs = [make_run(session, forum) for _ in range(3)]
    for run in runs * 2:
        enqueue(run.id)

    first, second = start_worker(), start_worker()
    over = _wait_until(_all_over)

    assert _outcomes(over) == [(RunState.FINISHED, 1, True)] * 3
    _wait_for_words(tmp_path / "worker-0.log", "The worker is ready.")
    _wait_for_words(tmp_path / "worker-1.log", "The worker is ready.")
    first.send_signal(signal.SIGTERM)
    second.send_signal(signal.SIGTERM)
    assert (first.wait(PATIENCE), second.wait(PATIENCE)) == (0, 0)


def test_a_new_worker_does_what_a_dead_one_had_claimed_and_what_no_message_tells_of(
    session: Session, start_worker: StartWorker
) -> None:
    forum = small_forum(session)
    claimed_by_a_dead_one, without_message = make_run(session, forum), make_run(session, forum)
    without_message.created_at = clock.now() - timedelta(minutes=2)
    session.commit()
    claim = leases.claim(db.engine, claimed_by_a_dead_one.id, seconds=2)

    start_worker()
    over = _wait_until(_all_over)

    assert claim is not None
    assert _outcomes(over) == [(RunState.FINISHED, 2, True), (RunState.FINISHED, 1, True)]


def test_workers_killed_at_any_moment_lose_and_double_nothing(
    session: Session, start_worker: StartWorker, enqueue: Callable[[int], None]
) -> None:
    forum = small_forum(session, people=40)
    for _ in range(2):
        enqueue(make_run(session, forum, seconds=1).id)

    def begun(runs: list[Seen]) -> bool:
        return any(run.state is not RunState.QUEUED for run in runs)

    victim = start_worker()
    _wait_until(begun)
    victim.kill()
    victim.wait()
    at_the_kill = _look()
    start_worker()
    _give_up_waiting_for_messages(session)
    over = _wait_until(_all_over)

    taken_twice = [run.attempts for run in at_the_kill if run.state is RunState.RUNNING]
    assert [run.state for run in over] == [RunState.FINISHED] * 2
    assert sum(run.attempts for run in over) == 2 + len(taken_twice)


def _give_up_waiting_for_messages(session: Session) -> None:
    """Let the sweep take what the killed worker had pulled out of the queue and not claimed."""
    for run in session.scalars(select(PlanRun)):
        run.created_at = clock.now() - timedelta(minutes=2)
    session.commit()


def test_a_worker_told_to_end_leaves_no_run_behind(
    session: Session, start_worker: StartWorker, enqueue: Callable[[int], None]
) -> None:
    enqueue(make_run(session, small_forum(session, people=40), seconds=30).id)

    worker = start_worker()
    _wait_until(lambda runs: runs[0].state is not RunState.QUEUED)
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(PATIENCE) == 0
    (run,) = _wait_until(lambda _runs: True)
    assert (run.owner, run.state) in {("", RunState.QUEUED), ("", RunState.FINISHED)}
