"""The night's work: what is over goes, the trail's head is noted elsewhere, silence is noticed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from structlog.testing import capture_logs
from structlog.typing import EventDict

from app import clock
from app.audit.actions import record
from app.audit.models import AuditEvent
from app.audit.queries import verify
from app.jobs import nightly
from app.web import logs
from tests.builders.trail import unguarded_trail


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    logs.set_up()
    with capture_logs() as lines:
        yield lines
    logs.set_up(is_quiet=True)


def test_each_night_the_log_has_the_head_of_the_trail(
    session: Session, logged: list[EventDict]
) -> None:
    nightly.carry_out(session, "http://localhost")

    noted = [line for line in logged if line["event"] == "audit_trail"]
    found = verify(session)
    assert [(line["events"], line["head"]) for line in noted] == [(found.events, found.head)]


def test_a_tampered_trail_is_an_error_in_the_log(
    session: Session, logged: list[EventDict]
) -> None:
    event = record(session, "test", "first", "service")
    with unguarded_trail(session):
        event.action = "another"

    nightly.note_trail(session)

    assert [(line["log_level"], line["event"]) for line in logged] == [
        ("error", "audit_trail_broken")
    ]


def test_organisers_and_monitors_hear_of_two_nights_without_forgetting(
    session: Session, client: FlaskClient, as_organiser: FlaskClient
) -> None:
    def told() -> tuple[bool, bool]:
        return (
            "netinvet_retention_late 1.0" in client.get("/metrics").text,
            "The work of the night has not been done" in as_organiser.get("/today").text,
        )

    fresh = told()
    with unguarded_trail(session):
        session.query(AuditEvent).update({"happened_at": clock.now() - timedelta(hours=49)})
    late = told()
    nightly.carry_out(session, "http://localhost")

    assert (fresh, late, told()) == ((False, False), (True, True), (False, False))
