"""An operator looks after accounts and links from the command line."""

import re

import pytest
from sqlalchemy import select

from app import serving
from app.accounts.models import AccessToken, Account, Purpose
from app.audit.models import AuditEvent
from app.settings import settings_from
from tests.app.operator.conftest import Run, Service
from tests.builders.forums import make_forum, make_participant

ADD = ("accounts", "add", "ada@example.org", "--name", "Ada", "--role", "organiser")


def test_an_account_is_added_listed_changed_and_ended(run: Run, service: Service) -> None:
    added = run(*ADD)
    again = run(*ADD)
    changed = run("accounts", "role", "ada@example.org", "planner")
    listed = run("accounts", "list")
    ended = run("accounts", "end", "Ada@Example.org")

    assert [code for code, _text in (added, changed, listed, ended)] == [0, 0, 0, 0]
    assert again == (1, "Error: There is an account with this address already.\n")
    assert "ada@example.org" in listed[1]
    assert "planner" in listed[1]
    with service() as session:
        account = session.scalars(select(Account)).one()
        assert account.disabled_at is not None
        done = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        assert {event.actor for event in done} == {"operator"}
        assert [event.action for event in done][-1] == "account.disable"


def test_the_names_of_before_still_work(run: Run) -> None:
    code, text = run("add-account", "ada@example.org", "--name", "Ada", "--role", "organiser")

    assert (code, text) == (0, "Account 1 may sign in.\n")
    assert run("reset-second-factor", "ada@example.org")[0] == 1


def test_bad_input_is_a_sentence_and_an_exit_code(run: Run) -> None:
    nobody = run("accounts", "end", "nobody@example.org")
    no_address = run("accounts", "end", "nobody")
    no_role = run("accounts", "role", "ada@example.org", "queen")
    no_address_added = run("accounts", "add", "ada", "--name", "Ada", "--role", "organiser")
    no_school = run("accounts", "add", "b@example.org", "--name", "B", "--role", "school")

    assert nobody == (1, "Error: Nobody signs in with the address nobody@example.org.\n")
    assert no_address[0] == 2
    assert "nobody is no e-mail address" in no_address[1]
    assert no_role[0] == 2
    assert no_address_added[0] == 2
    assert "email" in no_address_added[1]
    assert no_school[0] == 1
    assert "please name it" in no_school[1]


def test_a_sign_in_link_lets_its_person_in_once(run: Run, service: Service) -> None:
    run(*ADD)
    code, text = run("accounts", "sign-in-link", "ada@example.org")

    assert code == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/sign-in/[\w-]{43}\n", text)
    with service() as session:
        token = session.scalars(select(AccessToken)).one()
        assert token.purpose is Purpose.SIGN_IN
    run("accounts", "end", "ada@example.org")
    assert run("accounts", "sign-in-link", "ada@example.org")[0] == 1


def test_tokens_are_listed_without_secrets_and_taken_back(run: Run, service: Service) -> None:
    run(*ADD)
    with service() as session:
        from app.accounts import actions  # noqa: PLC0415 -- needs the service's context

        secret = actions.issue_api_token(session, 1, "the school's script")

    listed = run("accounts", "tokens", "ada@example.org")
    wrong = run("accounts", "revoke-tokens", "ada@example.org", "--token", "99")
    taken = run("accounts", "revoke-tokens", "ada@example.org")

    assert "the school's script" in listed[1]
    assert secret not in listed[1]
    assert wrong == (1, "Error: There is no such token.\n")
    assert taken == (0, "Taken back: 1.\n")
    assert "script" not in run("accounts", "tokens", "ada@example.org")[1]


def test_links_are_given_listed_and_taken_back(run: Run, service: Service) -> None:
    with service() as session:
        forum = make_forum(session, key="test-2027")
        keys = [make_participant(session, forum).key for _ in range(2)]

    given = run("links", "give", "test-2027", keys[0])
    listed = run("links", "list", "test-2027")
    neither = run("links", "revoke", "test-2027")
    taken = run("links", "revoke", "test-2027", keys[0])
    everybody = run("links", "revoke", "test-2027", "--all")

    assert re.fullmatch(r"http://127\.0\.0\.1:8000/i/[\w-]{43}\n", given[1])
    assert listed[0] == 0
    assert given[1].strip().rsplit("/", 1)[1] not in listed[1]
    assert neither[0] == 2
    assert (taken, everybody) == ((0, "Links taken back of 1.\n"), (0, "Links taken back of 2.\n"))
    assert run("links", "give", "nowhere", "x") == (
        1,
        "Error: There is no edition with the key nowhere.\n",
    )
    assert run("links", "send", "test-2027")[0] == 0
    assert "test-2027" in run("editions")[1]


def test_links_name_the_port_that_the_service_was_given_unless_an_address_is_stated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for stated, expected in (("", "http://127.0.0.1:8123"), ("http://lan:1", "http://lan:1")):
        monkeypatch.setenv("NETINVET_BASE_URL", stated)
        if not stated:
            monkeypatch.delenv("NETINVET_BASE_URL")
        serving.name_links(settings_from(), 8123)

        assert settings_from().base_url == expected
