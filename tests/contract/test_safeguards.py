"""What every answer carries and what every change needs, as trust.md's checklist has it."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts import actions
from app.settings import BadSettings, settings_from
from tests.builders.accounts import make_account
from tests.conftest import MakeApp
from tests.contract.test_routes import methods_of, path_of, rules_of

PERSONAL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}

ONE_CLICK = {"/stop/<secret>"}
"""What mail programs post without any page of ours (RFC 8058); the secret is all they have."""


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/account", "/api/v1/account"])
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert {name: answer.headers.get(name) for name in PERSONAL} == PERSONAL
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self' 'nonce-")
    assert "unsafe" not in policy


def test_another_sites_form_is_refused(client: FlaskClient, session: Session) -> None:
    account = make_account(session)
    typed = {"email": account.email}

    foreign = client.post("/sign-in", data=typed, headers={"Origin": "https://evil.example"})
    own = client.post("/sign-in", data=typed, headers={"Origin": "http://localhost"})

    assert (foreign.status_code, own.status_code) == (400, 200)


def test_a_form_without_its_token_is_refused(make_app: MakeApp, client: FlaskClient) -> None:
    app = make_app({})

    answer = app.test_client().post("/sign-in", data={"email": "a@example.org"})

    assert answer.status_code == 400
    assert "expired" in answer.text


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
    ],
)
def test_nothing_leads_to_another_site(client: FlaskClient, place: str) -> None:
    answer = client.post("/language", data={"locale": "fr", "next": place})

    assert answer.headers["Location"] == "/"


def test_production_refuses_to_run_unsafely(tmp_path: Path) -> None:
    production = {"NETINVET_ENV": "production", "NETINVET_DATA": str(tmp_path)}

    safe = {"NETINVET_BASE_URL": "https://x.example", "NETINVET_SECRET_KEY": "s" * 32}
    assert settings_from(production | safe).needs_second_factor
    for unsafe in (
        {"NETINVET_BASE_URL": "http://x.example"},
        {"FLASK_DEBUG": "1"},
        {"NETINVET_SECRET_KEY": "only for tests"},
    ):
        with pytest.raises(BadSettings):
            settings_from(production | safe | unsafe)


def test_cookies_are_locked_down_over_https(make_app: MakeApp) -> None:
    app = make_app(
        {"WTF_CSRF_ENABLED": False, "TESTING": False},
        environment="production",
        base_url="https://netinvet.example",
    )

    answer = app.test_client().post("/language", data={"locale": "fr"})

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_no_page_takes_a_change_without_its_token_or_from_elsewhere(
    make_app: MakeApp, session: Session
) -> None:
    app = make_app({})
    client, wrong = app.test_client(), {}
    for rule in rules_of(app):
        for method in methods_of(rule) - {"GET"}:
            if rule.rule.startswith("/api/") or rule.rule in ONE_CLICK:
                continue
            path = path_of(app, rule)
            elsewhere = {"Origin": "https://evil.example"}
            statuses = {
                client.open(path, method=method).status_code,
                client.open(path, method=method, headers=elsewhere).status_code,
                client.open(path, method=method, data="{}", content_type="text/plain").status_code,
            }
            if statuses != {400}:
                wrong[f"{method} {rule.rule}"] = statuses

    assert wrong == {}


def test_a_session_survives_the_change_of_the_secret_while_the_old_one_is_stated(
    make_app: MakeApp, session: Session
) -> None:
    account = make_account(session)
    config: dict[str, object] = {"WTF_CSRF_ENABLED": False}
    old = make_app(config).test_client()
    secret = actions.send_sign_in_link(session, account.email, "")
    session.commit()
    old.post(f"/sign-in/{secret}")
    cookie = old.get_cookie("netinvet-session")
    assert cookie is not None
    statuses = []
    for previous in ("only for tests", ""):
        new = make_app(config, secret_key="a new one", previous_secret_key=previous)
        client = new.test_client()
        client.set_cookie("netinvet-session", cookie.value)
        statuses.append(client.get("/account").status_code)

    assert statuses == [200, 303]
