"""The emergency card names whom to call; incidents are read by few, and every opening is kept."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.audit.models import AuditEvent
from app.mobilities import emergency
from app.mobilities.incident_models import Incident, IncidentKind
from app.mobilities.models import Adult, HostKind, Mobility, MobilityHost, Relay
from tests.builders.accounts import make_account
from tests.builders.consortia import make_consortium
from tests.builders.mobilities import make_mobility
from tests.builders.organisations import make_organisation

SignIn = Callable[[Account], FlaskClient]
Token = Callable[[Account], dict[str, str]]
TYPED = {
    "kind": "health",
    "happened_on": "2026-11-03",
    "what": "A learner cut a finger.",
    "measures": "Doctor, parents told.",
}


def with_an_adult(session: Session, row: Mobility) -> None:
    row.receiving = make_organisation(session, name="Host centre", city="Legnica")
    row.adults.append(
        Adult(
            relay=Relay.ON_SITE,
            name="Fictional Adult",
            phone="+48 1",
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
    )
    session.commit()


def test_the_card_names_what_is_missing_and_then_is_whole(
    as_organiser: FlaskClient, session: Session
) -> None:
    row = make_mobility(session)

    empty = as_organiser.get(f"/mobilities/{row.id}/card").text
    with_an_adult(session, row)
    as_organiser.post(
        f"/mobilities/{row.id}/card", data={"insurer": "Fictional Cover", "insurer_phone": "+33 2"}
    )
    whole = as_organiser.get(f"/mobilities/{row.id}/card").text

    missing = "insurer, telephone of the insurer, address of the host, telephone of an adult"
    assert missing in empty
    assert "Missing:" not in whole
    for shown in ("tel:112", "2018/1972", "tel:+481", "Fictional Cover", "tel:+332", "Legnica"):
        assert shown in whole


def test_a_family_is_found_by_its_point_and_missed_without_one(
    as_organiser: FlaskClient, session: Session
) -> None:
    row = make_mobility(session)
    with_an_adult(session, row)
    family = MobilityHost(kind=HostKind.FAMILY, reference="Family 7", places=2, learners=2)
    row.hosts.append(family)
    session.commit()

    without = as_organiser.get(f"/mobilities/{row.id}/card").text
    family.latitude, family.longitude = 51.2101, 16.1619
    session.commit()
    found = as_organiser.get(f"/mobilities/{row.id}/card").text

    assert "where Family 7 is" in without
    assert "where Family 7 is" not in found
    assert "51.21010, 16.16190" in found


def test_where_no_table_says_the_number_the_card_says_to_ask(
    as_organiser: FlaskClient, session: Session
) -> None:
    row = make_mobility(session)
    row.country = "GB"
    session.commit()

    page = as_organiser.get(f"/mobilities/{row.id}/card").text

    assert "local emergency number: ask the host" in page
    assert emergency.number_in("GB") is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_card_can_be_kept_as_a_file(
    as_organiser: FlaskClient, session: Session, language: str
) -> None:
    row = make_mobility(session)
    with_an_adult(session, row)

    answer = as_organiser.get(f"/mobilities/{row.id}/card-{language}.pdf")

    assert answer.data.startswith(b"%PDF")
    assert as_organiser.get(f"/mobilities/{row.id}/card-xx.pdf").status_code == 404


def test_every_opening_of_an_incident_is_on_the_trail(
    session: Session, sign_in: SignIn, client: FlaskClient, api_token: Token
) -> None:
    row = make_mobility(session)
    account = make_account(session, role=Role.SCHOOL, organisation=row.sending)
    school = sign_in(account)

    answer = school.post(f"/mobilities/{row.id}/incidents", data=TYPED)
    found = session.scalars(select(Incident)).one()
    listed = school.get(f"/mobilities/{row.id}/incidents").text
    opened = school.get(f"/mobilities/{row.id}/incidents/{found.id}").text
    address = f"/api/v1/mobilities/{row.id}/incidents/{found.id}"
    by_api = client.get(address, headers=api_token(account)).get_json()

    trail = select(AuditEvent.action).where(AuditEvent.subject == f"incident:{found.id}")
    assert answer.status_code == 303
    assert "cut a finger" not in listed
    assert "cut a finger" in opened
    assert account.name in opened
    assert by_api["what"] == TYPED["what"]
    assert session.scalars(trail.order_by(AuditEvent.id)).all() == [
        "incident.write",
        "incident.open",
        "incident.open",
    ]


def test_incidents_are_read_by_the_school_its_coordinator_and_organisers_alone(
    session: Session, sign_in: SignIn
) -> None:
    row = make_mobility(session)
    row.consortium = make_consortium(session, members=(row.sending,))
    found = Incident(
        mobility_id=row.id,
        kind=IncidentKind.SAFETY,
        happened_on=date(2026, 11, 3),
        what="A learner slipped.",
        reported_by="test",
        reported_at=clock.now(),
    )
    session.add(found)
    session.commit()
    readers = {
        Role.SCHOOL: row.sending,
        Role.COORDINATOR: row.consortium.coordinator,
        Role.ORGANISER: None,
        Role.PLANNER: None,
        Role.HOST: make_organisation(session),
    }

    statuses = {
        role: sign_in(make_account(session, role=role, organisation=of))
        .get(f"/mobilities/{row.id}/incidents/{found.id}")
        .status_code
        for role, of in readers.items()
    }
    other = sign_in(
        make_account(session, role=Role.SCHOOL, organisation=make_organisation(session))
    )

    assert statuses == {
        Role.SCHOOL: 200,
        Role.COORDINATOR: 200,
        Role.ORGANISER: 200,
        Role.PLANNER: 403,
        Role.HOST: 403,
    }
    assert other.get(f"/mobilities/{row.id}/incidents/{found.id}").status_code == 404


def test_an_incident_of_tomorrow_is_refused_with_the_typing_kept(
    as_organiser: FlaskClient, session: Session
) -> None:
    row = make_mobility(session)

    answer = as_organiser.post(
        f"/mobilities/{row.id}/incidents", data=TYPED | {"happened_on": "2099-01-01"}
    )

    assert answer.status_code == 422
    assert "This day is still to come." in answer.text
    assert TYPED["what"] in answer.text
