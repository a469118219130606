"""Mobilities from the form to departure: refusals with the rule, gaps, checks, the chain."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.consortia.models import Consortium
from app.grants import queries as budgets
from app.grants.models import BudgetHeading, GrantAgreement
from app.grants.rules import Heading
from app.mobilities.models import Mobility
from tests.builders.accounts import make_account
from tests.builders.consortia import make_consortium
from tests.builders.mobilities import make_mobility
from tests.builders.organisations import make_organisation

SignIn = Callable[[Account], FlaskClient]
TYPED = {
    "kind": "learners_short",
    "field": "VET",
    "call_year": "2026",
    "action": "KA121-VET",
    "persons": "2",
    "age_band": "minors",
    "starts_on": "2027-03-01",
    "ends_on": "2027-03-26",
    "travel_days": "2",
    "city": "Legnica",
    "country": "PL",
    "coded_needs": "diet-1",
}


def as_school(session: Session, sign_in: SignIn) -> FlaskClient:
    return sign_in(
        make_account(session, role=Role.SCHOOL, organisation=make_organisation(session))
    )


def stored(session: Session) -> list[Mobility]:
    return list(session.scalars(select(Mobility)))


def test_a_school_enters_a_mobility(session: Session, sign_in: SignIn) -> None:
    client = as_school(session, sign_in)

    answer = client.post("/mobilities", data=TYPED)
    page = client.get(answer.headers["Location"]).text

    assert answer.status_code == 303
    assert "What blocks departure" in page
    assert "bounds of the guide" in page
    [row] = stored(session)
    assert (row.coded_needs, row.origin_city, len(row.steps)) == (["diet-1"], "Roanne", 11)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"ends_on": "2027-02-30"}, "ends_on", "no such day"),
        ({"ends_on": "2027-02-01"}, "ends_on", "before the start"),
        ({"country": "FR", "city": "Lyon"}, "country", "goes abroad"),
        (
            {"kind": "job_shadowing", "age_band": "adults", "ends_on": "2027-04-30"},
            "ends_on",
            "at most 60 days; here: 61",
        ),
        (
            {"kind": "preparatory_visit", "persons": "4", "ends_on": "2027-03-03"},
            "persons",
            "at most 3 persons; here: 4",
        ),
        ({"call_year": "1999"}, "call_year", "from 2014"),
        ({"city": "Nowhere-upon-Nothing"}, "city", "was not found"),
        ({"persons": "0"}, "persons", "from 1"),
    ],
)
def test_what_cannot_be_is_refused_with_its_rule_and_nothing_is_lost(
    session: Session, sign_in: SignIn, changed: dict[str, str], field: str, words: str
) -> None:
    client = as_school(session, sign_in)

    answer = client.post("/mobilities", data={**TYPED, **changed})

    assert answer.status_code == 422
    assert words in answer.text
    assert f'href="#field-{field}"' in answer.text
    for value in {**TYPED, **changed}.values():
        assert value in answer.text
    assert stored(session) == []


def test_a_call_year_without_tables_is_flagged(session: Session, sign_in: SignIn) -> None:
    client = as_school(session, sign_in)

    answer = client.post("/mobilities", data={**TYPED, "call_year": "2025"}, follow_redirects=True)

    assert answer.status_code == 200
    assert "Rules not loaded for call year 2025" in answer.text
    assert "not known" in answer.text


def test_a_school_and_another_coordinator_do_not_see_it(session: Session, sign_in: SignIn) -> None:
    consortium, other = make_consortium(session), make_consortium(session)
    row = make_mobility(session, consortium=consortium)
    coordinators = [
        sign_in(make_account(session, role=Role.COORDINATOR, organisation=one.coordinator))
        for one in (consortium, other)
    ]
    stranger = as_school(session, sign_in)
    clients = [*coordinators, stranger]

    assert [client.get(f"/mobilities/{row.id}").status_code for client in clients] == [
        200,
        404,
        404,
    ]
    assert [row.sending.name in client.get("/mobilities").text for client in clients] == [
        True,
        False,
        False,
    ]
    for path in ("edit", "hosts", "adults", "steps", "signatures", "cancel"):
        answer = stranger.post(f"/mobilities/{row.id}/{path}", data={})
        assert answer.status_code == 404, path


FAMILY = {"kind": "family", "reference": "family 1", "places": "2", "learners": "2"}
CHECK = {"checked_on": "2026-10-01", "check_until_on": "2027-12-31"}


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 422),
        (CHECK, 303),
        ({**CHECK, "check_until_on": "2027-03-25"}, 422),
        ({**CHECK, "checked_on": "2027-03-02"}, 422),
        ({"learners": "0"}, 303),
        ({**CHECK, "learners": "3", "places": "3"}, 422),
    ],
)
def test_nobody_is_allocated_without_a_check_for_every_day(
    as_organiser: FlaskClient, session: Session, changed: dict[str, str], status: int
) -> None:
    row = make_mobility(session)

    answer = as_organiser.post(f"/mobilities/{row.id}/hosts", data={**FAMILY, **changed})

    assert answer.status_code == status
    assert len(session.get_one(Mobility, row.id).hosts) == (status == 303)


def test_a_gap_without_an_adult_is_shown_with_its_dates(
    as_organiser: FlaskClient, session: Session
) -> None:
    row = make_mobility(session)
    for relay, first, last in (
        ("settle_in", "2027-03-01", "2027-03-05"),
        ("last_week", "2027-03-20", "2027-03-26"),
    ):
        typed = {"relay": relay, "name": "Ada Adult", "starts_on": first, "ends_on": last}
        assert as_organiser.post(f"/mobilities/{row.id}/adults", data=typed).status_code == 303

    page = as_organiser.get(f"/mobilities/{row.id}").text

    assert "Sat 6 Mar 2027 to Fri 19 Mar 2027 of 2 minors at: Legnica" in page


def test_planning_beyond_a_heading_warns_before_saving(
    as_organiser: FlaskClient, session: Session
) -> None:
    school = make_organisation(session)
    consortium = make_consortium(session, members=(school,))
    agreement = GrantAgreement(
        consortium_id=consortium.id,
        call_year=2026,
        reference="A1",
        headings=[BudgetHeading(heading=Heading.TRAVEL, awarded_cents=100_00)],
    )
    session.add(agreement)
    session.commit()
    typed = {**TYPED, "sending": school.key, "consortium": consortium.key}

    warned = as_organiser.post("/mobilities", data=typed)
    before = stored(session)
    saved = as_organiser.post("/mobilities", data={**typed, "beyond_budget": "yes"})

    assert (warned.status_code, before, saved.status_code) == (422, [], 303)
    assert "Tick to plan beyond it" in warned.text
    travel = budgets.budget(session, agreement)[0]
    assert travel.planned > travel.awarded


def test_an_adult_beyond_a_heading_warns_before_saving(
    as_organiser: FlaskClient, session: Session
) -> None:
    row = make_mobility(session, consortium=make_consortium(session))
    session.add(
        GrantAgreement(
            consortium_id=row.consortium_id,
            call_year=2026,
            reference="A1",
            headings=[BudgetHeading(heading=Heading.TRAVEL, awarded_cents=700_00)],
        )
    )
    session.commit()
    adult = {"relay": "settle_in", "name": "Fictional Adult"}
    adult |= {"starts_on": "2027-03-01", "ends_on": "2027-03-04"}

    warned = as_organiser.post(f"/mobilities/{row.id}/adults", data=adult)
    session.refresh(row)
    before = list(row.adults)
    saved = as_organiser.post(
        f"/mobilities/{row.id}/adults", data={**adult, "beyond_budget": "yes"}
    )

    assert (warned.status_code, before, saved.status_code) == (422, [], 303)
    assert "Travel: 927 EUR would be planned, 700 EUR are awarded." in warned.text
    assert "Fictional Adult" in warned.text


def test_changed_dates_cancel_signatures_and_consents(
    as_organiser: FlaskClient, session: Session
) -> None:
    host = make_organisation(session, country="PL", city="Legnica")
    row = make_mobility(session, receiving=host)
    here = f"/mobilities/{row.id}"
    consent = {"kind": "guardian_consents", "due_on": "2027-01-15", "done_on": "2027-01-10"}
    consortium = make_consortium(session, coordinator=row.sending)
    typed = {**TYPED, "receiving": host.key, "consortium": consortium.key}
    as_organiser.post(f"{here}/edit", data={**typed, "version": str(row.version)})
    letter = {"document": "letter_of_intent", "party": "host", "signed_on": "2026-12-01"}
    unsigned = as_organiser.post(f"{here}/signatures", data=letter)
    consortium = session.get_one(Consortium, consortium.id)
    consortium.accreditation = "2020-1-FR01-KA120-VET-000001"
    session.commit()
    signed = as_organiser.post(f"{here}/signatures", data=letter)
    as_organiser.post(f"{here}/steps", data=consent)
    version = session.get_one(Mobility, row.id).version

    later = {**typed, "ends_on": "2027-03-27", "version": str(version)}
    assert as_organiser.post(f"{here}/edit", data=later).status_code == 303

    assert (unsigned.status_code, signed.status_code) == (409, 303)
    page = as_organiser.get(here).text
    assert "1 signature was cancelled: the facts have changed." in page
    assert "Consents of the guardians: open" in page
    assert session.get_one(Mobility, row.id).ends_on == date(2027, 3, 27)
