"""The evidence of a mobility: what was agreed and attended, and what is missing by name."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.grants.models import GrantAgreement
from app.itineraries.models import Attendance
from app.messages.models import Message
from app.mobilities import reminders
from app.mobilities.models import DocumentKind, MobilityKind, Party, Signature
from tests.builders.accounts import make_account
from tests.builders.consortia import make_consortium
from tests.builders.forums import make_forum, make_participant, make_visit_offer
from tests.builders.mobilities import make_mobility


def opened(answer: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(answer))


@pytest.mark.parametrize(("language", "said"), [("en", "not signed by"), ("fr", "non signé par")])
def test_the_pack_of_learners_holds_documents_and_names_what_is_missing(
    as_organiser: FlaskClient, session: Session, language: str, said: str
) -> None:
    row = make_mobility(session)

    with opened(as_organiser.get(f"/mobilities/{row.id}/evidence-{language}.zip").data) as pack:
        assert set(pack.namelist()) == {
            "learning_agreement.pdf",
            "programme.pdf",
            "attendance_certificate.pdf",
            "missing.txt",
        }
        assert said in pack.read("missing.txt").decode()


def test_the_pack_of_staff_holds_the_times_that_were_checked_in(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = make_forum(session)
    offer, person = make_visit_offer(session, forum), make_participant(session, forum)
    row = make_mobility(session, sending=person.organisation, kind=MobilityKind.JOB_SHADOWING)
    for hours in (10, 24 * 40):
        at = datetime(2027, 3, 2, tzinfo=UTC) + timedelta(hours=hours)
        session.add(
            Attendance(
                participant_id=person.id,
                visit_offer_id=offer.id if hours == 10 else make_visit_offer(session, forum).id,
                planned_starts_at=at,
                planned_ends_at=at + timedelta(hours=2),
                was_present=True,
                checked_in_at=at,
            )
        )
    session.commit()

    with opened(as_organiser.get(f"/mobilities/{row.id}/evidence-en.zip").data) as pack:
        lines = pack.read("presence.csv").decode("utf-8-sig").splitlines()
        assert "presence:" not in pack.read("missing.txt").decode()

    assert len(lines) == 2
    assert offer.organisation.name in lines[1]


def test_what_is_missing_is_listed_from_thirty_days_before_the_report(session: Session) -> None:
    consortium = make_consortium(session)
    row = make_mobility(session, consortium=consortium)
    make_account(
        session, role=Role.COORDINATOR, organisation=consortium.coordinator, email="c@example.org"
    )
    today = clock.now().date()
    for days, year in ((80, 2025), (29, 2026)):
        session.add(
            GrantAgreement(
                consortium_id=consortium.id,
                call_year=year,
                reference=f"A{days}",
                report_due_on=today + timedelta(days=days),
            )
        )

    reminders.remind(session, "http://localhost")

    bodies = {
        message.subject.split(":")[0]: message.body
        for message in session.scalars(select(Message).where(Message.recipient == "c@example.org"))
    }
    assert "The evidence still lacks:" not in bodies["Final report of A80"]
    assert f"{row.key}: Learning agreement: not signed by" in bodies["Final report of A29"]


@pytest.mark.parametrize(
    ("days", "reminded"), [(91, 0), (90, 1), (30, 1), (7, 1), (0, 1), (-1, 0)]
)
def test_the_end_of_an_agreement_is_said_beforehand(
    session: Session, days: int, reminded: int
) -> None:
    row = make_mobility(session)
    make_account(session, role=Role.SCHOOL, organisation=row.sending, email="s@example.org")
    today = clock.now().date()
    row.signatures.append(
        Signature(
            document=DocumentKind.LETTER_OF_INTENT,
            party=Party.HOST,
            signed_on=today - timedelta(days=300),
            valid_until_on=today + timedelta(days=days),
            facts_digest="x",
            recorded_by="test",
        )
    )
    session.commit()

    for _ in range(2):
        reminders.remind(session, "http://localhost")

    sent = session.scalars(select(Message).where(Message.subject.contains("valid until"))).all()
    assert len(sent) == reminded


def test_the_api_gives_the_same_pack(
    client: FlaskClient, session: Session, api_token: Callable[[Account], dict[str, str]]
) -> None:
    row = make_mobility(session)
    school = make_account(session, role=Role.SCHOOL, organisation=row.sending)
    stranger = make_account(session, role=Role.SCHOOL, email="stranger@example.org")
    address = f"/api/v1/mobilities/{row.id}/evidence-en.zip"

    given = client.get(address, headers=api_token(school))
    refused = client.get(address, headers=api_token(stranger))

    with opened(given.data) as pack:
        assert "missing.txt" in pack.namelist()
    assert refused.status_code == 404
