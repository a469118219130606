"""What published versions hold, read once a process: a version never changes, its digest names it.

Whoever reads a content must not change it.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.plans.models import PlanVersion

Record = dict[str, Any]
MOST = 8
"""Versions kept at a time; each takes about a megabyte at the largest forum."""


@dataclass(frozen=True, slots=True)
class Content:
    """The problem, the plan and the facts of a version, as they were published."""

    problem: Record
    plan: Record
    facts: Record
    points: dict[str, Record]


_kept: OrderedDict[str, Content] = OrderedDict()
_lock = Lock()


def content_of(session: Session, version: PlanVersion) -> Content:
    """Return what a version holds, parsed once however many people read it."""
    with _lock:
        found = _kept.get(version.digest)
        if found is not None:
            _kept.move_to_end(version.digest)
            return found
    problem, plan, facts = session.execute(
        select(PlanVersion.problem, PlanVersion.plan, PlanVersion.facts).where(
            PlanVersion.id == version.id
        )
    ).one()
    points = {place["id"]: place for place in problem["places"]}
    found = Content(problem, plan, facts, points)
    with _lock:
        _kept[version.digest] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found
