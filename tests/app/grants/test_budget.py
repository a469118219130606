"""Rates with their source, and budgets that equal a reckoning by hand."""

from collections.abc import Callable
from decimal import Decimal
from itertools import product

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.grants import bridge, queries
from app.grants.models import BudgetHeading, GrantAgreement
from app.grants.rules import Case, Heading, Place, estimate
from app.mobilities.models import PlannedCost
from tests.builders.accounts import make_account
from tests.builders.consortia import make_consortium
from tests.builders.mobilities import make_mobility
from tests.builders.organisations import make_organisation

SignIn = Callable[[Account], FlaskClient]
RATE = {
    "call_year": "2026",
    "field": "VET",
    "sending_country": "FR",
    "participant": "staff",
    "group": "2",
    "euros": "123,50",
    "source": "https://agence.example.org/taux (fictional)",
}


def test_a_rate_turns_bounds_into_an_amount(as_organiser: FlaskClient, session: Session) -> None:
    case = Case(
        call_year="2026",
        field="VET",
        action="KA121-VET",
        activity="SM-JOB-SHDW",
        participant="staff",
        origin=Place("FR", 45.74906, 4.84789),
        destination=Place("ES", 41.38879, 2.15899),
        activity_days=5,
        travel_days=2,
    )
    before = estimate(case, bridge.book(), bridge.settings_of(session)).project

    answer = as_organiser.post("/grants/rates", data=RATE)
    after = estimate(case, bridge.book(), bridge.settings_of(session)).project

    assert answer.status_code == 303
    assert (before.low, before.high, before.exact) == (Decimal(974), Decimal(1492), None)
    assert after.exact == Decimal(309) + 7 * Decimal("123.50")


@pytest.mark.parametrize(
    ("name", "value"), [("source", ""), ("euros", "0"), ("euros", "12.345"), ("euros", "many")]
)
def test_a_rate_without_source_or_sense_is_refused(
    as_organiser: FlaskClient, session: Session, name: str, value: str
) -> None:
    answer = as_organiser.post("/grants/rates", data={**RATE, name: value})

    assert answer.status_code == 422
    assert queries.rates(session) == []


def test_a_coordinator_sees_the_budgets_of_their_own(session: Session, sign_in: SignIn) -> None:
    mine, other = make_consortium(session), make_consortium(session)
    rows = [
        GrantAgreement(consortium_id=row.id, call_year=2026, reference=f"agreement of {row.key}")
        for row in (mine, other)
    ]
    session.add_all(rows)
    session.commit()
    client = sign_in(make_account(session, role=Role.COORDINATOR, organisation=mine.coordinator))

    page = client.get("/grants/agreements").text

    assert f"agreement of {mine.key}" in page
    assert f"agreement of {other.key}" not in page
    assert client.get(f"/grants/agreements/{rows[1].id}").status_code == 404
    typed = {"consortium": other.key, "call_year": "2027", "reference": "x"}
    assert client.post("/grants/agreements", data=typed).status_code == 422


def test_a_budget_is_entered_in_euros_and_cents(
    as_organiser: FlaskClient, session: Session
) -> None:
    row = GrantAgreement(
        consortium_id=make_consortium(session).id, call_year=2026, reference="A1", headings=[]
    )
    session.add(row)
    session.commit()
    typed = {"travel_awarded": "1234.56", "travel_spent": "0,5", "version": str(row.version)}

    answer = as_organiser.post(f"/grants/agreements/{row.id}", data=typed)

    assert answer.status_code == 303
    line = queries.budget(session, row)[0]
    assert (line.awarded, line.planned, line.spent, line.left) == (
        Decimal("1234.56"),
        Decimal(0),
        Decimal("0.50"),
        Decimal("1234.06"),
    )


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_budgets_of_two_consortia_equal_a_spreadsheet(
    session: Session, data: st.DataObject
) -> None:
    schools = [make_organisation(session) for _ in range(8)]
    consortia = [
        make_consortium(session, members=tuple(half)) for half in (schools[:4], schools[4:])
    ]
    amounts = st.integers(0, 500_000)
    sheet: dict[tuple[int, Heading], list[int]] = {}
    for row, heading in product(consortia, Heading):
        sheet[row.id, heading] = [data.draw(amounts), 0, data.draw(amounts)]
    agreements = [
        GrantAgreement(
            consortium_id=row.id,
            call_year=2026,
            reference=row.key,
            headings=[
                BudgetHeading(
                    heading=heading,
                    awarded_cents=sheet[row.id, heading][0],
                    spent_cents=sheet[row.id, heading][2],
                )
                for heading in Heading
            ],
        )
        for row in consortia
    ]
    session.add_all(agreements)
    for owner, member in ((one, member) for one in consortia for member in one.members):
        year = data.draw(st.sampled_from([2026, 2023]))
        mobility = make_mobility(
            session, sending=member.organisation, consortium=owner, call_year=year
        )
        heading, cents = data.draw(st.sampled_from(Heading)), data.draw(amounts)
        mobility.planned = [PlannedCost(heading=heading, cents=cents)]
        if year == 2026:
            sheet[owner.id, heading][1] += cents
    session.commit()

    found = {
        (agreement.consortium_id, line.heading): [line.awarded, line.planned, line.spent]
        for agreement in agreements
        for line in queries.budget(session, agreement)
    }

    assert found == {key: [Decimal(cents) / 100 for cents in line] for key, line in sheet.items()}
