"""A school registers who comes and whom they would like to visit, until planning begins."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.forums import queries
from app.forums.models import Forum, Participant, VisitOffer, WishKind
from app.organisations.models import Organisation
from tests.builders.accounts import make_account
from tests.builders.forums import make_forum, make_participant, make_visit_offer
from tests.builders.organisations import make_organisation
from tests.conftest import SignIn

PERSON: dict[str, Any] = {
    "name": "Camille Exemple",
    "arrives_at": "2027-11-15T18:00",
    "departs_at": "2027-11-19T16:00",
}


@pytest.fixture
def school(session: Session) -> Organisation:
    return make_organisation(session, name="Alfa")


@pytest.fixture
def account(session: Session, school: Organisation) -> Account:
    return make_account(session, role=Role.SCHOOL, organisation=school)


@pytest.fixture
def client(account: Account, sign_in: SignIn) -> FlaskClient:
    return sign_in(account)


@pytest.fixture
def forum(session: Session) -> Forum:
    return make_forum(session)


@pytest.fixture
def hosts(session: Session, forum: Forum) -> list[VisitOffer]:
    return [make_visit_offer(session, forum) for _number in range(3)]


def _address(forum: Forum, rest: str = "") -> str:
    return f"/forums/{forum.id}/delegation{rest}"


def _begin_planning(session: Session, forum: Forum) -> None:
    forum.planning_from_on = clock.now().date() - timedelta(days=1)
    session.commit()


def test_four_colleagues_are_registered_two_without_an_address_and_one_leaves_one_place(
    client: FlaskClient, session: Session, forum: Forum
) -> None:
    for number in range(4):
        address = {"email": f"person{number}@example.org"} if number < 2 else {}
        typed = PERSON | {"name": f"Person {number}"} | address
        assert client.post(_address(forum), data=typed).status_code == 303
    before = queries.amounts(session, forum).participants
    last = session.scalars(select(Participant).order_by(Participant.id.desc())).first()
    assert last is not None
    client.post(_address(forum, f"/{last.id}/withdraw"))

    assert (before, queries.amounts(session, forum).participants) == (4, 3)
    client.post(_address(forum, f"/{last.id}/let-back"))
    assert queries.amounts(session, forum).participants == before
    page = client.get(_address(forum)).text
    assert all(f"Person {number}" in page for number in range(4))


def test_wishes_are_stated_host_by_host_and_shown_again(
    client: FlaskClient, session: Session, forum: Forum, hosts: list[VisitOffer]
) -> None:
    first, second, third = (host.key for host in hosts)
    typed = PERSON | {"wishes": [f"{first}:must", f"{second}:60", f"{third}:avoid"]}
    client.post(_address(forum), data=typed)

    row = session.scalars(select(Participant)).one()
    found = {wish.visit_offer.key: (wish.kind, wish.value) for wish in row.wishes}
    assert found[first][0] is WishKind.MUST
    assert found[second] == (WishKind.WANT, 60)
    assert found[third][0] is WishKind.AVOID
    page = client.get(_address(forum, f"/{row.id}")).text
    for chosen in typed["wishes"]:
        assert f'value="{chosen}" selected' in page


def test_a_wish_of_another_door_is_kept_as_it_is(
    client: FlaskClient, session: Session, forum: Forum, school: Organisation
) -> None:
    host = make_visit_offer(session, forum)
    row = make_participant(session, forum, school=school, want=(host,))
    row.wishes[0].value = 77
    session.commit()
    page = client.get(_address(forum, f"/{row.id}")).text

    assert f'value="{host.key}:77" selected' in page
    saved = client.post(
        _address(forum, f"/{row.id}"),
        data=PERSON | {"wishes": f"{host.key}:77", "version": str(row.version)},
    )
    assert saved.status_code == 303
    assert [wish.value for wish in row.wishes] == [77]


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, session: Session, forum: Forum, hosts: list[VisitOffer]
) -> None:
    typed = PERSON | {
        "departs_at": "2027-11-14T18:00",
        "wishes": [f"{hosts[0].key}:must", f"{hosts[0].key}:60"],
    }
    turned = client.post(_address(forum), data=typed)
    doubled = client.post(_address(forum), data=typed | {"departs_at": PERSON["departs_at"]})

    assert (turned.status_code, doubled.status_code) == (422, 422)
    assert "This is not after the start." in turned.text
    assert "has been wished already" in doubled.text
    assert "Camille Exemple" in doubled.text
    assert session.scalars(select(Participant)).all() == []


def test_the_list_closes_when_planning_begins(
    client: FlaskClient, session: Session, forum: Forum, school: Organisation
) -> None:
    row = make_participant(session, forum, school=school)
    _begin_planning(session, forum)
    answers = [
        client.post(_address(forum), data=PERSON),
        client.post(_address(forum, f"/{row.id}"), data=PERSON | {"version": str(row.version)}),
        client.post(_address(forum, f"/{row.id}/withdraw")),
    ]

    assert [answer.status_code for answer in answers] == [409] * 3
    assert "Planning has begun" in answers[0].text
    assert "Planning has begun" in client.get(_address(forum)).text
    assert row.withdrawn_at is None


def test_an_edit_on_what_has_changed_shows_both(
    client: FlaskClient, session: Session, forum: Forum, school: Organisation
) -> None:
    row = make_participant(session, forum, school=school)
    answer = client.post(_address(forum, f"/{row.id}"), data=PERSON | {"version": "0"})

    assert answer.status_code == 412
    assert "Camille Exemple" in answer.text


def test_the_same_holds_over_the_api(
    client: FlaskClient,
    session: Session,
    forum: Forum,
    hosts: list[VisitOffer],
    account: Account,
    api_token: Callable[[Account], dict[str, str]],
) -> None:
    headers, address = api_token(account), f"/api/v1{_address(forum)}"

    def ask(method: str, path: str, version: str = "", **body: Any) -> Any:  # noqa: ANN401 -- an answer
        return client.open(path, method=method, headers=headers | {"If-Match": version}, **body)

    wished = PERSON | {"wishes": [f"{hosts[0].key}:must", f"{hosts[1].key}:30"]}
    made = ask("POST", address, json=wished)
    one = f"{address}/{made.json['id']}"
    changed = ask("PUT", one, made.headers["ETag"], json=PERSON | {"diet": "vegan"})
    out = ask("POST", f"{one}/withdraw", changed.headers["ETag"])

    assert (made.status_code, made.json["wishes"]) == (201, sorted(wished["wishes"]))
    assert (changed.status_code, changed.json["diet"]) == (200, "vegan")
    assert changed.json["wishes"] == []
    assert (out.status_code, out.json["is_out"]) == (200, True)
    assert ask("GET", address).json == [out.json]
    assert len(session.scalars(select(Participant)).all()) == 1
