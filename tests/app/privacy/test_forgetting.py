"""A person is told everything, forgotten wholly, and plans stay what they were."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts import tokens
from app.accounts.models import Account, Purpose
from app.audit.models import AuditEvent
from app.audit.queries import verify
from app.errors import NotFound
from app.forums.models import Participant
from app.itineraries import links
from app.messages import actions as messages
from app.messages.models import Message
from app.models import metadata
from app.organisations.models import ContactRole
from app.plans import queries
from app.privacy import actions, retention
from tests.builders.accounts import make_account
from tests.builders.forums import make_forum, make_participant
from tests.builders.organisations import make_organisation

EMAIL = "zora.canary@example.org"
CANARIES = ("Zora Canary", EMAIL, "+33 1 23 45 67 89", "ZK-wheelchair", "ZK-lodging")


@pytest.fixture
def zora(session: Session) -> Participant:
    """Make a person with an account, a place in an edition, a role, mail and links."""
    account = make_account(session, email=EMAIL, name="Zora Canary")
    school = make_organisation(session, name="Alfa")
    forum = make_forum(session)
    person = make_participant(session, forum, school=school)
    person.name, person.email, person.key = "Zora Canary", EMAIL, "zora-canary"
    person.phone, person.access_needs = "+33 1 23 45 67 89", "ZK-wheelchair"
    person.lodging = "ZK-lodging"
    school.confirmed_by = "Zora Canary"
    session.add(
        ContactRole(organisation_id=school.id, role="Head", holder="Zora Canary", email=EMAIL)
    )
    tokens.issue(session, Purpose.API, account_id=account.id)
    links.give_link(session, "test", person.id)
    messages.write(
        session, to=EMAIL, subject="Zora Canary", body="x", kind="test", dedupe_key="zora"
    )
    session.commit()
    return person


def everything(session: Session) -> str:
    session.rollback()
    return "\n".join(
        repr(row) for table in metadata.sorted_tables for row in session.execute(select(table))
    )


def test_an_export_holds_every_trace_and_no_secret(session: Session, zora: Participant) -> None:
    other = make_account(session, email="other@example.org", name="Otto Other")

    told = actions.export_person(session, "operator", EMAIL)

    text = str(told)
    assert all(canary in text for canary in CANARIES)
    assert {"account", "participant", "contact_role", "message", "organisation"} <= set(told)
    assert other.name not in text
    assert not {"digest", "password_hash"} & {name for rows in told.values() for name in rows[0]}


def test_an_erased_person_is_nowhere_and_their_slot_stays(
    session: Session, zora: Participant
) -> None:
    number = zora.id

    actions.erase_person(session, "operator", EMAIL)
    session.commit()

    left = everything(session)
    assert [canary for canary in (*CANARIES, "zora-canary") if canary in left] == []
    assert session.get_one(Participant, number).name == "Staff member"
    account = session.scalars(select(Account).where(Account.name == "Erased person")).one()
    assert account.disabled_at is not None
    assert verify(session).broken is None
    assert "person.erase" in session.scalars(select(AuditEvent.action)).all()
    assert queries.itinerary_of(session, number) == []


def test_nobody_is_not_erased(session: Session, zora: Participant) -> None:
    with pytest.raises(NotFound):
        actions.erase_person(session, "operator", "nobody@example.org")


def test_what_is_over_is_forgotten_and_a_dry_run_only_counts(
    session: Session, zora: Participant
) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    zora.forum.starts_on = zora.forum.ends_on = (clock.now() - timedelta(days=40)).date()
    session.scalars(select(Message)).one().created_at = long_ago
    fresh = make_participant(session, make_forum(session), school=zora.organisation)
    fresh.phone = "kept"
    session.commit()

    counted = retention.carry_out(session, dry_run=True)
    before = (zora.phone, zora.access_needs)
    done = retention.carry_out(session)
    session.commit()

    assert counted == done == {"message": 1, "needs of an edition": 1}
    assert before == ("+33 1 23 45 67 89", "ZK-wheelchair")
    assert (zora.phone, zora.access_needs, zora.name) == ("", "", "Zora Canary")
    assert fresh.phone == "kept"
    assert retention.carry_out(session) == {}
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "retention.run").order_by(AuditEvent.id)
    ).first()
    assert event is not None
    assert event.details == {"rows": done}


def test_names_go_two_years_after_the_forum(session: Session, zora: Participant) -> None:
    zora.forum.starts_on = zora.forum.ends_on = (clock.now() - timedelta(days=740)).date()
    session.commit()

    retention.carry_out(session)
    session.commit()

    assert (zora.name, zora.email, zora.phone) == ("Staff member", "", "")
