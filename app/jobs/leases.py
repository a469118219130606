"""Who works on a plan run: a lease on the run's own row, so that no solve is lost or done twice.

A worker owns a run while `lease_until` lies ahead. Every write of a worker names its owner and
the attempt, so that one that slept past its lease cannot write any more.
"""

import os
import secrets
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Engine, Update, and_, or_, select, text, update
from sqlalchemy.orm import Session

from app import clock
from app.database import is_sqlite
from app.plans.models import PlanRun, ProgressPoint, RunState

MOST_ATTEMPTS = 3
"""How often a run is taken up again after its worker disappeared."""
FORGOTTEN_SECONDS = 60
"""A queued run older than this has lost its message in the queue."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on one run, while it is renewed."""

    run_id: int
    owner: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What a renewal found: whether the lease still holds, and whether people said stop."""

    holds: bool
    stop_requested: bool


def now(session: Session) -> datetime:
    """Return the database's time: machines may disagree, their one database does not."""
    if is_sqlite(session.get_bind()):  # type: ignore[arg-type]  # sessions here are bound to engines
        return clock.now()
    found: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return found


def claim(engine: Engine, run_id: int, *, seconds: float) -> Lease | None:
    """Take a run that waits, or whose worker is gone; None when another has it or it is over."""
    owner = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
    with Session(engine) as session, session.begin():
        moment = now(session)
        taken = _change(
            session,
            update(PlanRun)
            .where(
                PlanRun.id == run_id,
                PlanRun.attempts < MOST_ATTEMPTS,
                or_(PlanRun.state == RunState.QUEUED, _is_expired(moment)),
            )
            .values(
                state=RunState.RUNNING,
                owner=owner,
                attempts=PlanRun.attempts + 1,
                lease_until=moment + timedelta(seconds=seconds),
                started_at=moment,
            ),
        )
        if not taken:
            return None
        attempt = session.scalars(select(PlanRun.attempts).where(PlanRun.id == run_id)).one()
        return Lease(run_id, owner, attempt)


def renew(
    engine: Engine, lease: Lease, *, seconds: float, point: ProgressPoint | None = None
) -> Standing:
    """Make the lease last `seconds` from now, and store how far the search is."""
    with Session(engine) as session, session.begin():
        values: dict[str, Any] = {"lease_until": now(session) + timedelta(seconds=seconds)}
        if point is not None:
            values |= {
                "objective": point.objective,
                "bound": point.bound,
                "phase": point.phase,
            }
        if not _change(session, _mine(lease).values(values)):
            return Standing(holds=False, stop_requested=False)
        if point is not None:
            session.add(point)
        wanted = select(PlanRun.stop_requested).where(PlanRun.id == lease.run_id)
        return Standing(holds=True, stop_requested=session.scalars(wanted).one())


def finish(engine: Engine, lease: Lease, values: dict[str, Any]) -> bool:
    """Store the result and end the lease; False when the lease was lost, and nothing is stored."""
    return _end(engine, lease, {"state": RunState.FINISHED, "failure": ""} | values)


def fail(engine: Engine, lease: Lease, failure: str) -> bool:
    """End the lease with a failure that people can read and retry."""
    return _end(engine, lease, {"state": RunState.FAILED, "failure": failure[:500]})


def give_back(engine: Engine, lease: Lease) -> bool:
    """Put the run back into the queue: this worker is told to end."""
    values = {"state": RunState.QUEUED, "attempts": lease.attempt - 1, "finished_at": None}
    return _end(engine, lease, values)


def wanting(engine: Engine) -> list[int]:
    """Return the runs that a worker should be woken for again.

    Runs that lost their workers too often end here as failed.
    """
    with Session(engine) as session, session.begin():
        moment = now(session)
        _change(
            session,
            update(PlanRun)
            .where(_is_expired(moment), PlanRun.attempts >= MOST_ATTEMPTS)
            .values(
                state=RunState.FAILED,
                failure="workers_lost",
                owner="",
                lease_until=None,
                finished_at=moment,
            ),
        )
        forgotten = and_(
            PlanRun.state == RunState.QUEUED,
            PlanRun.created_at < moment - timedelta(seconds=FORGOTTEN_SECONDS),
        )
        wanted = select(PlanRun.id).where(or_(forgotten, _is_expired(moment)))
        return list(session.scalars(wanted.order_by(PlanRun.id)))


def _is_expired(moment: datetime) -> Any:  # noqa: ANN401 -- an SQL condition
    return and_(PlanRun.state == RunState.RUNNING, PlanRun.lease_until < moment)


def _mine(lease: Lease) -> Update:
    return update(PlanRun).where(
        PlanRun.id == lease.run_id,
        PlanRun.owner == lease.owner,
        PlanRun.attempts == lease.attempt,
        PlanRun.state == RunState.RUNNING,
    )


def _end(engine: Engine, lease: Lease, values: dict[str, Any]) -> bool:
    with Session(engine) as session, session.begin():
        ended = {"owner": "", "lease_until": None, "finished_at": now(session)}
        return _change(session, _mine(lease).values(ended | values))


def _change(session: Session, statement: Update) -> bool:
    result = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)
    return result.rowcount > 0
