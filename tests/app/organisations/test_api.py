"""The directory over the API."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.organisations.models import ContactRole
from tests.builders.accounts import make_account
from tests.builders.organisations import make_organisation

Headers = dict[str, str]


def test_a_search_over_the_api_finds_what_the_page_finds(
    client: FlaskClient, session: Session, api_token: Callable[[Account], Headers]
) -> None:
    make_organisation(session, name="Here", country="PL")
    make_organisation(session, name="There", country="FI")
    headers = api_token(make_account(session))

    answer = client.get("/api/v1/organisations?country=PL&page=1", headers=headers)

    assert answer.json is not None
    assert [entry["name"] for entry in answer.json["shown"]] == ["Here"]
    assert (answer.json["total"], answer.json["pages"]) == (1, 1)


def test_a_change_needs_the_version_that_was_read(
    client: FlaskClient, session: Session, api_token: Callable[[Account], Headers]
) -> None:
    school = make_organisation(session)
    headers = api_token(make_account(session, role=Role.SCHOOL, organisation=school))
    address = f"/api/v1/organisations/{school.id}"
    etag = client.get(address, headers=headers).headers["ETag"]
    body = {"name": "New name", "country": "FR", "city": "Roanne"}

    without = client.put(address, json=body, headers=headers)
    right = client.put(address, json=body, headers=headers | {"If-Match": etag})
    late = client.put(address, json=body, headers=headers | {"If-Match": etag})

    assert (without.status_code, right.status_code, late.status_code) == (428, 200, 412)
    assert school.name == "New name"
    assert right.headers["ETag"] != etag


def test_the_api_never_gives_another_organisations_handover_note(
    client: FlaskClient, session: Session, api_token: Callable[[Account], Headers]
) -> None:
    school, other = make_organisation(session), make_organisation(session)
    other.contacts.append(ContactRole(role="Officer", handover_note="ZK-secret"))
    session.commit()
    headers = api_token(make_account(session, role=Role.SCHOOL, organisation=school))

    shown = client.get(f"/api/v1/organisations/{other.id}", headers=headers)
    notes = client.get(f"/api/v1/organisations/{other.id}/contacts", headers=headers)

    assert (shown.status_code, notes.status_code) == (200, 404)
    assert "Officer" in shown.text
    assert "ZK-secret" not in shown.text + notes.text
