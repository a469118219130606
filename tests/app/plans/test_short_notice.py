"""Nobody is moved at short notice unless they were asked, by name."""

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Role
from app.errors import Invalid
from app.forums.models import Forum
from app.plans import ids, publishing
from app.plans.models import PlanRun, PlanVersion
from tests.builders.accounts import make_account
from tests.builders.forums import at
from tests.builders.plans import small_forum, solved_run
from tests.conftest import SignIn


@pytest.fixture
def forum(session: Session) -> Forum:
    forum = small_forum(session)
    publishing.publish(session, "account:1", solved_run(session, forum).id, "")
    session.commit()
    return forum


def _without_the_first_tour_of(session: Session, forum: Forum) -> PlanRun:
    """Carry a run out whose plan ends without one person that the published one carries."""
    forum.participants[0].departs_at = forum.tours[0].latest_at.replace(hour=8)
    session.commit()
    return solved_run(session, forum)


def test_who_is_moved_at_short_notice_must_have_been_asked(session: Session, forum: Forum) -> None:
    run = _without_the_first_tour_of(session, forum)
    person = forum.participants[0]
    with time_machine.travel(at("06:00"), tick=False):
        with pytest.raises(Invalid) as refused:
            publishing.publish(session, "account:1", run.id, "")
        version = publishing.publish(
            session, "account:1", run.id, "", [ids.of_participant(person.id)]
        )

    assert [person.name in sentence for sentence in refused.value.fields["asked"]] == [True]
    assert version.number == 2


@pytest.mark.parametrize("hours", [0, 2])
def test_who_hears_early_enough_need_not_be_asked(
    session: Session, forum: Forum, hours: int
) -> None:
    run = _without_the_first_tour_of(session, forum)
    forum.notice_hours = hours
    session.commit()
    with time_machine.travel(at("00:30"), tick=False):
        assert publishing.publish(session, "account:1", run.id, "").number == 2


def test_the_page_asks_for_each_by_name_and_publishes_once_they_are_ticked(
    sign_in: SignIn, session: Session, forum: Forum
) -> None:
    run = _without_the_first_tour_of(session, forum)
    person = forum.participants[0]
    with time_machine.travel(at("06:00")):
        client = sign_in(make_account(session, role=Role.ORGANISER))
        form = client.get(f"/plans/{run.id}/publish").text
        refused = client.post(f"/plans/{run.id}/publish", data={"note": "Sorry"})
        ticked = {"note": "Sorry", "asked": ids.of_participant(person.id)}
        done = client.post(f"/plans/{run.id}/publish", data=ticked)

    assert f"{person.name}, from Tue 16 Nov" in form
    assert (refused.status_code, done.status_code) == (422, 303)
    assert "Please ask first." in refused.text
    assert "Sorry" in refused.text
    assert len(session.scalars(select(PlanVersion)).all()) == 2
