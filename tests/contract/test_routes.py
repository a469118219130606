"""Who may call what: every route names a permission, and the table decides, for every role."""

from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.accounts.models import Account, Role
from app.accounts.permissions import GRANTED, Permission
from tests.builders.accounts import make_account
from tests.builders.organisations import make_organisation

FRAMEWORK = {"static", "openapi.spec"}
"""Routes that the framework brings: files and the API's description, open to all."""
ROLES_WITH_ACCOUNTS = [role for role in Role if role is not Role.STAFF]
MISSING = 2_000_000_000
"""A row number that nothing has."""


def rules_of(app: APIFlask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in FRAMEWORK]


def permission_of(app: APIFlask, rule: Rule) -> Permission:
    return Permission(getattr(app.view_functions[rule.endpoint], "permission"))  # noqa: B009 -- views are typed as plain callables


def path_of(app: APIFlask, rule: Rule) -> str:
    values: dict[str, object] = {
        name: MISSING if type(converter).__name__ == "Key" else "missing"
        for name, converter in rule._converters.items()  # noqa: SLF001 -- the only way to the converters
    }
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, values, method=next(iter(methods_of(rule))))


def methods_of(rule: Rule) -> set[str]:
    return set(rule.methods or ()) - {"HEAD", "OPTIONS"}


def test_every_route_says_who_may_use_it(app: APIFlask) -> None:
    silent = [
        rule.rule
        for rule in rules_of(app)
        if not hasattr(app.view_functions[rule.endpoint], "permission")
    ]

    assert silent == []


def test_no_route_reads_and_changes_under_one_rule(app: APIFlask) -> None:
    mixed = [
        rule.rule
        for rule in rules_of(app)
        if "GET" in methods_of(rule) and methods_of(rule) - {"GET"}
    ]

    assert mixed == []


def test_anonymous_readers_are_asked_to_sign_in(app: APIFlask, client: FlaskClient) -> None:
    wrong = {}
    for rule in rules_of(app):
        if permission_of(app, rule) is Permission.OPEN_TO_ALL:
            continue
        for method in methods_of(rule):
            answer = client.open(path_of(app, rule), method=method)
            expected = 401 if rule.rule.startswith("/api/") else 303
            if answer.status_code != expected:
                wrong[f"{method} {rule.rule}"] = answer.status_code

    assert wrong == {}


@pytest.mark.parametrize("role", ROLES_WITH_ACCOUNTS)
def test_a_role_reaches_exactly_what_the_table_grants(
    app: APIFlask,
    session: Session,
    role: Role,
    sign_in: Callable[[Account], FlaskClient],
    api_token: Callable[[Account], dict[str, str]],
) -> None:
    account = make_account(session, role=role, organisation=make_organisation(session))
    client, headers = sign_in(account), api_token(account)
    wrong = {}
    for rule in rules_of(app):
        permission = permission_of(app, rule)
        if permission is Permission.OPEN_TO_ALL:
            continue
        is_granted = permission in GRANTED[role]
        for method in methods_of(rule):
            if rule.endpoint == "accounts.change_password":
                continue
            is_api = rule.rule.startswith("/api/")
            caller = app.test_client() if is_api else client
            answer = caller.open(
                path_of(app, rule), method=method, headers=headers if is_api else None
            )
            was_refused = answer.status_code in (401, 403) or (
                answer.status_code == 303 and answer.headers["Location"] == "/sign-in"
            )
            if was_refused == is_granted or answer.status_code >= 500:
                wrong[f"{method} {rule.rule}"] = answer.status_code

    assert wrong == {}
