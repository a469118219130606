"""People are kept at the days of training that a staff grant needs, where a plan allows it."""

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.grants import forum_days
from app.plans.models import PlanRun, RunState
from app.plans.training import kept
from planner import Span, solve, violations
from planner.days import visit_days
from tests.builders.plans import small_forum
from tests.planner.examples import make_host, make_person, make_problem, make_tour
from tests.planner.strategies import QUICK

NEXT = 1440
WEEK = make_problem(
    hosts=(
        make_host("h1", max_group=1),
        make_host("h2", open=(Span(NEXT + 780, NEXT + 960),), max_group=2),
    ),
    participants=(
        make_person("p1", available=(Span(0, 2880),), value={"h1": 80, "h2": 80}),
        make_person("p2", available=(Span(0, 2880),), value={"h1": 10}),
        make_person("p3", available=(Span(0, 1440),), value={"h1": 5}),
    ),
    tours=(make_tour("today"), make_tour("morrow", earliest=NEXT + 720, latest=NEXT + 1080)),
)


def test_as_many_as_can_be_kept_are_kept_and_nobody_loses_their_days() -> None:
    plan = solve(WEEK, QUICK)

    found = kept(WEEK, plan, {"p1": 2, "p2": 1, "p3": 2})

    days = {person: len(on) for person, on in visit_days(WEEK, found).items()}
    assert days["p1"] == 2
    assert violations(WEEK, found) == []
    assert found.bound == plan.bound


def test_a_plan_in_which_all_have_their_days_stays_as_it_is() -> None:
    plan = solve(WEEK, QUICK)

    assert kept(WEEK, plan, {"p1": 2}).rides == plan.rides


def test_a_run_remembers_whom_to_keep_at_how_many_days(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = small_forum(session)
    abroad, at_home = forum.participants[0].organisation, forum.participants[1].organisation
    abroad.country, at_home.country = "FR", forum.places[0].country
    session.commit()

    as_organiser.post(
        f"/forums/{forum.id}/plans", data={"seconds": "1", "keeps_training_days": "yes"}
    )
    run = session.scalars(select(PlanRun).order_by(PlanRun.id.desc())).first()

    assert run is not None
    assert run.state is RunState.FINISHED
    assert run.least_days == forum_days.least_days(forum)
    assert run.least_days[f"p{forum.participants[0].id}"] == 2
    assert f"p{forum.participants[1].id}" not in run.least_days
