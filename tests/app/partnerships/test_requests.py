"""Requests to hosts: few at a time, an honest queue, expiry, and never a place twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.database import db
from app.errors import Conflict, Invalid, Refusal
from app.partnerships import availability, requests
from app.partnerships.models import (
    DeclineCode,
    EntryState,
    Need,
    Offer,
    Partnership,
    Placement,
    PlacementState,
)
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import FIRST, LAST, YEAR, make_host, make_need, make_offer

STAY: dict[str, Any] = {"learners": 1, "starts_on": FIRST, "ends_on": FIRST + timedelta(days=27)}
NOT_SHOWN = requests.Shown()


@pytest.fixture(autouse=True)
def request_context(app: APIFlask) -> Iterator[None]:
    with app.test_request_context():
        yield


def ask(session: Session, need: Need, offer: Offer, **changes: object) -> Placement:
    row = requests.ask(session, "account:1", need, offer, {**STAY, **changes}, NOT_SHOWN)
    session.commit()
    return row


def make_queue(session: Session, *, length: int, seen: int = 1) -> list[Placement]:
    host = make_host(session)
    host.requests_per_season = seen
    offer = make_offer(session, host, places=9)
    return [ask(session, make_need(session), offer) for _number in range(length)]


def states(rows: list[Placement]) -> list[tuple[str, int | None]]:
    return [(row.state.value, row.position) for row in rows]


def test_a_host_sees_a_few_requests_and_the_rest_wait_in_order(session: Session) -> None:
    rows = make_queue(session, length=4, seen=2)

    assert states(rows) == [("requested", None), ("requested", None), ("queued", 1), ("queued", 2)]
    assert [row.expires_at is not None for row in rows] == [True, True, False, False]


def test_an_answer_moves_the_queue_up(session: Session) -> None:
    rows = make_queue(session, length=3)

    requests.decline(session, "account:2", rows[0], DeclineCode.FULL)
    session.commit()

    assert states(rows) == [("declined", None), ("requested", None), ("queued", 1)]
    assert rows[0].decline_code == "full"


def test_a_withdrawal_in_the_middle_never_worsens_a_position(session: Session) -> None:
    rows = make_queue(session, length=4)
    before = [row.position or 0 for row in rows]

    requests.withdraw(session, "account:1", rows[2])
    session.commit()

    assert states(rows)[3] == ("queued", 2)
    assert all((row.position or 0) <= was for row, was in zip(rows, before, strict=True))


def test_an_unanswered_request_expires_and_frees_both_sides(session: Session) -> None:
    rows = make_queue(session, length=2)

    with time_machine.travel(clock.now() + timedelta(days=29)):
        requests.settle_all(session)
        session.commit()
        again = ask(session, rows[0].need, rows[0].offer)

    assert states(rows) == [("expired", None), ("requested", None)]
    assert again.state is PlacementState.QUEUED


def test_an_accepted_request_books_exactly_its_weeks(session: Session) -> None:
    need, offer = make_need(session, learners=2), make_offer(session, places=3)
    row = ask(session, need, offer, learners=2)

    requests.accept(session, "account:2", "Host", row)
    session.commit()

    weeks = list(availability.weeks(STAY["starts_on"], STAY["ends_on"]))
    free = availability.free_in_stay(offer, offer.placements, FIRST, LAST)
    assert {places for week, places in free.items() if week in weeks} == {1}
    assert {places for week, places in free.items() if week not in weeks} == {3}
    assert need.state is EntryState.PLACED
    assert row.partnership is not None
    assert row.partnership.host == offer.organisation


def test_a_request_beyond_the_free_places_names_the_week(session: Session) -> None:
    offer = make_offer(session, places=2, closed=(date(YEAR, 3, 15), date(YEAR, 3, 21)))

    with pytest.raises(Conflict, match="has 0 places free"):
        ask(session, make_need(session), offer)
    with pytest.raises(Conflict, match="has 2 places free"):
        ask(session, make_need(session), make_offer(session, places=2), learners=3)


def test_a_host_without_a_charter_receives_no_learner_and_the_reason_is_said(
    session: Session,
) -> None:
    offer = make_offer(session, make_host(session, has_charter=False))

    with pytest.raises(Conflict, match="no charter"):
        ask(session, make_need(session), offer)


def test_a_host_is_asked_once_at_a_time(session: Session) -> None:
    need, offer = make_need(session), make_offer(session)
    ask(session, need, offer)

    with pytest.raises(Conflict, match="already"):
        ask(session, need, offer)


def test_a_stay_shorter_than_the_host_takes_is_refused_at_its_end(session: Session) -> None:
    offer = make_offer(session, minimum_days=60)

    with pytest.raises(Invalid) as refusal:
        ask(session, make_need(session), offer)
    assert list(refusal.value.fields) == ["ends_on"]


def test_a_request_is_answered_once(session: Session) -> None:
    row = make_queue(session, length=1)[0]
    requests.accept(session, "account:2", "Host", row)

    with pytest.raises(Conflict):
        requests.decline(session, "account:2", row, DeclineCode.OTHER)


def test_a_request_from_one_side_and_the_other_makes_one_partnership(session: Session) -> None:
    school, offer = make_organisation(session), make_offer(session, places=5)
    for _number in range(2):
        row = ask(session, make_need(session, school), offer)
        requests.accept(session, "account:2", "Host", row)
        session.commit()

    assert session.scalar(select(func.count(Partnership.id))) == 1


def test_fifty_requests_at_once_never_book_a_place_twice(app: APIFlask, session: Session) -> None:
    host = make_host(session)
    host.requests_per_season = 1000
    offer = make_offer(session, host, places=5)
    rows = [ask(session, make_need(session), offer).id for _number in range(50)]

    def accept(number: int) -> str:
        with app.test_request_context():
            row = db.session.get_one(Placement, number)
            try:
                requests.accept(db.session(), "account:2", "Host", row)
                db.session.commit()
            except Refusal as refusal:
                db.session.rollback()
                return refusal.code
            return "accepted"

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(accept, rows))

    session.expire_all()
    booked = session.scalar(
        select(func.sum(Placement.learners)).where(Placement.state == PlacementState.ACCEPTED)
    )
    assert answers == ["accepted"] * 5 + ["conflict"] * 45
    assert booked == 5
