"""Rounds of the accompanying adults through companies and families, planned by a worker.

The adults of a relay go together. Each day on which all of them are there is one tour from the
town of the stay and back; every company and family with learners is to be seen once.
"""

from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Conflict
from app.mobilities.models import Adult, Mobility, MobilityHost, Relay, Round, RoundState

MOST_DAYS = 5


def ask_round(session: Session, actor: str, row: Mobility, relay: Relay) -> Round:
    """Put a round before the worker. Raises Conflict where there is nothing to plan from."""
    parts_of(row, relay)
    found = Round(mobility_id=row.id, relay=relay, problem={}, asked_at=clock.now())
    session.add(found)
    session.flush()
    audit.record(session, actor, "mobility.round", f"mobility:{row.id}", {"round": found.id})
    return found


def parts_of(row: Mobility, relay: Relay) -> tuple[list[Adult], list[MobilityHost], list[date]]:
    """Return the adults, the hosts and the days of a round. Raises Conflict without them."""
    adults = [adult for adult in row.adults if adult.relay is relay]
    hosts = [host for host in row.hosts if host.learners and host.latitude is not None]
    if not adults or not hosts or row.latitude is None or row.longitude is None:
        raise Conflict(_("A round needs adults of this relay and hosts with learners and points."))
    days = _days(max(one.starts_on for one in adults), min(one.ends_on for one in adults))
    if not days:
        raise Conflict(_("The adults of this relay are never there together."))
    return adults, hosts, days


def _days(first: date, last: date) -> list[date]:
    count = min(MOST_DAYS, (last - first).days + 1)
    return [first + timedelta(days=number) for number in range(count)]


def waiting(session: Session) -> list[int]:
    """Return the rounds that wait for a worker."""
    rows = select(Round.id).where(Round.state == RoundState.WAITING).order_by(Round.id)
    return list(session.scalars(rows))


def rounds_of(session: Session, mobility_id: int) -> list[Round]:
    """Return a mobility's rounds, newest first."""
    rows = select(Round).where(Round.mobility_id == mobility_id).order_by(Round.id.desc())
    return list(session.scalars(rows.limit(4)))


def stops_of(row: Mobility, found: Round) -> list[dict[str, Any]]:
    """Return the stops of a planned round in order: local start and end, and the host's name."""
    names = {f"h{host.id}": host.name for host in row.hosts}
    rides = found.plan["tours"] if found.plan else []
    stops = [
        {
            "starts_at": datetime.fromisoformat(stop["start"]),
            "ends_at": datetime.fromisoformat(stop["end"]),
            "name": names.get(stop["host"], "–"),
        }
        for ride in rides
        for stop in ride["stops"]
        if not stop.get("break")
    ]
    return sorted(stops, key=lambda stop: stop["starts_at"])


def unmet(row: Mobility, found: Round) -> list[str]:
    """Return the names of the hosts with learners that a planned round leaves out."""
    seen = {stop["name"] for stop in stops_of(row, found)}
    return [host.name for host in row.hosts if host.learners and host.name not in seen]
