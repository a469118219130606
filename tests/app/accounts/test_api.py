"""Accounts and tokens over the API."""

from collections.abc import Callable

from apiflask import APIFlask
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from tests.builders.accounts import make_account

Headers = Callable[[Account], dict[str, str]]


def test_an_ended_account_loses_its_token_at_once(
    app: APIFlask, session: Session, api_token: Headers
) -> None:
    organiser, other = make_account(session), make_account(session)
    theirs = api_token(other)
    client = app.test_client()
    before = client.get("/api/v1/account", headers=theirs).status_code

    headers = api_token(organiser)
    tag = client.get(f"/api/v1/accounts/{other.id}", headers=headers).headers["ETag"]
    ended = client.delete(f"/api/v1/accounts/{other.id}", headers=headers | {"If-Match": tag})

    assert (before, ended.status_code) == (200, 204)
    assert client.get("/api/v1/account", headers=theirs).status_code == 401


def test_a_token_is_made_shown_once_and_taken_back(
    app: APIFlask, session: Session, api_token: Headers
) -> None:
    headers = api_token(make_account(session))
    client = app.test_client()

    made = client.post(
        "/api/v1/account/tokens", json={"label": "reports"}, headers=headers
    ).get_json()
    listed = client.get("/api/v1/account/tokens", headers=headers).get_json()
    fresh = {"Authorization": f"Bearer {made['token']}"}
    taken = client.delete(f"/api/v1/account/tokens/{listed[-1]['id']}", headers=headers)

    assert [token["label"] for token in listed] == ["", "reports"]
    assert "token" not in listed[-1]
    assert taken.status_code == 204
    assert client.get("/api/v1/account", headers=fresh).status_code == 401


def test_a_person_without_an_organisation_cannot_be_a_school(
    app: APIFlask, session: Session, api_token: Headers
) -> None:
    wanted = {"email": "a@example.org", "name": "A", "role": Role.SCHOOL.value}

    answer = app.test_client().post(
        "/api/v1/accounts", json=wanted, headers=api_token(make_account(session))
    )

    assert answer.status_code == 422
    assert answer.get_json()["fields"] == {
        "organisation": ["This role belongs to an organisation: please name it."]
    }
