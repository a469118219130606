"""Plans over the API: the same as on pages, safe to repeat."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

import planner
from app.accounts.models import Account
from app.plans.models import PlanRun, PlanVersion
from tests.builders.accounts import make_account
from tests.builders.plans import small_forum, solved_run


@pytest.fixture
def headers(session: Session, api_token: Callable[[Account], dict[str, str]]) -> dict[str, str]:
    return api_token(make_account(session))


def test_a_search_is_started_followed_and_published(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    forum = small_forum(session)
    api = "/api/v1"

    started = client.post(
        f"{api}/forums/{forum.id}/plan-runs", json={"seconds": 1}, headers=headers
    )
    run = client.get(f"{api}/plan-runs/{started.get_json()['id']}", headers=headers).get_json()
    problem = client.get(f"{api}/plan-runs/{run['id']}/problem", headers=headers)
    plan = client.get(f"{api}/plan-runs/{run['id']}/plan", headers=headers)
    changes = client.get(f"{api}/plan-runs/{run['id']}/changes", headers=headers).get_json()
    version = client.post(f"{api}/plan-runs/{run['id']}/publish", json={}, headers=headers)

    read = planner.problem_from_text(problem.text)
    assert (started.status_code, run["state"]) == (202, "finished")
    assert [person.id for person in read.participants] == [
        f"p{person.id}" for person in forum.participants
    ]
    assert plan.get_json()["format"] == "netinvet-plan/1"
    assert len(changes) == 4
    assert (version.status_code, version.get_json()["number"]) == (201, 1)


def test_a_repeated_request_starts_one_search_and_gets_the_same_answer(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    forum = small_forum(session)
    address = f"/api/v1/forums/{forum.id}/plan-runs"
    keyed = headers | {"Idempotency-Key": "one-and-only"}

    first = client.post(address, json={"seconds": 1}, headers=keyed)
    second = client.post(address, json={"seconds": 1}, headers=keyed)
    other = client.post(address, json={"seconds": 2}, headers=keyed)

    assert (first.status_code, second.status_code, other.status_code) == (202, 202, 422)
    assert first.get_json() == second.get_json()
    assert len(session.scalars(select(PlanRun)).all()) == 1


def test_a_refused_request_may_be_repeated_with_its_key(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    forum = small_forum(session)
    address = f"/api/v1/forums/{forum.id}/plan-runs"
    keyed = headers | {"Idempotency-Key": "again"}
    forum.visit_offers[0].organisation.sites[0].latitude = None
    session.commit()
    refused = client.post(address, json={"seconds": 1}, headers=keyed)
    forum.visit_offers[0].organisation.sites[0].latitude = 60.17
    session.commit()

    accepted = client.post(address, json={"seconds": 1}, headers=keyed)

    assert (refused.status_code, accepted.status_code) == (422, 202)


def test_publishing_twice_with_one_key_makes_one_version(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    run = solved_run(session, small_forum(session))
    keyed = headers | {"Idempotency-Key": "publish-1"}

    answers = [
        client.post(f"/api/v1/plan-runs/{run.id}/publish", json={}, headers=keyed)
        for _ in range(2)
    ]

    assert [answer.get_json()["number"] for answer in answers] == [1, 1]
    assert len(session.scalars(select(PlanVersion)).all()) == 1


def test_equal_requests_at_the_same_time_have_one_effect_and_one_answer(
    app: Flask, session: Session, headers: dict[str, str]
) -> None:
    run = solved_run(session, small_forum(session))
    keyed = headers | {"Idempotency-Key": "at once"}

    def publish(_number: int) -> tuple[int, str]:
        client = FlaskClient(app, app.response_class)
        answer = client.post(f"/api/v1/plan-runs/{run.id}/publish", json={}, headers=keyed)
        return answer.status_code, answer.text

    session.commit()
    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(publish, range(12)))

    assert [status for status, _text in answers] == [201]
    assert len(session.scalars(select(PlanVersion)).all()) == 1


def test_an_edition_is_changed_on_the_version_that_was_read(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    forum = small_forum(session)
    address = f"/api/v1/forums/{forum.id}/tours"
    tour = client.get(address, headers=headers).get_json()[0]
    one = f"{address}/{tour['id']}"
    values = {name: tour[name] for name in tour if name not in ("id", "is_out", "key")}
    tag = client.get(one, headers=headers).headers["ETag"]

    without = client.put(one, json=values, headers=headers)
    first = client.put(one, json=values | {"seats": 33}, headers=headers | {"If-Match": tag})
    second = client.put(one, json=values | {"seats": 44}, headers=headers | {"If-Match": tag})

    assert (without.status_code, first.status_code, second.status_code) == (428, 200, 412)
    assert client.get(one, headers=headers).get_json()["seats"] == 33


def test_pins_come_and_go(client: FlaskClient, session: Session, headers: dict[str, str]) -> None:
    forum = small_forum(session)
    address = f"/api/v1/forums/{forum.id}/pins"
    wanted = {"tour_id": forum.tours[0].id, "visit_offer_id": forum.visit_offers[0].id}

    made = [client.post(address, json=wanted, headers=headers) for _ in range(2)]
    listed = client.get(address, headers=headers).get_json()
    gone = client.delete(f"{address}/{listed[0]['id']}", headers=headers)

    assert [answer.status_code for answer in made] == [201, 201]
    assert len(listed) == 1
    assert gone.status_code == 204
    assert client.get(address, headers=headers).get_json() == []
