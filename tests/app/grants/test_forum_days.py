"""A forum's visits by the grant rules: warned before publishing, proved afterwards."""

import io
import zipfile

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.forums.models import Forum
from app.grants import forum_days
from app.grants.rules import Code
from app.itineraries import links
from app.itineraries.models import Attendance
from app.plans import publishing
from app.plans.models import PlanRun
from tests.builders.plans import small_forum, solved_run


def published(session: Session) -> tuple[Forum, PlanRun]:
    forum = small_forum(session)
    run = solved_run(session, forum)
    publishing.publish(session, "account:1", run.id, "")
    session.commit()
    return forum, run


def test_one_day_of_visits_warns_before_publishing(session: Session) -> None:
    forum = small_forum(session)
    run = solved_run(session, forum)
    assert run.plan is not None

    assert forum_days.shortfalls(session, forum.id) == []
    short = forum_days.shortfalls(session, forum.id, (run.problem, run.plan))

    assert len(short) == 4
    for person in short:
        assert [reason.code for reason in person.tagged.verdicts] == [Code.DAYS_TOO_FEW]
        assert person.tagged.training_days <= 1


def test_the_page_shows_days_and_the_pack_what_was_checked_in(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum, _run = published(session)
    people = forum_days.programmes(session, forum.id)
    person = next(one for one in people if one.tagged.training_days).participant
    offer = forum.visit_offers[0]
    session.add(
        Attendance(
            participant_id=person.id,
            visit_offer_id=offer.id,
            planned_starts_at=person.arrives_at,
            planned_ends_at=person.departs_at,
            was_present=True,
            checked_in_at=clock.now(),
        )
    )
    session.commit()

    page = as_organiser.get(f"/forums/{forum.id}/days")
    answer = as_organiser.get(f"/forums/{forum.id}/evidence/{person.id}.zip")

    assert page.status_code == 200
    assert "at least 2" in page.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert set(archive.namelist()) == {"presence.csv", "programme.pdf", "certificate.pdf"}
        assert archive.read("certificate.pdf").startswith(b"%PDF")
        assert offer.organisation.name in archive.read("presence.csv").decode("utf-8-sig")


def test_what_a_pack_lacks_is_listed(as_organiser: FlaskClient, session: Session) -> None:
    forum = small_forum(session)
    person = forum.participants[0]

    answer = as_organiser.get(f"/forums/{forum.id}/evidence/{person.id}.zip")

    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        missing = archive.read("missing.txt").decode().splitlines()
    assert [line.split(":")[0] for line in missing] == ["programme", "presence", "certificate"]
    assert as_organiser.get(f"/forums/{forum.id + 1}/evidence/{person.id}.zip").status_code == 404


def test_the_own_week_tags_each_day_and_says_whether_it_suffices(
    session: Session, client: FlaskClient
) -> None:
    forum, _run = published(session)
    person = forum.participants[0]
    secret = links.give_link(session, "test", person.id)
    session.commit()

    page = client.get(f"/i/{secret}", follow_redirects=True).text
    found = forum_days.of_person(session, person)

    [alike] = [
        one for one in forum_days.programmes(session, forum.id) if one.participant.id == person.id
    ]
    assert found == alike
    assert '<span class="tag">Training</span>' in page
    assert "at least 2" in page


def test_who_is_at_home_where_the_forum_is_lacks_no_days(session: Session) -> None:
    forum = small_forum(session)
    forum.participants[0].organisation.country = forum.places[0].country
    session.commit()
    run = solved_run(session, forum)
    assert run.plan is not None

    short = forum_days.shortfalls(session, forum.id, (run.problem, run.plan))

    people = {one.participant.id for one in short}
    assert people == {person.id for person in forum.participants[1:]}
