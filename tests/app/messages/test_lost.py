"""Mails that got lost are seen by people, and people decide about them."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.messages import actions, queries
from app.messages.models import Message, MessageState
from tests.builders.accounts import make_account

Token = Callable[[Account], dict[str, str]]


def make_message(session: Session, state: MessageState, subject: str = "Your week") -> Message:
    row = actions.write(
        session,
        to="teacher@example.org",
        subject=subject,
        body="https://example.org/i/a-private-link",
        kind="itinerary_link",
        dedupe_key=f"{subject}:{state}",
    )
    row.state, row.attempts = state, 3
    session.commit()
    return row


def test_only_failed_and_unsure_mails_are_listed_and_without_their_text(
    session: Session, as_organiser: FlaskClient
) -> None:
    for state in MessageState:
        make_message(session, state, subject=f"About {state.value}")

    page = as_organiser.get("/messages").text

    listed = [state.value for state in MessageState if f"About {state.value}" in page]
    assert listed == ["failed", "unsure"]
    assert "a-private-link" not in page


def test_a_lost_mail_is_sent_again_when_a_person_says_so(
    session: Session, as_organiser: FlaskClient
) -> None:
    row = make_message(session, MessageState.UNSURE)

    answer = as_organiser.post(f"/messages/{row.id}/send-again")

    assert answer.status_code == 303
    assert (row.state, row.attempts) == (MessageState.WAITING, 0)


def test_a_settled_mail_leaves_the_list(session: Session, as_organiser: FlaskClient) -> None:
    row = make_message(session, MessageState.FAILED)

    as_organiser.post(f"/messages/{row.id}/settle")

    assert queries.lost(session) == []
    assert as_organiser.post(f"/messages/{row.id}/settle").status_code == 409


@pytest.mark.parametrize("verb", ["send-again", "settle"])
def test_a_mail_that_went_out_cannot_be_decided_about(
    session: Session, as_organiser: FlaskClient, verb: str
) -> None:
    row = make_message(session, MessageState.SENT)

    assert as_organiser.post(f"/messages/{row.id}/{verb}").status_code == 409
    assert row.state is MessageState.SENT


def test_the_api_does_what_the_page_does(
    session: Session, client: FlaskClient, api_token: Token
) -> None:
    first, second = (make_message(session, state) for state in queries.LOST)
    headers = api_token(make_account(session, role=Role.ORGANISER))

    listed = client.get("/api/v1/messages/lost", headers=headers).get_json()
    again = client.post(f"/api/v1/messages/{first.id}/send-again", headers=headers)
    settled = client.post(f"/api/v1/messages/{second.id}/settle", headers=headers)

    assert [row["id"] for row in listed] == [second.id, first.id]
    assert "body" not in listed[0]
    assert (again.status_code, settled.status_code) == (200, 200)
    assert queries.lost(session) == []
