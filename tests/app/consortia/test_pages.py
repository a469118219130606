"""Who sees which consortium, joins it, leaves it, and finds what its members share."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.consortia import queries
from tests.builders.accounts import make_account
from tests.builders.consortia import make_consortium
from tests.builders.organisations import make_organisation

SignIn = Callable[[Account], FlaskClient]
Token = Callable[[Account], dict[str, str]]


def test_a_coordinator_of_two_consortia_sees_no_third(session: Session, sign_in: SignIn) -> None:
    home = make_organisation(session)
    first, second = (make_consortium(session, coordinator=home) for _ in range(2))
    third = make_consortium(session)
    client = sign_in(make_account(session, role=Role.COORDINATOR, organisation=home))

    page = client.get("/consortia").text

    assert [row.name in page for row in (first, second, third)] == [True, True, False]
    assert client.get(f"/consortia/{third.id}").status_code == 404
    for path in (f"/consortia/{third.id}/notes", f"/consortia/{third.id}/join"):
        assert client.post(path, data={"kind": "minutes"}).status_code == 404


def test_a_school_asks_to_join_and_is_taken_in(session: Session, sign_in: SignIn) -> None:
    row = make_consortium(session)
    school = make_organisation(session, name="Lycée nouveau")
    asking = sign_in(make_account(session, role=Role.SCHOOL, organisation=school))
    deciding = sign_in(make_account(session, role=Role.COORDINATOR, organisation=row.coordinator))

    asked = asking.post(f"/consortia/{row.id}/join", data={"reason": "Four learners a year"})
    assert asked.status_code == 303, asked.text
    waiting = queries.requests_of(session, row.id)
    shown = deciding.get(f"/consortia/{row.id}").text
    decision = f"/consortia/{row.id}/requests/{waiting[0].id}"
    undated = deciding.post(decision, data={"accept": "yes"})
    taken = deciding.post(decision, data={"accept": "yes", "joined_on": "2026-09-01"})

    assert (asked.status_code, undated.status_code, taken.status_code) == (303, 422, 303)
    assert "Lycée nouveau" in shown
    assert "Four learners a year" in shown
    assert "From which day" in undated.text
    assert asking.get(f"/consortia/{row.id}").status_code == 200
    assert deciding.post(decision, data={"accept": "no"}).status_code == 409


def test_a_school_cannot_take_itself_in(session: Session, sign_in: SignIn) -> None:
    row = make_consortium(session)
    school = make_organisation(session)
    client = sign_in(make_account(session, role=Role.SCHOOL, organisation=school))
    client.post(f"/consortia/{row.id}/join", data={})
    [request] = queries.requests_of(session, row.id)

    answer = client.post(
        f"/consortia/{row.id}/requests/{request.id}",
        data={"accept": "yes", "joined_on": "2026-09-01"},
    )

    assert answer.status_code == 403


def test_members_leave_on_a_day_after_they_joined(session: Session, sign_in: SignIn) -> None:
    school = make_organisation(session)
    row = make_consortium(session, members=(school,))
    client = sign_in(make_account(session, role=Role.COORDINATOR, organisation=row.coordinator))
    path = f"/consortia/{row.id}/members/{row.members[0].id}"

    wrong = client.post(path, data={"left_on": "2019-01-01"})
    right = client.post(path, data={"left_on": "2025-06-30"})

    row = queries.consortium(session, row.id, None)
    assert (wrong.status_code, right.status_code) == (422, 303)
    assert row.members[0].left_on == date(2025, 6, 30)
    assert queries.is_member_on(row, school.id, date(2025, 6, 30))
    assert not queries.is_member_on(row, school.id, date(2025, 7, 1))


@pytest.mark.parametrize(
    ("topic", "found"), [("familles", ["Familles"]), ("ASSURANCE", ["Réunion"]), ("absent", [])]
)
def test_shared_notes_are_found_by_topic(
    session: Session, sign_in: SignIn, topic: str, found: list[str]
) -> None:
    school = make_organisation(session)
    row = make_consortium(session, members=(school,))
    client = sign_in(make_account(session, role=Role.SCHOOL, organisation=school))
    for kind, title, topics in (
        ("good_practice", "Familles", "familles d’accueil"),
        ("minutes", "Réunion", "assurance; budget"),
    ):
        typed = {"kind": kind, "title": title, "topics": topics, "held_on": "2026-03-02"}
        answer = client.post(f"/consortia/{row.id}/notes", data={**typed, "body": "Texte"})
        assert answer.status_code == 303

    assert [note.title for note in queries.notes_of(session, row.id, topic)] == found
    page = client.get(f"/consortia/{row.id}?topic={topic}").text
    assert [name for name in ("Familles", "Réunion") if f"<strong>{name}" in page] == found


def test_a_note_changed_meanwhile_is_not_overwritten(session: Session, sign_in: SignIn) -> None:
    school = make_organisation(session)
    row = make_consortium(session, members=(school,))
    client = sign_in(make_account(session, role=Role.SCHOOL, organisation=school))
    typed = {"kind": "minutes", "title": "A", "held_on": "2026-03-02", "body": "B"}
    client.post(f"/consortia/{row.id}/notes", data=typed)
    [note] = queries.notes_of(session, row.id)

    answer = client.post(f"/consortia/{row.id}/notes/{note.id}", data={**typed, "version": "9"})

    assert answer.status_code == 412


def test_the_api_keeps_the_same_sights(
    session: Session, api_token: Token, client: FlaskClient
) -> None:
    home = make_organisation(session)
    mine, other = make_consortium(session, coordinator=home), make_consortium(session)
    headers = api_token(make_account(session, role=Role.COORDINATOR, organisation=home))

    listed = client.get("/api/v1/consortia", headers=headers).json
    refused = client.get(f"/api/v1/consortia/{other.id}", headers=headers)

    assert [row["key"] for row in listed or []] == [mine.key]
    assert refused.status_code == 404
