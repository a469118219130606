"""Private links: swapped for a session, taken back at once, silent about whose they were."""

import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import AccessToken, Purpose
from app.forums.models import Participant
from app.itineraries import links
from tests.app.itineraries.conftest import Scene


def test_a_link_leads_to_an_address_without_a_secret(client: FlaskClient, scene: Scene) -> None:
    answer = client.get(f"/i/{scene.secret}")

    assert answer.headers["Location"] == "/me"
    assert scene.secret not in client.get("/me").text


def test_a_wrong_link_and_a_revoked_one_say_so_and_nothing_else(
    client: FlaskClient, session: Session, scene: Scene
) -> None:
    links.revoke_links(session, "test", scene.participant.id)

    wrong, revoked = client.get("/i/no-such-secret"), client.get(f"/i/{scene.secret}")

    assert (wrong.status_code, revoked.status_code) == (404, 410)
    assert scene.participant.name not in wrong.text + revoked.text
    assert "taken back" in revoked.text


def test_revoking_a_link_ends_its_sessions(
    as_staff: FlaskClient, session: Session, scene: Scene
) -> None:
    before = as_staff.get("/me").status_code
    links.revoke_links(session, "test", scene.participant.id)
    after = as_staff.get("/me")

    assert (before, after.status_code) == (200, 410)
    assert "taken back" in after.text
    assert scene.participant.name not in after.text


def test_a_link_expires_a_month_after_the_forum(client: FlaskClient, scene: Scene) -> None:
    with time_machine.travel("2027-12-18T12:00:00+00:00"):
        lively = client.get(f"/i/{scene.secret}").status_code
    with time_machine.travel("2027-12-20T12:00:00+00:00"):
        late = client.get(f"/i/{scene.secret}").status_code

    assert (lively, late) == (303, 410)


def test_an_account_and_a_link_live_in_one_browser(
    as_organiser: FlaskClient, scene: Scene
) -> None:
    as_organiser.get(f"/i/{scene.secret}")

    assert as_organiser.get("/me").status_code == 200
    assert as_organiser.get("/account").status_code == 200


def test_a_link_opens_nothing_but_the_itinerary(as_staff: FlaskClient, scene: Scene) -> None:
    for path in ("/account", "/accounts", f"/forums/{scene.forum.id}/links"):
        assert as_staff.get(path).status_code == 303, path


def test_a_link_of_one_purpose_opens_no_other(
    client: FlaskClient, session: Session, scene: Scene
) -> None:
    calendar = links.give_calendar(session, scene.participant.id)

    assert client.get(f"/i/{calendar}").status_code == 404
    assert client.get(f"/c/{scene.secret}.ics").status_code == 404
    assert client.get(f"/c/{calendar}.ics").status_code == 200


def test_links_are_sent_once_to_those_who_have_none(
    as_organiser: FlaskClient, session: Session, scene: Scene
) -> None:
    as_organiser.post(f"/forums/{scene.forum.id}/links/send")
    as_organiser.post(f"/forums/{scene.forum.id}/links/send")

    tokens = session.scalars(
        select(AccessToken).where(AccessToken.purpose == Purpose.ITINERARY)
    ).all()
    people = session.scalars(select(Participant.id)).all()
    assert sorted(token.participant_id or 0 for token in tokens) == sorted(people)
