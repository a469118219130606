"""What each person does in one plan and in another: the differences that concern them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.plans import timetable
from app.plans.timetable import ItemKind, Stretch, local_text

Record = Mapping[str, Any]

SHOWN = (ItemKind.VISIT, ItemKind.LEG, ItemKind.REST)
"""What a person is told; waits follow from it, sessions are no part of the plan."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a person would do: local times as `2027-11-16T09:00`, ids for names."""

    kind: ItemKind
    start: str
    end: str
    place: str
    host: str
    tour: str


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What is taken from a person and what is given instead, both in order of time."""

    participant: str
    before: tuple[Step, ...]
    after: tuple[Step, ...]


def steps_of(problem: Record, plan: Record, participant: str) -> list[Step]:
    """Return what a plan has somebody do."""
    zone = problem["timezone"]
    stretches = timetable.of_person(problem, plan, participant)
    return [_step(stretch, zone) for stretch in stretches if stretch.kind in SHOWN]


def _step(stretch: Stretch, zone: str) -> Step:
    return Step(
        stretch.kind,
        local_text(stretch.starts_at, zone),
        local_text(stretch.ends_at, zone),
        stretch.place,
        stretch.host,
        stretch.tour,
    )


def changes(
    before: tuple[Record, Record] | None, after: tuple[Record, Record]
) -> list[PersonChange]:
    """Return everybody whose steps differ between two (problem, plan), by id.

    Without an earlier plan, everybody who has any step changes.
    """
    people = {one["id"]: one for problem in _problems(before, after) for one in problem}
    found = []
    for participant in sorted(people, key=lambda one: int(one[1:])):
        old = steps_of(*before, participant) if before else []
        new = steps_of(*after, participant)
        if old != new:
            gone = tuple(step for step in old if step not in new)
            come = tuple(step for step in new if step not in old)
            found.append(PersonChange(participant, gone, come))
    return found


def _problems(before: tuple[Record, Record] | None, after: tuple[Record, Record]) -> list[Any]:
    return [pair[0]["participants"] for pair in (before, after) if pair is not None]
