"""The trail: the database refuses every change, and what its owner changes even so is found."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit import actions as audit
from app.audit.models import AuditEvent
from app.audit.queries import verify
from tests.builders.trail import unguarded_trail

CHANGES = {
    "update": update(AuditEvent).values(actor="account:2"),
    "delete": delete(AuditEvent),
}


def write_three(session: Session) -> None:
    for number in range(3):
        audit.record(session, "account:1", "thing.change", f"thing:{number}", {"to": number})
    session.commit()


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_the_trail(session: Session, change: str) -> None:
    write_three(session)

    with pytest.raises(IntegrityError, match="never changed or removed"):
        session.execute(CHANGES[change])
    session.rollback()

    verdict = verify(session)
    assert (verdict.events, verdict.broken) == (3, None)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (update(AuditEvent).values(details={"to": 7}), "thing:1"),
        (update(AuditEvent).values(actor="account:2"), "thing:1"),
        (delete(AuditEvent), "thing:2"),
    ],
    ids=["another value", "another actor", "removed"],
)
def test_a_tampered_event_is_found(session: Session, change: object, found: str) -> None:
    write_three(session)
    with unguarded_trail(session):
        session.execute(change.where(AuditEvent.subject == "thing:1"))  # type: ignore[attr-defined]  # an update or a delete
    session.expire_all()

    broken = verify(session).broken

    assert broken is not None
    assert broken.subject == found


def test_events_cut_off_at_the_end_change_the_head(session: Session) -> None:
    write_three(session)
    before = verify(session)
    with unguarded_trail(session):
        session.execute(delete(AuditEvent).where(AuditEvent.subject == "thing:2"))

    after = verify(session)

    assert (before.events, after.events, after.broken) == (3, 2, None)
    assert after.head != before.head


def test_an_event_names_the_request_that_made_it(
    session: Session, as_organiser: FlaskClient
) -> None:
    answer = as_organiser.post("/sign-out")

    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.request_id == answer.headers["X-Request-ID"]
