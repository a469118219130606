"""The audit trail without the triggers that guard it: for tests that tamper, and tidying up."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session


@contextmanager
def unguarded_trail(session: Session) -> Iterator[None]:
    """Take the triggers of this database down for a while, as its owner could."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
        yield
        session.execute(text("ALTER TABLE audit_event ENABLE TRIGGER USER"))
        return
    kept = session.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    for name, _sql in kept:
        session.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _name, sql in kept:
        session.execute(text(sql))
