"""A published forum and one of its participants, with a private link."""

from dataclasses import dataclass

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.forums.models import Forum, Participant
from app.itineraries import links
from app.plans import publishing
from app.plans.models import PlanVersion
from tests.builders.plans import small_forum, solved_run


@dataclass(frozen=True, slots=True)
class Scene:
    forum: Forum
    version: PlanVersion
    participant: Participant
    secret: str


@pytest.fixture
def scene(app: APIFlask, session: Session) -> Scene:
    forum = small_forum(session)
    with app.test_request_context():
        version = publishing.publish(session, "test", solved_run(session, forum).id, "")
    participant = forum.participants[0]
    secret = links.give_link(session, "test", participant.id)
    session.commit()
    return Scene(forum, version, participant, secret)


@pytest.fixture
def as_staff(app: APIFlask, scene: Scene) -> FlaskClient:
    client = app.test_client()
    assert client.get(f"/i/{scene.secret}").status_code == 303
    return client
