"""Papers to travel with: by age on the day of departure and country pair; unknown says ask."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.mobilities.emergency import reference_folder
from app.mobilities.models import AgeBand, Mobility
from app.mobilities.travel_papers import Paper, needed, rules_in
from tests.builders.mobilities import make_mobility


def papers(row: Mobility) -> dict[Paper, bool]:
    """Return each paper with whether a rule asks for it; without one, somebody is to be asked."""
    return {one.paper: one.rule is not None for one in needed(row, rules_in(reference_folder()))}


@pytest.mark.parametrize(
    ("origin", "country", "age", "expected"),
    [
        ("FR", "PL", AgeBand.MINORS, {"identity": 1, "health_card": 1, "exit_authorisation": 1}),
        ("FR", "PL", AgeBand.MIXED, {"identity": 1, "health_card": 1, "exit_authorisation": 1}),
        ("FR", "PL", AgeBand.ADULTS, {"identity": 1, "health_card": 1}),
        ("IT", "PL", AgeBand.MINORS, {"identity": 1, "health_card": 1, "exit_authorisation": 0}),
        ("FR", "GB", AgeBand.MINORS, {"identity": 0, "health_card": 0, "exit_authorisation": 1}),
        ("RS", "GB", AgeBand.ADULTS, {"identity": 0, "health_card": 0}),
    ],
)
def test_age_and_country_pair_decide_and_no_pair_needs_nothing(
    session: Session, origin: str, country: str, age: AgeBand, expected: dict[str, int]
) -> None:
    row = make_mobility(session, age_band=age)
    row.origin_country, row.country = origin, country

    assert papers(row) == {Paper(name): bool(known) for name, known in expected.items()}


def test_who_turns_eighteen_before_departure_needs_other_papers(session: Session) -> None:
    row = make_mobility(session, age_band=AgeBand.MINORS)
    before = papers(row)

    row.age_band = AgeBand.ADULTS

    assert papers(row).keys() == before.keys() - {Paper.EXIT_AUTHORISATION}


def test_the_page_names_source_and_date_or_says_to_ask(
    as_organiser: FlaskClient, session: Session
) -> None:
    row = make_mobility(session)
    row.origin_country = "IT"
    session.commit()

    page = as_organiser.get(f"/mobilities/{row.id}").text

    assert "Directive 2004/38/EC" in page
    assert "(2026-11-01)" in page
    assert "ask: no rule is known from Italy to Poland" in page
