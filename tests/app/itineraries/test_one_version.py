"""Readers see the published version, wholly and alone: no draft, and nothing of the next one."""

from concurrent.futures import ThreadPoolExecutor

from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.database import db, reading
from app.plans import publishing, queries
from tests.app.itineraries.conftest import Scene
from tests.builders.plans import solved_run


def test_a_reader_sees_one_version_to_the_end_though_another_is_published_meanwhile(
    app: APIFlask, session: Session, scene: Scene
) -> None:
    run_id, forum_id = scene.version.plan_run_id, scene.forum.id
    assert run_id is not None

    def publish() -> int:
        with app.test_request_context():
            number = publishing.publish(db.session(), "test", run_id, "").number
            db.session.commit()
            return number

    def number_in_force(own: Session) -> int:
        version = queries.version_in_force(own, forum_id)
        assert version is not None
        return version.number

    with reading() as own:
        before = number_in_force(own)
        with ThreadPoolExecutor(1) as pool:
            published = pool.submit(publish).result()
        still = number_in_force(own)

    assert (before, published, still) == (1, 2, 1)
    assert number_in_force(session) == 2


def test_a_plan_that_is_not_published_changes_nothing_that_staff_reads(
    as_staff: FlaskClient, session: Session, scene: Scene
) -> None:
    before = as_staff.get("/me/itinerary.ics").text
    scene.participant.departs_at = scene.forum.tours[0].latest_at.replace(hour=8)
    session.commit()
    draft = solved_run(session, scene.forum)

    assert draft.plan != scene.version.plan
    assert as_staff.get("/me/itinerary.ics").text == before
