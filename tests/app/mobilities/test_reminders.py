"""Deadlines remind, once each, whoever can act."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Role
from app.grants.models import GrantAgreement
from app.messages.models import Message
from app.mobilities import pipeline, reminders
from tests.builders.accounts import make_account
from tests.builders.consortia import make_consortium
from tests.builders.mobilities import make_mobility


def test_what_is_due_is_said_once_to_the_school_and_the_coordinator(session: Session) -> None:
    consortium = make_consortium(session)
    row = make_mobility(session, consortium=consortium)
    pipeline.settle_steps(row, "school")
    today = clock.now().date()
    for number, step in enumerate(row.steps):
        step.due_on = today + timedelta(days=3 if number == 0 else 300)
    agreement = GrantAgreement(
        consortium_id=consortium.id,
        call_year=2026,
        reference="A1",
        report_due_on=today + timedelta(days=25),
    )
    session.add(agreement)
    make_account(session, role=Role.SCHOOL, organisation=row.sending, email="s@example.org")
    coordinator = consortium.coordinator
    make_account(session, role=Role.COORDINATOR, organisation=coordinator, email="c@example.org")
    make_account(session, role=Role.SCHOOL, email="stranger@example.org")

    for _ in range(2):
        reminders.remind(session, "http://localhost")
    session.commit()

    sent = session.scalars(select(Message).order_by(Message.recipient)).all()
    assert [message.recipient for message in sent] == ["c@example.org", "s@example.org"]
    assert "A1" in sent[0].subject
    assert row.key in sent[1].body
