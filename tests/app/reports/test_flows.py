"""Flows by year on the map, in the table, the sheet and the API; a second count agrees."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from tests.app.reports.test_pages import a_chain
from tests.builders.accounts import make_account
from tests.builders.mobilities import make_mobility


def test_the_figures_equal_a_second_count_in_sql(
    client: FlaskClient, session: Session, api_token: Callable[[Account], dict[str, str]]
) -> None:
    token = api_token(make_account(session, role=Role.ORGANISER))
    forum, _row = a_chain(session, persons=7)
    for persons, start in ((2, date(2028, 3, 1)), (6, date(2028, 3, 1)), (8, date(2029, 3, 1))):
        make_mobility(session, persons=persons, starts_on=start, ends_on=start)

    [figures] = client.get("/api/v1/reports/forums", headers=token).get_json()
    [flow] = client.get("/api/v1/reports/flows", headers=token).get_json()

    counted = session.execute(
        text(
            "SELECT v.forum, v.visits, count(DISTINCT p.id) FROM"
            " (SELECT f.key AS forum, f.id AS id, count(*) AS visits FROM forum f"
            "  JOIN participant t ON t.forum_id = f.id"
            "  JOIN attendance a ON a.participant_id = t.id"
            "  WHERE a.was_present GROUP BY f.id, f.key) v"
            " JOIN participant t ON t.forum_id = v.id"
            " JOIN attendance a ON a.participant_id = t.id AND a.was_present"
            " JOIN visit_offer o ON o.id = a.visit_offer_id"
            " JOIN partnership p ON p.sending_id = t.organisation_id"
            "  AND p.host_id = o.organisation_id"
            "  AND p.stage IN ('agreed', 'first_mobility', 'return_mobility')"
            " GROUP BY v.forum, v.visits"
        )
    ).one()
    by_year = session.execute(
        text("SELECT starts_on, sum(persons) FROM mobility WHERE cancelled_at IS NULL GROUP BY 1")
    ).all()
    assert (figures["forum"], figures["visits"], figures["agreements"]) == tuple(counted)
    assert figures["learners"] == {"count": 7, "hides": False}
    years: Counter[str] = Counter()
    for day, learners in by_year:
        years[str(day)[:4]] += learners
    assert flow["years"] == {
        year: {"count": learners, "hides": False} for year, learners in years.items()
    }
    assert forum.key == figures["forum"]


def test_the_sheet_says_what_the_page_and_the_map_say(
    as_organiser: FlaskClient, session: Session
) -> None:
    make_mobility(session, persons=6)
    lone = make_mobility(session, persons=3)
    lone.country, lone.city = "ES", "Zaragoza"
    session.commit()

    page = as_organiser.get("/reports/flows").text
    sheet = as_organiser.get("/reports/flows.csv").data.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(sheet)))
    assert rows == [
        ["From", "To", "2027", "Total"],
        ["FR", "PL", "6", "6"],
        ["FR", "ES", "masked", "masked"],
    ]
    assert ">France → Spain</th>" in page
    assert "France \\u2192 Spain: masked" in page
    assert "6 and masked" in page
