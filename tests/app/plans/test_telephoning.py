"""Who is to be telephoned after a version, and whose number is shown for it."""

from collections.abc import Callable

import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.plans import publishing, telephoning
from app.plans.models import Reading
from tests.builders.accounts import make_account
from tests.builders.forums import at
from tests.builders.plans import small_forum, solved_run
from tests.conftest import SignIn


def test_who_has_not_opened_a_version_and_leaves_soon_is_to_be_telephoned(
    session: Session,
) -> None:
    forum = small_forum(session)
    with time_machine.travel(at("06:00"), tick=False):
        version = publishing.publish(session, "account:1", solved_run(session, forum).id, "")
        opener = forum.participants[0]
        session.add(
            Reading(participant_id=opener.id, plan_version_id=version.id, opened_at=at("06:01"))
        )
        session.commit()

    fresh = telephoning.to_telephone(session, version, at("06:10"))
    later = telephoning.to_telephone(session, version, at("06:40"))
    over = telephoning.to_telephone(session, version, at("20:00"))

    assert opener.id not in {person.id for person, _leaves, _soon in later}
    assert not any(soon for _person, _leaves, soon in fresh)
    assert all(soon == (leaves <= at("09:40")) for _person, leaves, soon in later)
    assert len(later) == 3
    assert over == []


def test_numbers_are_shown_and_told_only_where_their_owners_share_them(
    client: FlaskClient,
    session: Session,
    sign_in: SignIn,
    api_token: Callable[[Account], dict[str, str]],
) -> None:
    forum = small_forum(session)
    shares, keeps = forum.participants[:2]
    shares.phone, keeps.phone, shares.shares_phone = "+48 111", "+48 222", True
    with time_machine.travel(at("06:00")):
        publishing.publish(session, "account:1", solved_run(session, forum).id, "")
        planner = make_account(session, role=Role.PLANNER)
        headers = api_token(planner)
        page = sign_in(planner).get(f"/forums/{forum.id}/versions/1").text
        address = f"/api/v1/forums/{forum.id}/versions/1/to-telephone"
        told = client.get(address, headers=headers).json or []

    assert "+48 111" in page
    assert "+48 222" not in page
    assert {one["phone"] for one in told} == {"+48 111", ""}
