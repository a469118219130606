"""The audit trail without the triggers that guard it: for tests that tamper, and tidying up."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session


@contextmanager
def unguarded_trail(session: Session) -> Iterator[None]:
    """Take the triggers of this database down for a while, as its owner could.

    What was done meanwhile is committed together with the triggers put up again.
    """
    if session.get_bind().dialect.name == "postgresql":
        down = ["ALTER TABLE audit_event DISABLE TRIGGER USER"]
        up = ["ALTER TABLE audit_event ENABLE TRIGGER USER"]
    else:
        kept = session.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        ).all()
        down = [f"DROP TRIGGER {name}" for name, _sql in kept]
        up = [sql for _name, sql in kept]
    for statement in down:
        session.execute(text(statement))
    yield
    session.flush()
    for statement in up:
        session.execute(text(statement))
    session.commit()
