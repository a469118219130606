"""Guessing and look-alikes: a stranger gets nowhere, and nobody is locked out by one."""

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import actions
from app.accounts.models import Account, Role
from app.errors import Conflict
from app.itineraries import links
from app.messages.models import Message
from app.web.values import normal_email
from tests.builders.accounts import make_account
from tests.builders.forums import make_forum, make_participant
from tests.conftest import MakeApp

PASSWORD = "stapled horses eat batteries"
LOOK_ALIKES = [
    "Zora@Example.org",
    "  zora@example.org",
    "zora@example.org\u00a0",
    "ZORA@EXAMPLE.ORG",
    "ｚｏｒａ@example.org",
    "zora@ＥＸＡＭＰＬＥ.org",
    "zora@example。org",
    "𝐳𝐨𝐫𝐚@example.org",
]


def test_a_guesser_is_stopped_and_the_owner_elsewhere_is_not(
    app: APIFlask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_account(session)
    actions.set_password(session, account.id, PASSWORD)
    session.commit()
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)

    def enter(password: str, address: str) -> int:
        return (
            app.test_client()
            .post(
                "/sign-in",
                data={"email": account.email, "password": password},
                environ_base={"REMOTE_ADDR": address},
            )
            .status_code
        )

    guesses = [enter("wrong", "2001:db8:0:1::" + str(number)) for number in range(12)]

    assert guesses == [422] * 10 + [429] * 2
    assert enter(PASSWORD, "192.0.2.7") == 303


@pytest.mark.parametrize(
    ("door", "household"),
    [("/i/{}", "2001:db8:0:2"), ("/c/{}.ics", "2001:db8:0:3"), ("/h/{}", "2001:db8:0:4")],
)
def test_wrong_links_are_stopped_and_right_ones_of_the_same_network_open(
    app: APIFlask, session: Session, monkeypatch: pytest.MonkeyPatch, door: str, household: str
) -> None:
    forum = make_forum(session)
    secrets = [
        links.give_link(session, "test", make_participant(session, forum).id) for _one in range(3)
    ]
    session.commit()
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    client = app.test_client()

    def guess(number: int) -> int:
        """Try from another address of one household, saying that it is from elsewhere."""
        return client.get(
            door.format(f"wrong-{number}"),
            environ_base={"REMOTE_ADDR": f"{household}::{number}"},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        ).status_code

    guesses = [guess(number) for number in range(30)]
    near = {"REMOTE_ADDR": f"{household}::ffff"}
    right = [client.get(f"/i/{one}", environ_base=near).status_code for one in secrets]

    assert guesses == [404] * 20 + [429] * 10
    assert right == [303] * 3


@pytest.mark.parametrize("typed", LOOK_ALIKES)
def test_look_alikes_of_an_address_are_the_same_person(session: Session, typed: str) -> None:
    make_account(session, email="zora@example.org")
    wanted = {"email": normal_email(typed), "name": "Zora", "role": Role.ORGANISER}

    with pytest.raises(Conflict):
        actions.create_account(session, "test", wanted)


@pytest.mark.parametrize("mark", ["\u200b", "\u200d", "\u200f", "\u2060", "\ufeff", "\u00ad"])
def test_an_address_with_a_mark_that_nobody_sees_is_none(
    as_organiser: FlaskClient, session: Session, mark: str
) -> None:
    answer = as_organiser.post(
        "/accounts", data={"email": f"zo{mark}ra@example.org", "name": "Zora", "role": "organiser"}
    )

    assert answer.status_code == 422
    assert session.scalars(select(Account.email).where(Account.name == "Zora")).all() == []


@pytest.mark.parametrize("hops", [0, 1])
def test_no_mail_leads_to_a_host_that_a_stranger_names(
    make_app: MakeApp, session: Session, hops: int
) -> None:
    account = make_account(session)
    app = make_app(
        {"WTF_CSRF_ENABLED": False},
        environment="production",
        base_url="https://netinvet.example",
        trusted_hosts=("netinvet.example",),
        proxy_hops=hops,
    )
    client = app.test_client()
    forged = {"Host": "evil.example"} if hops == 0 else {"X-Forwarded-Host": "evil.example"}
    typed = {"email": account.email}

    refused = client.post("/sign-in", data=typed, headers={"Host": "netinvet.example"} | forged)
    served = client.post("/sign-in", data=typed, headers={"Host": "netinvet.example"})

    (body,) = session.scalars(select(Message.body)).all()
    assert (refused.status_code, served.status_code) == (400, 200)
    assert "https://netinvet.example/sign-in/" in body
    assert "evil" not in body
