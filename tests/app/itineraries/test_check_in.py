"""Check-in of groups: two phones that were off line send what they kept; nobody counts twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import permutations

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Role
from app.itineraries.models import Attendance
from app.itineraries.visits import PublishedVisit, visits_of
from tests.app.itineraries.conftest import Scene
from tests.builders.accounts import make_account
from tests.conftest import SignIn


@pytest.fixture
def guide(session: Session, sign_in: SignIn, group: PublishedVisit) -> Iterator[FlaskClient]:
    """Give a signed-in organiser's browser on the day of the visit."""
    with time_machine.travel(group.ends_at):
        yield sign_in(make_account(session, role=Role.ORGANISER))


@pytest.fixture
def group(session: Session, scene: Scene) -> PublishedVisit:
    return visits_of(session, scene.forum.id)[0]


def entry(minutes: int, group: PublishedVisit, said: str) -> dict[str, str]:
    moment: datetime = group.starts_at + timedelta(minutes=minutes)
    return {"was_present": said, "recorded_at": moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_two_phones_send_in_any_order_and_the_last_word_stands(
    guide: FlaskClient,
    session: Session,
    scene: Scene,
    group: PublishedVisit,
    order: tuple[int, ...],
) -> None:
    kept = [entry(1, group, "no"), entry(4, group, "yes"), entry(2, group, "no")]
    place = f"/check-in/{scene.forum.id}/{group.offer.id}/1"
    for which in (*order, *order):
        for person in group.people:
            guide.post(f"{place}/{person.id}", data=kept[which])

    rows = session.scalars(select(Attendance)).all()
    assert len(rows) == len(group.people)
    assert all(row.was_present for row in rows)


def test_the_lists_show_who_is_there(
    guide: FlaskClient, scene: Scene, group: PublishedVisit
) -> None:
    place = f"/check-in/{scene.forum.id}/{group.offer.id}/1"
    guide.post(f"{place}/{group.people[0].id}", data={"was_present": "yes"})

    assert 'aria-pressed="true"' in guide.get(place).text
    assert "1 present, 0 absent" in guide.get(f"/check-in/{scene.forum.id}").text


def test_nobody_is_checked_in_where_they_do_not_go(
    guide: FlaskClient, scene: Scene, group: PublishedVisit
) -> None:
    place = f"/check-in/{scene.forum.id}/{group.offer.id}/1"
    answer = guide.post(f"{place}/2000000000", data={"was_present": "yes"})

    assert answer.status_code == 404


def test_a_phone_whose_clock_is_ahead_does_not_rule_for_ever(
    guide: FlaskClient, session: Session, scene: Scene, group: PublishedVisit
) -> None:
    place = f"/check-in/{scene.forum.id}/{group.offer.id}/1/{group.people[0].id}"
    guide.post(place, data=entry(600, group, "no"))
    guide.post(place, data={"was_present": "yes"})

    assert session.scalars(select(Attendance.was_present)).all() == [True]
