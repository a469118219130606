"""The queue: Huey on SQLite, PostgreSQL or Redis by its URL alone, or at once in tests.

Two queues, so that no message waits behind a long search: one worker of each runs in every
worker process.
"""

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app
from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, object_session

from app.database import db
from app.jobs import leases
from app.messages import sending
from app.messages.models import Message
from app.settings import BadSettings, Settings

log = structlog.get_logger()


@dataclass(slots=True, kw_only=True)
class Queue:
    """The two queues with their tasks; `ending` is set when this process is told to end."""

    planning: Huey
    upkeep: Huey
    tasks: dict[str, Any] = field(default_factory=dict)
    ending: threading.Event = field(default_factory=threading.Event)


def set_up(app: Flask) -> None:
    """Say how mail is sent; the queue itself is opened at first use."""
    app.extensions["queue"] = None
    sending.set_up(app)


@event.listens_for(Message, "after_insert")
def _note_message(_mapper: object, _connection: object, message: Message) -> None:
    session = object_session(message)
    assert session is not None
    session.info["messages"] = True


@event.listens_for(Session, "after_commit")
def _wake_for_messages(session: Session) -> None:
    if session.info.pop("messages", False) and sending.is_on(current_app):
        wake_postman()


def wake_planner(run_id: int) -> None:
    """Tell the workers, after the commit, that a run waits."""
    _wake("make_plan", run_id)


def wake_rounds(round_id: int) -> None:
    """Tell the workers, after the commit, that a round of accompanying adults waits."""
    _wake("make_round", round_id)


def wake_placings(placing_id: int) -> None:
    """Tell the workers, after the commit, that a placing waits."""
    _wake("make_placing", placing_id)


def wake_postman() -> None:
    """Tell the workers, after the commit, that messages wait."""
    _wake("send_messages")


def _wake(task: str, *arguments: int) -> None:
    """Put a message into the queue; one that cannot be put is found again by the sweep."""
    try:
        queue_of(current_app).tasks[task](*arguments)
    except Exception:
        log.exception("queue_unavailable", task=task)


def queue_of(app: Flask) -> Queue:
    """Return the application's queue, opened at the first call."""
    if app.extensions["queue"] is None:
        settings: Settings = app.config["SETTINGS"]
        app.extensions["queue"] = _opened(app, settings)
    queue: Queue = app.extensions["queue"]
    return queue


def _opened(app: Flask, settings: Settings) -> Queue:
    queue = Queue(
        planning=_huey("plans", settings.queue_url), upkeep=_huey("upkeep", settings.queue_url)
    )

    def make_plan(run_id: int) -> None:
        from app.plans import planning  # noqa: PLC0415 -- loads OR-Tools, which only workers need

        planning.carry_out(
            _engine(app), run_id, lease_seconds=settings.lease_seconds, ending=queue.ending
        )

    def make_round(round_id: int) -> None:
        from app.mobilities import round_planning  # noqa: PLC0415 -- loads OR-Tools, for workers

        with app.app_context():
            round_planning.carry_out(db.session(), round_id)
            db.session.commit()

    def make_placing(placing_id: int) -> None:
        from app.placings import running  # noqa: PLC0415 -- loads OR-Tools, for workers

        with app.app_context():
            running.carry_out(db.session(), placing_id)

    def send_messages() -> None:
        with app.app_context():
            sending.send_waiting(db.engine)

    def sweep() -> None:
        for run_id in leases.wanting(_engine(app)):
            queue.tasks["make_plan"](run_id)
        with app.app_context():
            from app.mobilities import rounds  # noqa: PLC0415 -- loads what only this task needs

            for round_id in rounds.waiting(db.session()):
                queue.tasks["make_round"](round_id)
            from app.placings import queries as placings  # noqa: PLC0415 -- as above

            for placing_id in placings.waiting(db.session()):
                queue.tasks["make_placing"](placing_id)
        send_messages()

    def daily() -> None:
        from app.jobs import nightly  # noqa: PLC0415 -- loads what only this task needs

        with app.app_context():
            nightly.carry_out(db.session(), settings.base_url)

    each_minute, at_night = crontab(minute="*"), crontab(minute="30", hour="3")
    queue.tasks = {
        "make_plan": queue.planning.task(name="make_plan")(make_plan),
        "make_round": queue.planning.task(name="make_round")(make_round),
        "make_placing": queue.planning.task(name="make_placing")(make_placing),
        "send_messages": queue.upkeep.task(name="send_messages")(send_messages),
        "sweep": queue.upkeep.periodic_task(each_minute, name="sweep")(sweep),
        "tell_of_requests": queue.upkeep.periodic_task(each_minute, name="tell_of_requests")(
            lambda: _tell_of_requests(app, settings.base_url)
        ),
        "daily": queue.upkeep.periodic_task(at_night, name="daily")(daily),
    }
    return queue


def _tell_of_requests(app: Flask, base_url: str) -> None:
    from app.partnerships import escalation  # noqa: PLC0415 -- loads what only this task needs

    with app.app_context():
        escalation.carry_out(db.session(), base_url)
        db.session.commit()


def _engine(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def _huey(name: str, url: str) -> Huey:
    """Return a queue of this name behind a URL. Raises BadSettings for an unknown scheme."""
    scheme, _colon, rest = url.partition(":")
    if scheme == "immediate":
        return MemoryHuey(name, immediate=True, results=False)
    if scheme == "sqlite":
        file = Path(rest.removeprefix("///"))
        file.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(name, filename=str(file), results=False, fsync=False)
    if scheme in ("postgresql", "postgresql+psycopg"):
        return PostgresHuey(name, dsn=f"postgresql:{rest}", results=False)
    if scheme in ("redis", "rediss", "unix"):
        return RedisHuey(name, url=url, results=False)
    raise BadSettings("NETINVET_QUEUE_URL must begin with sqlite:, postgresql: or redis:.")
