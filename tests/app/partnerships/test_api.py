"""Partner search, partnerships and requests over the API: the same answers as the pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.organisations.models import Organisation
from tests.builders.accounts import make_account
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import FIRST, LAST, make_host, make_need, make_offer

Headers = dict[str, str]
ApiToken = Callable[[Account], Headers]


@pytest.fixture
def school(session: Session) -> Organisation:
    return make_organisation(session)


@pytest.fixture
def headers(session: Session, school: Organisation, api_token: ApiToken) -> Headers:
    return api_token(make_account(session, role=Role.SCHOOL, organisation=school))


def need_body(school: Organisation, **changes: object) -> dict[str, Any]:
    return {
        "organisation": school.key,
        "title": "Bac pro Logistique",
        "sector": "transport_logistics",
        "learners": 2,
        "starts_on": FIRST.isoformat(),
        "ends_on": LAST.isoformat(),
        "days": 28,
        "languages": ["en:B1"],
        **changes,
    }


def test_a_need_is_written_and_changed_on_the_version_that_was_read(
    client: FlaskClient, school: Organisation, headers: Headers
) -> None:
    made = client.post("/api/v1/needs", json=need_body(school), headers=headers)
    assert made.json is not None
    address, etag = f"/api/v1/needs/{made.json['id']}", made.headers["ETag"]
    body = need_body(school, learners=3)
    del body["organisation"]

    without = client.put(address, json=body, headers=headers)
    right = client.put(address, json=body, headers=headers | {"If-Match": etag})
    late = client.put(address, json=body, headers=headers | {"If-Match": etag})

    assert made.status_code == 201
    assert (without.status_code, right.status_code, late.status_code) == (428, 200, 412)
    assert right.json is not None
    assert right.json["learners"] == 3


def test_a_school_writes_no_need_for_another(
    client: FlaskClient, session: Session, headers: Headers
) -> None:
    other = make_organisation(session)

    foreign = client.post("/api/v1/needs", json=need_body(other), headers=headers)
    body = {"organisation": "nowhere"}
    missing = client.post("/api/v1/needs", json=need_body(other) | body, headers=headers)

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.json is not None
    assert missing.json is not None
    assert foreign.json["title"] == missing.json["title"]


def test_suggestions_carry_sentences_and_points_that_add_up(
    client: FlaskClient, session: Session, school: Organisation, headers: Headers
) -> None:
    need = make_need(session, school)
    make_offer(session)
    make_offer(session, accepts_minors=False)

    answer = client.get(f"/api/v1/needs/{need.id}/suggestions", headers=headers).json

    assert answer is not None
    first = answer["suggestions"][0]
    points = sum(reason["points"] for reason in first["reasons"])
    assert points == pytest.approx(first["score"], abs=1e-9)
    assert all(reason["sentence"] for reason in first["reasons"])
    assert answer["obstacles"] == [
        {
            "obstacle": "minors_not_taken",
            "sentence": "the host takes no minors",
            "offers": 1,
        }
    ]
    assert answer["near_misses"][0]["change_sentence"] == "The host would take minors"


def test_a_partnership_goes_from_suggestion_to_stage(
    client: FlaskClient, session: Session, school: Organisation, headers: Headers
) -> None:
    need, offer = make_need(session, school), make_offer(session)
    started = client.post(
        f"/api/v1/needs/{need.id}/partnerships", json={"offer_id": offer.id}, headers=headers
    )
    assert started.json is not None
    address = f"/api/v1/partnerships/{started.json['id']}"
    step = {"stage": "aligned", "happened_on": started.json["created_at"][:10]}
    if_match = {"If-Match": started.headers["ETag"]}

    moved = client.post(f"{address}/stage", json=step, headers=headers | if_match)
    jump = client.post(
        f"{address}/stage",
        json=step | {"stage": "first_mobility"},
        headers=headers | {"If-Match": moved.headers["ETag"]},
    )

    assert (started.status_code, moved.status_code, jump.status_code) == (201, 200, 409)
    assert moved.json is not None
    assert moved.json["possible_stages"] == ["visited", "dormant"]


def test_a_host_reads_no_handover_note_of_the_other_side(
    client: FlaskClient,
    session: Session,
    school: Organisation,
    headers: Headers,
    api_token: ApiToken,
) -> None:
    need, offer = make_need(session, school), make_offer(session)
    as_host = api_token(make_account(session, role=Role.HOST, organisation=offer.organisation))
    started = client.post(
        f"/api/v1/needs/{need.id}/partnerships", json={"offer_id": offer.id}, headers=headers
    )
    assert started.json is not None
    address = f"/api/v1/partnerships/{started.json['id']}"
    client.put(
        f"{address}/next-step",
        json={"handover_note": "ZK-note", "next_step": "Call them"},
        headers=headers | {"If-Match": started.headers["ETag"]},
    )

    seen = [client.get(path, headers=as_host).text for path in (address, "/api/v1/partnerships")]

    assert "ZK-note" in client.get(address, headers=headers).text
    assert all("Call them" in text and "ZK-note" not in text for text in seen)


def test_requests_are_asked_answered_and_seen_by_both_sides_alone(
    client: FlaskClient,
    session: Session,
    school: Organisation,
    headers: Headers,
    api_token: ApiToken,
) -> None:
    host = make_host(session)
    need, offer = make_need(session, school), make_offer(session, host, places=2)
    as_host = api_token(make_account(session, role=Role.HOST, organisation=host))
    as_other = api_token(make_account(session, role=Role.HOST, organisation=make_host(session)))
    asked = client.post(
        f"/api/v1/needs/{need.id}/requests",
        json={
            "offer_id": offer.id,
            "learners": 2,
            "starts_on": FIRST.isoformat(),
            "ends_on": (FIRST + timedelta(days=13)).isoformat(),
        },
        headers=headers,
    )
    assert asked.json is not None
    address = f"/api/v1/requests/{asked.json['id']}"

    on_version = {"If-Match": asked.headers["ETag"]}
    foreign = client.post(f"{address}/acceptance", headers=as_other | on_version)
    accepted = client.post(f"{address}/acceptance", headers=as_host | on_version)
    weeks = client.get(f"/api/v1/offers/{offer.id}/weeks?first={FIRST}", headers=as_other)

    assert (asked.status_code, foreign.status_code, accepted.status_code) == (201, 404, 200)
    assert client.get("/api/v1/requests/received", headers=as_other).json == []
    assert weeks.json is not None
    assert [week["free"] for week in weeks.json[:3]] == [0, 0, 2]


def test_vetoes_are_ones_own_alone(
    client: FlaskClient,
    session: Session,
    school: Organisation,
    headers: Headers,
    api_token: ApiToken,
) -> None:
    host = make_host(session)
    as_host = api_token(make_account(session, role=Role.HOST, organisation=host))

    client.post("/api/v1/vetoes", json={"organisation_id": host.id}, headers=headers)

    mine = client.get("/api/v1/vetoes", headers=headers).json
    assert mine is not None
    assert [veto["name"] for veto in mine] == [host.name]
    assert client.get("/api/v1/vetoes", headers=as_host).json == []
    assert client.delete(f"/api/v1/vetoes/{host.id}", headers=headers).status_code == 204
