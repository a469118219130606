"""Spreadsheets over the API."""

import io
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.organisations.models import Organisation
from tests.builders.accounts import make_account
from tests.builders.sheets import organisations_sheet

Headers = Callable[[Account], dict[str, str]]


def test_a_sheet_goes_from_upload_to_undo_over_the_api(
    session: Session, client: FlaskClient, api_token: Headers
) -> None:
    headers = api_token(make_account(session))
    content = organisations_sheet([{"key": "one"}])

    made = client.post(
        "/api/v1/imports",
        headers=headers,
        data={"sheet": "organisations", "file": (io.BytesIO(content), "one.csv")},
    )
    address = f"/api/v1/imports/{made.json['id']}" if made.json else ""
    confirmed = client.post(f"{address}/confirm", headers=headers)
    stored = list(session.scalars(select(Organisation.key)))
    exported = client.post("/api/v1/sheets/organisations/exports", headers=headers, json={})
    undone = client.post(f"{address}/undo", headers=headers)

    assert made.status_code == 201
    assert made.json is not None
    assert made.json["report"] == {
        "rows": 1,
        "created": 1,
        "changed": 0,
        "unchanged": 0,
        "faults": 0,
        "problems": [],
        "notes": [],
    }
    assert confirmed.status_code == 200
    assert stored == ["one"]
    assert exported.data.startswith("\ufeffKey;".encode())
    assert undone.json is not None
    assert undone.json["undone_at"] is not None
    assert list(session.scalars(select(Organisation.key))) == []


def test_an_unreadable_file_is_a_problem_at_its_field(
    session: Session, client: FlaskClient, api_token: Headers
) -> None:
    answer = client.post(
        "/api/v1/imports",
        headers=api_token(make_account(session)),
        data={"sheet": "organisations", "file": (io.BytesIO(b"%PDF-1.7"), "x.csv")},
    )

    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["code"] == "unreadable_file"
    assert answer.json["fields"] == {
        "file": ["This is not a spreadsheet. Please send CSV, XLSX or ODS."]
    }


def test_a_school_neither_imports_nor_exports(
    session: Session, client: FlaskClient, api_token: Headers
) -> None:
    headers = api_token(make_account(session, role=Role.SCHOOL))

    assert [
        client.get("/api/v1/sheets", headers=headers).status_code,
        client.post("/api/v1/sheets/needs/exports", headers=headers, json={}).status_code,
    ] == [403, 403]
