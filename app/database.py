"""The database: one base for all tables, and what makes SQLite and PostgreSQL behave alike.

On SQLite every transaction that may write begins IMMEDIATE under one inter-process lock,
so that writers queue instead of failing; reading requests begin deferred and never wait.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, MetaData, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    declared_attr,
    mapped_column,
    registry,
)
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    import psycopg

BUSY_MILLISECONDS = 10_000
"""How long SQLite waits for a lock before it gives up."""

reading_only: ContextVar[bool] = ContextVar("reading_only", default=False)
"""Whether the present transaction only reads; set for GET and HEAD requests."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database on every engine."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy's signature
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 -- SQLAlchemy's signature
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What every table shares."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_N_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcDateTime(),
            dict[str, Any]: JSON,
            list[str]: JSON,
            StrEnum: Enum(
                StrEnum,
                native_enum=False,
                length=40,
                values_callable=lambda kind: [member.value for member in kind],
            ),
        },
    )
    id: Mapped[int] = mapped_column(primary_key=True)


class Versioned:
    """A row that people edit: its version rises with every change and stops lost updates."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 -- SQLAlchemy calls it on the class
        return {"version_id_col": cls.version}


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


@contextmanager
def writing() -> Iterator[Session]:
    """Write a little in the midst of a request that otherwise only reads; commits at the end."""
    db.session.rollback()
    mark = reading_only.set(False)
    try:
        yield db.session()
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        reading_only.reset(mark)


@contextmanager
def reading() -> Iterator[Session]:
    """Read for long in a request that writes afterwards: other writers do not wait meanwhile."""
    db.session.rollback()
    mark = reading_only.set(True)
    try:
        yield db.session()
    finally:
        db.session.rollback()
        reading_only.reset(mark)


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def prepare(engine: Engine) -> None:
    """Set up an engine's connections; call once for each engine."""
    if is_sqlite(engine):
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "commit", _release)
        event.listen(engine, "rollback", _release)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "begin", _begin_postgresql)


def _prepare_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in (
        "foreign_keys=ON",
        "journal_mode=WAL",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "synchronous=NORMAL",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgresql(
    connection: "psycopg.Connection[Any]", _record: ConnectionPoolEntry
) -> None:
    """Let nothing wait for ever: a statement, a lock, a transaction that was forgotten."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '20s'")
        cursor.execute("SET lock_timeout = '8s'")
        cursor.execute("SET idle_in_transaction_session_timeout = '120s'")
    connection.commit()


def _begin_postgresql(connection: Connection) -> None:
    """Let what only reads see one state of things throughout, as on SQLite."""
    if reading_only.get():
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _begin_sqlite(connection: Connection) -> None:
    if reading_only.get():
        connection.exec_driver_sql("BEGIN")
        return
    _queue_up(connection)
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        _release(connection)
        raise


def _queue_up(connection: Connection) -> None:
    """Wait for the one write lock of this database file; memory databases have none."""
    file = connection.engine.url.database
    if not file or file == ":memory:" or "lock" in connection.info:
        return
    handle = os.open(f"{file}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    connection.info["lock"] = handle


def _release(connection: Connection) -> None:
    handle = connection.info.pop("lock", None)
    if handle is not None:
        os.close(handle)
