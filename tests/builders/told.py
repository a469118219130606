"""Which tables a request writes to, and whether the trail tells of it: AL-1 for every test."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)')
TELL_THEMSELVES = {
    "access_token": "secrets that are issued and used up; what they open is told",
    "kept_reply": "answers kept for requests that come twice",
    "message": "mails, which name their kind and their moment",
    "reading": "who opened which version when",
}
"""Tables whose rows are a record of their own, or no fact about anything."""


@contextmanager
def tables_written(engine: Engine) -> Iterator[set[str]]:
    """Collect the names of the tables that statements write to meanwhile."""
    found: set[str] = set()

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        if match := WRITES.match(statement):
            found.add(match[1])

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def untold(written: set[str]) -> set[str]:
    """Return the tables that were changed without an event in the trail."""
    return set() if "audit_event" in written else written - TELL_THEMSELVES.keys()
