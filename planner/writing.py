"""The problem as a record of the JSON format; equal problems give equal records."""

import hashlib
import json
from datetime import datetime
from typing import Any

from planner.plan_files import clock, plan_record
from planner.problem import (
    Host,
    MatrixTravel,
    Participant,
    Pin,
    Problem,
    Session,
    Span,
    Tour,
    Travel,
)


def problem_hash(problem: Problem) -> str:
    """Return the SHA-256 of everything that is asked, as hexadecimal digits."""
    text = json.dumps(problem_record(problem), ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def problem_record(problem: Problem) -> dict[str, Any]:
    """Return the problem as the JSON format wants it; keys without content are left out."""
    epoch = problem.epoch
    record: dict[str, Any] = {
        "name": problem.name,
        "timezone": problem.timezone,
        "places": [
            {"id": place.id, "name": place.name, "lat": place.lat, "lon": place.lon}
            for place in problem.places
        ],
        "travel": {mode: _travel(how) for mode, how in problem.travel.items()},
        "sessions": [_session(session, epoch) for session in problem.sessions],
        "hosts": [_host(host, epoch) for host in problem.hosts],
        "participants": [_participant(person, epoch) for person in problem.participants],
        "tours": [_tour(tour, epoch) for tour in problem.tours],
        "weights": {
            "must": problem.weights.must,
            "missing_visit": problem.weights.missing_visit,
            "cost_per_euro": problem.weights.cost_per_euro,
            "change_per_person": problem.weights.change_per_person,
        },
        "pins": [_pin(pin, epoch) for pin in problem.pins],
    }
    if problem.previous is not None:
        record["previous"] = plan_record(problem.previous, epoch)
    if problem.freeze_before is not None:
        record["freeze_before"] = clock(problem.freeze_before, epoch)
    if problem.max_people_changed is not None:
        record["limits"] = {"max_people_changed": problem.max_people_changed}
    return record


def _travel(how: Travel) -> dict[str, Any]:
    if isinstance(how, MatrixTravel):
        return {"minutes": [list(row) for row in how.minutes], "km": [list(row) for row in how.km]}
    return {"speed_kmh": how.speed_kmh, "detour": how.detour, "extra_min": how.extra_min}


def _spans(spans: tuple[Span, ...], epoch: datetime) -> list[list[str]]:
    return [[clock(span.start, epoch), clock(span.end, epoch)] for span in spans]


def _session(session: Session, epoch: datetime) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": session.id,
        "title": session.title,
        "start": clock(session.start, epoch),
        "end": clock(session.end, epoch),
        "place": session.place,
    }
    if session.attend is not None:
        record["attend"] = sorted(session.attend)
    return record


def _host(host: Host, epoch: datetime) -> dict[str, Any]:
    return {
        "id": host.id,
        "name": host.name,
        "place": host.place,
        "kind": host.kind,
        "sectors": list(host.sectors),
        "languages": list(host.languages),
        "open": _spans(host.open, epoch),
        "duration_min": host.duration_min,
        "min_group": host.min_group,
        "max_group": host.max_group,
        "max_visits": host.max_visits,
    }


def _participant(person: Participant, epoch: datetime) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "school": person.school,
        "country": person.country,
        "languages": list(person.languages),
        "available": _spans(person.available, epoch),
        "value": dict(person.value),
        "must": list(person.must),
        "avoid": sorted(person.avoid),
        "min_visits": person.min_visits,
    }


def _tour(tour: Tour, epoch: datetime) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": tour.id,
        "mode": tour.mode,
        "seats": tour.seats,
        "start": tour.start,
        "end": tour.end,
        "earliest": clock(tour.earliest, epoch),
        "latest": clock(tour.latest, epoch),
        "cost_fixed": tour.cost_fixed,
        "cost_per_km": tour.cost_per_km,
    }
    if tour.rest is not None:
        record["break"] = {
            "earliest": clock(tour.rest.earliest, epoch),
            "latest": clock(tour.rest.latest, epoch),
            "duration_min": tour.rest.duration_min,
        }
    return record


def _pin(pin: Pin, epoch: datetime) -> dict[str, Any]:
    record: dict[str, Any] = {"tour": pin.tour}
    if pin.host is not None:
        record["host"] = pin.host
    if pin.start is not None:
        record["start"] = clock(pin.start, epoch)
    if pin.participant is not None:
        record["participant"] = pin.participant
    return record
