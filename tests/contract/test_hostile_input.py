"""Hostile input is refused at every operation of the API, and never an error of ours."""

from collections.abc import Callable
from itertools import islice
from typing import Any, cast

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from tests.builders.accounts import make_account
from tests.contract import hostile
from tests.contract.everything import Numbers, build_everything, filled, operations, renew

Headers = dict[str, str]
SHARE = 20


@pytest.fixture
def headers(session: Session, api_token: Callable[[Account], Headers]) -> Headers:
    token = api_token(make_account(session, role=Role.ORGANISER))
    return token | {"If-Match": '"1"'}


@pytest.fixture
def numbers(session: Session) -> Numbers:
    """Give a row of everything, so that a body is read where a version must match first."""
    return build_everything(session)


def document_of(app: APIFlask) -> dict[str, Any]:
    return cast("dict[str, Any]", app.spec)


def fields_of(app: APIFlask, operation: dict[str, Any]) -> list[str]:
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    if "$ref" in schema:
        schema = document_of(app)["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return list(schema.get("properties", {}))


def test_no_operation_accepts_a_hostile_body(
    app: APIFlask, session: Session, headers: Headers, numbers: Numbers
) -> None:
    client, wrong = app.test_client(), {}
    for method, path, operation in operations(app, "post", "put", "patch"):
        if "requestBody" not in operation:
            continue
        renew(session)
        for name, (body, kind) in hostile.BODIES.items():
            answer = client.open(
                filled(path, numbers),
                method=method.upper(),
                data=body,
                content_type=kind,
                headers=headers,
            )
            if not 400 <= answer.status_code < 500:
                wrong[f"{method} {path}: {name}"] = answer.status_code

    assert wrong == {}


def test_no_field_makes_an_error_of_ours(
    app: APIFlask, session: Session, headers: Headers, numbers: Numbers
) -> None:
    """Every field meets a twentieth of the values; neighbours share the work, so all are tried."""
    client, wrong, turn = app.test_client(), {}, 0
    for method, path, operation in operations(app, "post", "put", "patch"):
        for field in fields_of(app, operation):
            turn += 1
            renew(session)
            for value in islice(hostile.values(), turn % SHARE, None, SHARE):
                answer = client.open(
                    filled(path, numbers),
                    method=method.upper(),
                    json={field: value},
                    headers=headers,
                )
                if answer.status_code >= 500:
                    wrong[f"{method} {path}: {field}={value!r:.60}"] = answer.status_code

    assert wrong == {}


def test_no_query_makes_an_error_of_ours(app: APIFlask, headers: Headers) -> None:
    client, wrong = app.test_client(), {}
    for _method, path, _operation in operations(app, "get"):
        for query in hostile.QUERIES:
            answer = client.get(f"{filled(path, {})}?{query}", headers=headers)
            if answer.status_code >= 500:
                wrong[f"{path}?{query:.60}"] = answer.status_code

    assert wrong == {}


@pytest.mark.parametrize(
    "path",
    ["/%00", "/%ff", "//evil.example", "/api/v1/%00", "/i/%00", "/c/x.ics", "/a" * 3000],
)
def test_odd_addresses_lead_nowhere(app: APIFlask, path: str) -> None:
    assert 300 <= app.test_client().get(path).status_code < 500


def test_unknown_methods_are_refused(app: APIFlask) -> None:
    client = app.test_client()

    statuses = {
        method: client.open("/sign-in", method=method).status_code
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "BREW")
    }

    assert set(statuses.values()) == {405}


def test_too_many_form_parts_are_refused(app: APIFlask) -> None:
    parts = {f"part{number}": "x" for number in range(1001)}

    answer = app.test_client().post("/sign-in", data=parts, content_type="multipart/form-data")

    assert 400 <= answer.status_code < 500
