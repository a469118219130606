"""Planning a round in the worker: rows as the planner's problem, its answer into the row."""

import json
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

import planner
from app.errors import Conflict
from app.mobilities import rounds
from app.mobilities.models import HostKind, Mobility, MobilityHost, Relay, Round, RoundState

log = structlog.get_logger()

VISIT_MINUTES = 60
DAY = (8 * 60, 19 * 60)
"""When the adults are on the way, in minutes after midnight."""
FAMILY_HOURS = (16 * 60, 19 * 60)
SECONDS = 3
ROAD = planner.SpeedTravel(speed_kmh=60.0, detour=1.25, extra_min=5.0)
"""The assumption with which reach is estimated as well, and five minutes to arrive."""
_DAY_MINUTES = 24 * 60


def problem_of(row: Mobility, relay: Relay) -> planner.Problem:
    """Return the round of a relay as a problem. Raises Conflict."""
    adults, hosts, days = rounds.parts_of(row, relay)
    assert row.latitude is not None
    assert row.longitude is not None
    epoch = datetime.combine(days[0], datetime.min.time())
    starts = [(day - days[0]).days * _DAY_MINUTES for day in days]
    base = planner.Place("base", row.city, row.latitude, row.longitude)
    return planner.Problem(
        name=row.key,
        timezone="UTC",
        epoch=epoch,
        places=(base, *(_place(host) for host in hosts)),
        travel={"road": ROAD},
        hosts=tuple(_host(host, starts, len(adults)) for host in hosts),
        participants=tuple(
            planner.Participant(
                id=f"a{adult.id}",
                name=f"a{adult.id}",
                available=(planner.Span(0, starts[-1] + _DAY_MINUTES),),
                value={f"h{host.id}": 100.0 for host in hosts},
                must=tuple(f"h{host.id}" for host in hosts),
            )
            for adult in adults
        ),
        tours=tuple(
            planner.Tour(
                id=f"d{number}",
                mode="road",
                seats=len(adults),
                start="base",
                end="base",
                earliest=start + DAY[0],
                latest=start + DAY[1],
            )
            for number, start in enumerate(starts)
        ),
        weights=planner.Weights(must=100.0),
    )


def _place(host: MobilityHost) -> planner.Place:
    assert host.latitude is not None
    assert host.longitude is not None
    return planner.Place(f"p{host.id}", f"h{host.id}", host.latitude, host.longitude)


def _host(host: MobilityHost, starts: list[int], adults: int) -> planner.Host:
    is_family = host.kind is HostKind.FAMILY
    opens, closes = FAMILY_HOURS if is_family else (host.opens_minute, host.closes_minute)
    return planner.Host(
        id=f"h{host.id}",
        name=f"h{host.id}",
        place=f"p{host.id}",
        open=tuple(planner.Span(start + opens, start + closes) for start in starts),
        duration_min=VISIT_MINUTES,
        min_group=adults,
        max_group=adults,
        max_visits=1,
    )


def carry_out(session: Session, round_id: int) -> None:
    """Plan a round that waits; run twice, the second result finds it planned and is dropped."""
    found = session.get(Round, round_id)
    if found is None or found.state is not RoundState.WAITING:
        return
    try:
        problem = problem_of(found.mobility, found.relay)
    except Conflict as refusal:
        found.state, found.failure = RoundState.FAILED, refusal.sentence
        return
    session.rollback()
    plan = planner.solve(problem, planner.Limits(seconds=SECONDS))
    broken = planner.violations(problem, plan)
    found = session.get(Round, round_id, populate_existing=True)
    if found is None or found.state is not RoundState.WAITING:
        return
    if broken:
        log.error("round_breaks_rules", round=round_id, first=str(broken[0]))
        found.state, found.failure = RoundState.FAILED, "internal"
    else:
        found.state = RoundState.FINISHED
        found.problem = json.loads(planner.problem_text(problem))
        found.plan = json.loads(planner.plan_text(plan, problem))
