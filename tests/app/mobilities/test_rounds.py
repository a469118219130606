"""Rounds of accompanying adults: one hour a firm inside opening hours, by the planner's judge."""

from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import planner
from app.errors import Conflict
from app.mobilities import round_planning, rounds
from app.mobilities.models import Adult, HostKind, Mobility, MobilityHost, Relay, RoundState
from tests.builders.mobilities import LEGNICA, make_mobility


def eight_in_five(session: Session) -> Mobility:
    """Make eight learners in five firms, with two adults who settle them in."""
    row = make_mobility(session, persons=8)
    for number, learners in enumerate((2, 2, 2, 1, 1)):
        row.hosts.append(
            MobilityHost(
                kind=HostKind.COMPANY,
                reference=f"firm {number}",
                latitude=LEGNICA[0] + number / 50,
                longitude=LEGNICA[1] - number / 40,
                places=2,
                learners=learners,
                checked_on=date(2026, 9, 1),
                check_until_on=date(2027, 12, 31),
            )
        )
    for name in ("Ada Adult", "Bo Adult"):
        row.adults.append(
            Adult(
                relay=Relay.SETTLE_IN,
                name=name,
                starts_on=row.starts_on,
                ends_on=date(2027, 3, 3),
                latitude=LEGNICA[0],
                longitude=LEGNICA[1],
            )
        )
    session.commit()
    return row


def test_five_firms_are_seen_for_an_hour_inside_their_hours(
    as_organiser: FlaskClient, session: Session
) -> None:
    row = eight_in_five(session)

    answer = as_organiser.post(f"/mobilities/{row.id}/rounds", data={"relay": "settle_in"})

    [found] = rounds.rounds_of(session, row.id)
    assert (answer.status_code, found.state) == (303, RoundState.FINISHED)
    row = session.get_one(Mobility, row.id)
    stops = rounds.stops_of(row, found)
    assert sorted(stop["name"] for stop in stops) == [f"firm {number}" for number in range(5)]
    assert rounds.unmet(row, found) == []
    for stop in stops:
        start, end = stop["starts_at"], stop["ends_at"]
        assert isinstance(start, datetime)
        assert (end - start).total_seconds() == 3600
        assert start.hour >= 9
        assert end.hour * 60 + end.minute <= 17 * 60
    page = as_organiser.get(f"/mobilities/{row.id}").text
    assert "firm 4" in page


def test_a_round_is_judged_by_the_planners_own_judge(session: Session) -> None:
    problem = round_planning.problem_of(eight_in_five(session), Relay.SETTLE_IN)

    plan = planner.solve(problem, planner.Limits(seconds=1))

    assert planner.violations(problem, plan) == []
    assert sum(len(ride.stops) for ride in plan.rides) == 5


def test_without_adults_there_is_nothing_to_plan(session: Session) -> None:
    with pytest.raises(Conflict):
        round_planning.problem_of(eight_in_five(session), Relay.LAST_WEEK)
