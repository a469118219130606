"""The worker's part of a plan run: claim it, solve it while others watch, store the result.

The search runs in the caller's thread; a second one renews the lease, writes how far the search
is and reads whether people said stop. Neither ever holds a transaction while it waits.
"""

import threading
from time import monotonic
from types import TracebackType
from typing import Any, Self

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

import planner
from app.jobs import leases
from app.jobs.leases import Lease
from app.plans.models import PlanRun, ProgressPoint
from app.plans.solving import Order, solved

log = structlog.get_logger()

SECONDS_BETWEEN_RENEWALS = 0.5
SECONDS_BETWEEN_POINTS = 2.0
"""At least so often a point of progress is stored, changed or not."""


def carry_out(
    engine: Engine, run_id: int, *, lease_seconds: float, ending: threading.Event
) -> None:
    """Solve one run, once: does nothing when another worker has it or it is over.

    `ending` says that this worker was told to end: the run then goes back into the queue.
    """
    lease = leases.claim(engine, run_id, seconds=lease_seconds)
    if lease is None:
        return
    log.info("plan_run_claimed", run=run_id, attempt=lease.attempt)
    try:
        with _Watchman(engine, lease, lease_seconds, ending) as watchman:
            values = _solved(engine, run_id, watchman)
        stored = (
            leases.give_back(engine, lease)
            if ending.is_set()
            else leases.finish(engine, lease, values)
        )
    except planner.InvalidProblem as problem:
        stored = leases.fail(engine, lease, f"refused: {problem.faults[0].text}")
    except Exception:
        log.exception("plan_run_failed", run=run_id)
        stored = leases.fail(engine, lease, "internal")
    log.info("plan_run_ended", run=run_id, attempt=lease.attempt, stored=stored)


def _solved(engine: Engine, run_id: int, watchman: "_Watchman") -> dict[str, Any]:
    """Return what a finished run's row holds. Raises InvalidProblem for a faulty problem."""
    with Session(engine) as session:
        run = session.get_one(PlanRun, run_id)
        order = Order(
            problem=run.problem,
            kind=run.kind,
            seconds=run.seconds,
            seed=run.seed,
            fair_first=run.fair_first,
            least_days=run.least_days,
        )
    values = solved(order, watchman.watch)
    watchman.note_end(values["objective"], values["bound"])
    return values


class _Watchman:
    """Keeps the lease alive and the row up to date while the search runs."""

    def __init__(
        self, engine: Engine, lease: Lease, seconds: float, ending: threading.Event
    ) -> None:
        self._engine, self._lease, self._seconds, self._ending = engine, lease, seconds, ending
        self._over = threading.Event()
        self._must_stop = threading.Event()
        self._latest: planner.Progress | None = None
        self._stored: tuple[object, ...] = ()
        self._stored_at = monotonic()
        self._thread = threading.Thread(
            target=self._run, daemon=True, name=f"lease-{lease.run_id}"
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def watch(self, progress: planner.Progress) -> bool:
        """Note how far the search is, and answer whether to go on."""
        self._latest = progress
        return not (self._must_stop.is_set() or self._ending.is_set())

    def note_end(self, objective: float, bound: float | None) -> None:
        """Store the last point of the graph, at the plan's own figures."""
        seconds = self._latest.seconds if self._latest else 0.0
        self._renew(self._point(seconds, objective, bound, "done"))

    def _run(self) -> None:
        while not self._over.wait(SECONDS_BETWEEN_RENEWALS):
            try:
                self._renew(self._new_point())
            except SQLAlchemyError:
                log.warning("lease_not_renewed", run=self._lease.run_id)

    def _renew(self, point: ProgressPoint | None) -> None:
        standing = leases.renew(self._engine, self._lease, seconds=self._seconds, point=point)
        if standing.stop_requested or not standing.holds:
            self._must_stop.set()

    def _new_point(self) -> ProgressPoint | None:
        """Return a point when something changed or two seconds have passed."""
        latest = self._latest
        if latest is None:
            return None
        seen = (latest.objective, latest.bound, latest.phase)
        if seen == self._stored and monotonic() - self._stored_at < SECONDS_BETWEEN_POINTS:
            return None
        self._stored, self._stored_at = seen, monotonic()
        return self._point(latest.seconds, latest.objective, latest.bound, latest.phase)

    def _point(
        self, seconds: float, objective: float, bound: float | None, phase: str
    ) -> ProgressPoint:
        return ProgressPoint(
            plan_run_id=self._lease.run_id,
            seconds=seconds,
            objective=objective,
            bound=bound,
            phase=phase[:40],
        )
