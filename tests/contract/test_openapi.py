"""The API does what its document says: every answer documented, no error of ours."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import schemathesis
from apiflask import APIFlask
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from tests.builders.accounts import make_account

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 15
"""Requests made up for each operation."""


def test_every_answer_is_documented(
    app: APIFlask, session: Session, api_token: Callable[[Account], dict[str, str]]
) -> None:
    headers = api_token(make_account(session, role=Role.ORGANISER))
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    problems = []
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def answers_as_documented(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(headers=headers, checks=CHECKS)

        session.commit()
        try:
            answers_as_documented()
        except Exception as problem:  # noqa: BLE001 -- all operations are tried, then all problems shown
            problems.append(f"{operation.label}: {problem}")

    assert problems == []


def test_the_document_is_openapi_3_1(app: APIFlask) -> None:
    document = cast("dict[str, Any]", app.spec)

    assert document["openapi"] == "3.1.0"
    assert document["components"]["securitySchemes"] == {
        "token": {"type": "http", "scheme": "bearer"}
    }


def test_the_kept_document_is_the_present_one(app: APIFlask) -> None:
    kept = json.loads((Path(__file__).parent / "openapi.json").read_text())

    assert json.loads(json.dumps(app.spec)) == kept, "run make openapi and read its diff"
