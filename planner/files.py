"""The two JSON formats, `netinvet-forum/1` and `netinvet-plan/1`: strict in, plain out."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from planner import limits
from planner.faults import Fault, InvalidProblem
from planner.plan import Plan
from planner.plan_files import PLAN_FORMAT, plan_from, plan_record
from planner.problem import (
    Host,
    MatrixTravel,
    Participant,
    Pin,
    Place,
    Problem,
    Rest,
    Session,
    Span,
    SpeedTravel,
    Tour,
    Travel,
    Weights,
)
from planner.reading import Node, read_json, read_text
from planner.validity import faults
from planner.writing import problem_record

PROBLEM_FORMAT = "netinvet-forum/1"


def read_problem(path: Path | str) -> Problem:
    """Return the problem of a file; raise InvalidProblem with every fault of it."""
    return _problem(read_json(Path(path)))


def problem_from_text(text: str) -> Problem:
    """Return the problem of a JSON text; raise InvalidProblem with every fault of it."""
    return _problem(read_text(text))


def write_problem(problem: Problem, path: Path | str) -> None:
    Path(path).write_text(problem_text(problem), encoding="utf-8")


def problem_text(problem: Problem) -> str:
    """Return the problem as JSON; equal problems give equal texts."""
    return _text({"format": PROBLEM_FORMAT, **problem_record(problem)})


def read_plan(path: Path | str, problem: Problem) -> Plan:
    """Return the plan of a file in minutes of this problem; raise InvalidProblem if it is none."""
    return _plan(read_json(Path(path)), problem)


def plan_from_text(text: str, problem: Problem) -> Plan:
    """Return the plan of a JSON text in minutes of this problem; raise InvalidProblem if none."""
    return _plan(read_text(text), problem)


def _plan(root: Node, problem: Problem) -> Plan:
    root = root.record()
    _expect_format(root, PLAN_FORMAT)
    plan = plan_from(root, problem.epoch)
    if root.faults:
        raise InvalidProblem(root.faults)
    return plan


def write_plan(plan: Plan, problem: Problem, path: Path | str) -> None:
    Path(path).write_text(plan_text(plan, problem), encoding="utf-8")


def plan_text(plan: Plan, problem: Problem) -> str:
    """Return the plan as JSON, with times of the problem's wall clock."""
    return _text(plan_record(plan, problem.epoch))


def _text(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _expect_format(root: Node, wanted: str) -> None:
    if root["format"].text() != wanted and root.get("format") is not None:
        root["format"].wrong("format", f"The format must be “{wanted}”.", expected=wanted)


def _problem(root: Node) -> Problem:
    root = root.record()
    _expect_format(root, PROBLEM_FORMAT)
    epoch = _epoch(root)
    places = tuple(_place(node) for node in _entries(root, "places"))
    problem = Problem(
        name=root["name"].text(),
        timezone=root["timezone"].text(),
        epoch=epoch,
        places=places,
        travel={mode: _travel(node, len(places)) for mode, node in root["travel"].fields()},
        sessions=tuple(_session(node, epoch) for node in _entries(root, "sessions")),
        hosts=tuple(_host(node, epoch) for node in _entries(root, "hosts")),
        participants=tuple(_participant(node, epoch) for node in _entries(root, "participants")),
        tours=tuple(_tour(node, epoch) for node in _entries(root, "tours")),
        weights=_weights(root["weights"].record()),
        pins=tuple(_pin(node, epoch) for node in _entries(root, "pins", optional=True)),
        previous=plan_from(node.record(), epoch) if (node := root.get("previous")) else None,
        freeze_before=node.minute(epoch) if (node := root.get("freeze_before")) else None,
        max_people_changed=_most_changed(root),
    )
    found = [*root.faults, *_beyond(faults(problem), root.faults)]
    if found:
        raise InvalidProblem(found)
    return problem


def _beyond(later: list[Fault], earlier: list[Fault]) -> list[Fault]:
    """Return the faults of meaning that no fault of form has caused."""
    broken = {fault.path for fault in earlier}
    if any(path.count(".") <= 1 and "[" not in path for path in broken):
        return []
    return [fault for fault in later if not any(_akin(fault.path, path) for path in broken)]


def _akin(path: str, other: str) -> bool:
    return path.startswith(other) or other.startswith(path)


def _entries(root: Node, key: str, *, optional: bool = False) -> list[Node]:
    node = root.get(key) if optional else root[key]
    entries = [] if node is None else list(node.items())
    most = limits.MOST[key]
    if node is not None and len(entries) > most:
        node.wrong("too_many", f"There are {len(entries)} entries; at most {most} can be planned.")
        return []
    return [entry.record() for entry in entries]


def _epoch(root: Node) -> datetime:
    """Return the midnight before the earliest moment that a tour, host or person names."""
    quiet = Node(root.value, root.path, [])
    moments = [node[key].time() for node in quiet["tours"].items() for key in ("earliest",)]
    for group, key in (("hosts", "open"), ("participants", "available")):
        for node in quiet[group].items():
            for pair in node[key].items():
                moments += [end.time() for end in pair.items()]
    first = min((m for m in moments if m is not None), default=datetime(2000, 1, 1))  # noqa: DTZ001 -- wall clock
    return first.replace(hour=0, minute=0)


def _span(node: Node, epoch: datetime) -> Span:
    ends = list(node.items())
    if len(ends) != 2:  # noqa: PLR2004 -- from and to
        if isinstance(node.value, list):
            node.wrong("not_a_span", "A span is a pair of times, from and to.")
        return Span(0, 0)
    return Span(ends[0].minute(epoch), ends[1].minute(epoch))


def _spans(node: Node, epoch: datetime) -> tuple[Span, ...]:
    return tuple(_span(item, epoch) for item in node.items())


def _place(node: Node) -> Place:
    return Place(
        node["id"].identifier(),
        node["name"].text(),
        node["lat"].number(-90, 90),
        node["lon"].number(-180, 180),
    )


def _travel(node: Node, places: int) -> Travel:
    node = node.record()
    if node.get("minutes") is not None or node.get("km") is not None:
        minutes = _matrix(node["minutes"], places, limits.TRAVEL_MINUTES)
        return MatrixTravel(
            tuple(tuple(-int(-cell // 1) for cell in row) for row in minutes),
            _matrix(node["km"], places, limits.KILOMETRES),
        )
    return SpeedTravel(
        speed_kmh=node["speed_kmh"].number(0.1, 1000),
        detour=node["detour"].number(0.1, 10),
        extra_min=node["extra_min"].number(0, limits.MINUTES),
    )


def _matrix(node: Node, places: int, most: float) -> tuple[tuple[float, ...], ...]:
    rows = list(node.items())
    if isinstance(node.value, list) and len(rows) != places:
        node.wrong("matrix_rows", f"The matrix has {len(rows)} rows for {places} places.")
    for row in rows:
        if isinstance(row.value, list) and len(row.value) != places:
            row.wrong("matrix_row", f"The row has {len(row.value)} cells for {places} places.")
    return tuple(tuple(cell.number(0, most) for cell in row.items()) for row in rows)


def _session(node: Node, epoch: datetime) -> Session:
    attend = node.get("attend")
    return Session(
        id=node["id"].identifier(),
        title=node["title"].text(),
        start=node["start"].minute(epoch),
        end=node["end"].minute(epoch),
        place=node["place"].text(),
        attend=None if attend is None else frozenset(attend.texts()),
    )


def _host(node: Node, epoch: datetime) -> Host:
    return Host(
        id=node["id"].identifier(),
        name=node["name"].text(),
        place=node["place"].text(),
        kind=node["kind"].text(),
        sectors=node["sectors"].texts(),
        languages=node["languages"].texts(),
        open=_spans(node["open"], epoch),
        duration_min=node["duration_min"].whole(1, limits.MINUTES),
        min_group=node["min_group"].whole(0, limits.PEOPLE),
        max_group=node["max_group"].whole(0, limits.PEOPLE),
        max_visits=node["max_visits"].whole(0, limits.PEOPLE),
    )


def _participant(node: Node, epoch: datetime) -> Participant:
    return Participant(
        id=node["id"].identifier(),
        name=node["name"].text(),
        school=node["school"].text(),
        country=node["country"].text(),
        languages=node["languages"].texts(),
        available=_spans(node["available"], epoch),
        value={host: worth.number(0, 100) for host, worth in node["value"].fields()},
        must=node["must"].texts(),
        avoid=frozenset(node["avoid"].texts()),
        min_visits=node["min_visits"].whole(0, limits.PEOPLE),
    )


def _tour(node: Node, epoch: datetime) -> Tour:
    rest = node.get("break")
    return Tour(
        id=node["id"].identifier(),
        mode=node["mode"].text(),
        seats=node["seats"].whole(0, limits.PEOPLE),
        start=node["start"].text(),
        end=node["end"].text(),
        earliest=node["earliest"].minute(epoch),
        latest=node["latest"].minute(epoch),
        rest=None if rest is None else _rest(rest.record(), epoch),
        cost_fixed=node["cost_fixed"].number(0, limits.EUROS),
        cost_per_km=node["cost_per_km"].number(0, limits.EUROS),
    )


def _rest(node: Node, epoch: datetime) -> Rest:
    return Rest(
        earliest=node["earliest"].minute(epoch),
        latest=node["latest"].minute(epoch),
        duration_min=node["duration_min"].whole(0, limits.MINUTES),
    )


def _weights(node: Node) -> Weights:
    return Weights(
        must=node["must"].number(0, limits.WEIGHT),
        missing_visit=node["missing_visit"].number(0, limits.WEIGHT),
        cost_per_euro=node["cost_per_euro"].number(0, limits.WEIGHT),
        change_per_person=node["change_per_person"].number(0, limits.WEIGHT),
    )


def _pin(node: Node, epoch: datetime) -> Pin:
    host, start, person = node.get("host"), node.get("start"), node.get("participant")
    return Pin(
        tour=node["tour"].text(),
        host=None if host is None else host.text(),
        start=None if start is None else start.minute(epoch),
        participant=None if person is None else person.text(),
    )


def _most_changed(root: Node) -> int | None:
    node = root.get("limits")
    most = None if node is None else node.record().get("max_people_changed")
    return None if most is None else most.whole(0, limits.PEOPLE)
