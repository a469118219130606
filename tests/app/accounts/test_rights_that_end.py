"""Whoever leaves is out at once: every way in that they were given before is tried again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts import actions, tokens
from app.accounts.models import Account, Purpose, Role
from app.consortia import membership
from app.itineraries import host_links, links
from app.organisations import upkeep
from tests.builders.accounts import make_account
from tests.builders.consortia import make_consortium
from tests.builders.forums import make_forum, make_participant
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import make_host, make_need
from tests.conftest import SignIn

Token = Callable[[Account], dict[str, str]]


@dataclass(frozen=True, slots=True)
class WaysIn:
    """What a school's editor was given while all was well."""

    account: Account
    client: FlaskClient
    headers: dict[str, str]
    sign_in_link: str
    need_id: int

    def try_all(self, app: APIFlask) -> tuple[int, int, int]:
        """Return what session, API token and unused sign-in link answer."""
        need = f"/api/v1/needs/{self.need_id}"
        return (
            self.client.get("/account").status_code,
            app.test_client().get(need, headers=self.headers).status_code,
            app.test_client().post(f"/sign-in/{self.sign_in_link}").status_code,
        )


@pytest.fixture
def school(session: Session, sign_in: SignIn, api_token: Token) -> WaysIn:
    organisation = make_organisation(session, name="Bravo")
    account = make_account(session, role=Role.SCHOOL, organisation=organisation)
    client, headers = sign_in(account), api_token(account)
    link = actions.issue_sign_in_link(session, "test", account)
    need = make_need(session, organisation)
    session.commit()
    return WaysIn(account, client, headers, link, need.id)


def test_nothing_of_an_ended_account_opens(
    app: APIFlask, session: Session, school: WaysIn
) -> None:
    actions.disable_account(session, "account:0", school.account.id)

    assert school.try_all(app) == (303, 401, 410)


def test_nobody_acts_for_a_school_that_has_left_until_it_comes_back(
    app: APIFlask, session: Session, school: WaysIn
) -> None:
    organisation = school.account.organisation
    assert organisation is not None
    upkeep.archive(session, "account:0", organisation)

    gone = school.try_all(app)
    organisation.archived_at = None

    assert gone == (303, 401, 410)
    assert school.try_all(app) == (200, 200, 303)


def test_who_moves_to_another_school_leaves_the_rows_of_the_first_behind(
    app: APIFlask, session: Session, school: WaysIn
) -> None:
    other = make_organisation(session, name="Alfa")
    wanted = {"role": Role.SCHOOL, "organisation": other.key}
    with app.test_request_context():
        actions.change_role(session, "account:0", school.account.id, wanted)

    session_status, token_status, _link = school.try_all(app)
    school.client.post(f"/sign-in/{school.sign_in_link}")

    assert (session_status, token_status) == (303, 404)
    assert school.client.get(f"/needs/{school.need_id}").status_code in (303, 404)


def test_a_school_that_left_a_consortium_reads_its_notes_no_more(
    app: APIFlask, session: Session, school: WaysIn
) -> None:
    own = school.account.organisation
    assert own is not None
    consortium = make_consortium(session, members=(own,))
    page = f"/consortia/{consortium.id}"
    before = school.client.get(page).status_code
    with app.test_request_context():
        yesterday = clock.now().date() - timedelta(days=1)
        number = consortium.members[0].id
        membership.leave(session, "account:0", consortium, number, yesterday)

    assert (before, school.client.get(page).status_code) == (200, 404)


def test_who_has_withdrawn_from_a_forum_sees_nobody_elses_days(
    app: APIFlask, session: Session
) -> None:
    person = make_participant(session, make_forum(session))
    secret = links.give_link(session, "test", person.id)
    calendar = links.give_calendar(session, person.id)
    session.commit()
    client = app.test_client()
    before = client.get(f"/i/{secret}").status_code
    person.withdrawn_at = clock.now()

    after = [client.get(path).status_code for path in (f"/i/{secret}", "/me", "/me/itinerary.pdf")]

    assert (before, after) == (303, [410, 410, 410])
    assert client.get(f"/c/{calendar}.ics").status_code == 200, "it tells what is cancelled"


def test_a_host_that_has_left_writes_no_more(app: APIFlask, session: Session) -> None:
    host = make_host(session)
    secret = host_links.give_link(session, "test", make_forum(session), host.id)
    session.commit()
    client = app.test_client()
    before = client.get(f"/h/{secret}").status_code
    upkeep.archive(session, "test", host)

    after = [client.get(path).status_code for path in (f"/h/{secret}", "/host")]

    assert (before, after) == (303, [410, 410])


def test_no_secret_opens_what_another_purpose_opens(
    app: APIFlask, session: Session, school: WaysIn
) -> None:
    """Each purpose's secret is tried at every other door and as a bearer's token."""
    person = make_participant(session, make_forum(session))
    host = make_host(session)
    made = {
        purpose: tokens.issue(
            session,
            purpose,
            account_id=school.account.id,
            participant_id=person.id,
            organisation_id=host.id,
        )
        for purpose in Purpose
    }
    session.commit()
    doors = {
        Purpose.ITINERARY: "/i/{}",
        Purpose.CALENDAR: "/c/{}.ics",
        Purpose.HOST_REPORT: "/h/{}",
        Purpose.UNSUBSCRIBE: "/stop/{}",
    }
    opened = {
        (purpose.value, door.value)
        for purpose, secret in made.items()
        for door, path in doors.items()
        if purpose is not door and app.test_client().get(path.format(secret)).status_code != 404
    }
    bearing = {
        purpose.value
        for purpose, secret in made.items()
        if app.test_client()
        .get("/api/v1/account", headers={"Authorization": f"Bearer {secret}"})
        .status_code
        == 200
    }

    assert opened == set()
    assert bearing == {"api"}
