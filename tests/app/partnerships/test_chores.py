"""The day's chores: each says what it has to say once."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Role
from app.messages.models import Message
from app.organisations.models import Charter, CharterKind
from app.partnerships import chores
from tests.builders.accounts import make_account
from tests.builders.organisations import make_organisation

NOTHING = {"hosts": 0, "digests": 0, "charters": 0, "stale": 0, "requests": 0}


def do(session: Session) -> dict[str, int]:
    done = chores.carry_out(session, "http://localhost")
    session.commit()
    return done


def test_a_charter_is_reminded_of_sixty_and_fourteen_days_before(session: Session) -> None:
    school = make_organisation(session)
    make_account(session, role=Role.SCHOOL, organisation=school)
    end = clock.now().date() + timedelta(days=60)
    school.charters.append(
        Charter(kind=CharterKind.QUALITY_LABEL, signed_on=clock.now().date(), expires_on=end)
    )
    session.commit()

    sent = []
    for days in (0, 1, 46, 47, 61):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            sent.append(do(session)["charters"])

    assert sent == [1, 0, 1, 0, 0]


@pytest.mark.parametrize(("days", "sent"), [(300, 0), (400, 1)])
def test_a_stale_entry_is_reminded_of_once(session: Session, days: int, sent: int) -> None:
    school = make_organisation(session)
    make_account(session, role=Role.SCHOOL, organisation=school)
    school.confirmed_at = clock.now() - timedelta(days=days)
    session.commit()

    assert do(session)["stale"] == sent
    assert do(session) == NOTHING
    bodies = session.scalars(select(Message.body)).all()
    assert [f"/organisations/{school.id}" in body for body in bodies] == [True] * sent
