"""What past mobilities say about hosts and schools, and that suggestions hear of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.mobilities.models import Mobility, Step, StepKind
from app.organisations.models import Organisation
from app.partnerships import bridge
from app.partnerships.records import Record, records
from tests.builders.mobilities import make_mobility
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import make_host, make_need, make_offer

TODAY = clock.now().date()
BEGAN, ENDED = TODAY - timedelta(days=60), TODAY - timedelta(days=30)


def stay(session: Session, school: Organisation, host: Organisation, *, proved: bool) -> Mobility:
    row = make_mobility(session, sending=school, receiving=host, starts_on=BEGAN, ends_on=ENDED)
    if proved:
        row.steps.append(Step(kind=StepKind.ATTENDANCE_PROOF, due_on=TODAY, done_on=ENDED))
    session.commit()
    return row


def test_a_proved_stay_speaks_for_both_sides_and_an_unproved_one_for_nobody(
    session: Session,
) -> None:
    school, host, other = make_organisation(session), make_host(session), make_host(session)

    stay(session, school, host, proved=True)
    stay(session, school, other, proved=False)

    assert records(session, TODAY) == {school.id: Record(1, 1), host.id: Record(1, 1)}


@pytest.mark.parametrize(
    ("cancelled_on", "expected"),
    [(BEGAN + timedelta(days=3), Record(1, 0)), (date(2020, 1, 1), None)],
)
def test_only_a_stay_broken_off_after_it_began_speaks_against(
    session: Session, cancelled_on: date, expected: Record | None
) -> None:
    school, host = make_organisation(session), make_host(session)
    row = stay(session, school, host, proved=True)
    row.cancelled_at = clock.now().replace(
        year=cancelled_on.year, month=cancelled_on.month, day=cancelled_on.day
    )
    session.commit()

    assert records(session, TODAY).get(host.id) == expected


def test_a_host_with_a_proved_stay_ranks_before_its_twin_without_one(session: Session) -> None:
    need = make_need(session)
    twins = [make_offer(session, make_host(session)) for _ in range(2)]
    before = {one.offer.id: one.score for one in bridge.answer_for(session, need).suggested}
    assert len(set(before.values())) == 1

    for proven in twins:
        row = stay(session, make_organisation(session), proven.organisation, proved=True)
        best = bridge.answer_for(session, need).suggested[0]

        assert best.offer.id == proven.id
        row.steps.clear()
        session.commit()
