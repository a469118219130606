"""The plan's part of the JSON formats: from records to a Plan and back."""

from datetime import datetime, timedelta
from typing import Any

from planner.plan import Break, Plan, Remedy, Ride, Status, Stop, Unmet
from planner.reading import Node

PLAN_FORMAT = "netinvet-plan/1"
_FAR = 1e15


def clock(minute: int, epoch: datetime) -> str:
    """Return a minute of a problem as the files write it."""
    return (epoch + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M")


def plan_from(root: Node, epoch: datetime) -> Plan:
    """Return the plan of a record; faults are kept on the node."""
    bound = root.get("bound")
    versions = root.get("versions")
    return Plan(
        problem=root["problem"].text() if root.get("problem") else "",
        status=_status(root.get("status")),
        objective=_number(root.get("objective")),
        bound=None if bound is None else bound.number(-_FAR, _FAR),
        weak_bound=_flag(root.get("weak_bound"), otherwise=False),
        seconds=_number(root.get("seconds")),
        seed=int(_number(root.get("seed"))),
        rides=tuple(_ride(node.record(), epoch) for node in root["tours"].items()),
        unmet=tuple(_unmet(node.record()) for node in _items(root.get("unmet"))),
        reproducible=_flag(root.get("reproducible"), otherwise=True),
        versions={} if versions is None else {k: v.text() for k, v in versions.fields()},
        problem_hash=node.text() if (node := root.get("problem_hash")) else "",
    )


def _items(node: Node | None) -> list[Node]:
    return [] if node is None else list(node.items())


def _number(node: Node | None) -> float:
    return 0.0 if node is None else node.number(-_FAR, _FAR)


def _flag(node: Node | None, *, otherwise: bool) -> bool:
    if node is None:
        return otherwise
    if not isinstance(node.value, bool):
        node.wrong("unexpected", "Here true or false is expected.", expected="true or false")
    return node.value is True


def _status(node: Node | None) -> Status:
    if node is not None:
        try:
            return Status(node.text())
        except ValueError:
            node.wrong("status", "The status must be optimal, feasible or empty.")
    return Status.FEASIBLE


def _ride(node: Node, epoch: datetime) -> Ride:
    return Ride(
        tour=node["tour"].text(),
        depart=node["depart"].minute(epoch),
        back=node["return"].minute(epoch),
        participants=node["participants"].texts(),
        stops=tuple(_stop(stop.record(), epoch) for stop in node["stops"].items()),
    )


def _stop(node: Node, epoch: datetime) -> Stop | Break:
    start, end = node["start"].minute(epoch), node["end"].minute(epoch)
    if node.get("break") is not None and node["break"].value is True:
        return Break(start=start, end=end)
    arrive = node.get("arrive")
    return Stop(
        host=node["host"].text(),
        arrive=start if arrive is None else arrive.minute(epoch),
        start=start,
        end=end,
    )


def _unmet(node: Node) -> Unmet:
    remedy = node.get("remedy")
    parameters = node.get("parameters")
    return Unmet(
        participant=node["participant"].text(),
        host=node["host"].text(),
        reason=node["reason"].text(),
        text=node["text"].text(),
        parameters={} if parameters is None else dict(parameters.record().value),
        remedy=None if remedy is None else _remedy(remedy.record()),
    )


def _remedy(node: Node) -> Remedy:
    return Remedy(
        change=node["change"].text(),
        party=node["party"].text(),
        amount=node["amount"].whole(-1_000_000, 1_000_000),
        unit=node["unit"].text(),
        objective=_number(node["objective"]),
        text=node["text"].text(),
    )


def plan_record(plan: Plan, epoch: datetime) -> dict[str, Any]:
    """Return the plan as the JSON format wants it."""
    return {
        "format": PLAN_FORMAT,
        "problem": plan.problem,
        "status": plan.status.value,
        "objective": plan.objective,
        "bound": plan.bound,
        "weak_bound": plan.weak_bound,
        "seconds": plan.seconds,
        "seed": plan.seed,
        "tours": [_ride_record(ride, epoch) for ride in plan.rides],
        "unmet": [_unmet_record(unmet) for unmet in plan.unmet],
        "reproducible": plan.reproducible,
        "versions": dict(plan.versions),
        "problem_hash": plan.problem_hash,
    }


def _ride_record(ride: Ride, epoch: datetime) -> dict[str, Any]:
    return {
        "tour": ride.tour,
        "depart": clock(ride.depart, epoch),
        "return": clock(ride.back, epoch),
        "participants": list(ride.participants),
        "stops": [_stop_record(stop, epoch) for stop in ride.stops],
    }


def _stop_record(stop: Stop | Break, epoch: datetime) -> dict[str, Any]:
    span = {"start": clock(stop.start, epoch), "end": clock(stop.end, epoch)}
    if isinstance(stop, Break):
        return {"break": True, **span}
    return {"host": stop.host, "arrive": clock(stop.arrive, epoch), **span}


def _unmet_record(unmet: Unmet) -> dict[str, Any]:
    remedy = unmet.remedy
    return {
        "participant": unmet.participant,
        "host": unmet.host,
        "reason": unmet.reason,
        "text": unmet.text,
        "parameters": dict(unmet.parameters),
        "remedy": None
        if remedy is None
        else {
            "change": remedy.change,
            "party": remedy.party,
            "amount": remedy.amount,
            "unit": remedy.unit,
            "objective": remedy.objective,
            "text": remedy.text,
        },
    }
