"""What every answer carries and what every change needs, as trust.md's checklist has it."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.factory import create_app
from app.settings import BadSettings, Settings, settings_from
from tests.builders.accounts import make_account

PERSONAL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


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


def test_a_form_without_its_token_is_refused(
    service_settings: Settings, client: FlaskClient
) -> None:
    app = create_app(service_settings, config={"TESTING": True})

    answer = app.test_client().post("/sign-in", data={"email": "a@example.org"})

    assert answer.status_code == 400
    assert "expired" in answer.text


@pytest.mark.parametrize(
    "place", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nothing_leads_to_another_site(client: FlaskClient, place: str) -> None:
    answer = client.post("/language", data={"locale": "fr", "next": place})

    assert answer.headers["Location"] == "/"


def test_production_refuses_to_run_unsafely(tmp_path: Path) -> None:
    production = {"NETINVET_ENV": "production", "NETINVET_DATA": str(tmp_path)}

    for unsafe in ({"NETINVET_BASE_URL": "http://x.example"}, {"FLASK_DEBUG": "1"}):
        with pytest.raises(BadSettings):
            settings_from(production | unsafe)


def test_cookies_are_locked_down_over_https(service_settings: Settings) -> None:
    app = create_app(
        Settings(
            environment="production",
            data=service_settings.data,
            database_url=service_settings.database_url,
            secret_key="only for tests",
            base_url="https://netinvet.example",
        ),
        config={"WTF_CSRF_ENABLED": False},
    )

    answer = app.test_client().post("/language", data={"locale": "fr"})

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
