"""Which pins, frozen visits and limits were not kept together by any plan: the smallest set found.

Pins alone need only the tours and hosts that they name, so each set of them is a small problem.
Sets of one, two and three pins that have a tour, host or person in common are tried first; then
what can be left out of all is left out, one after the other. With frozen visits or a limit of
people changed, the whole problem is tried.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from planner.faults import Fault
from planner.plan import Ride
from planner.plan_files import clock
from planner.problem import Pin, Problem, Weights

SETS = 300
"""Sets of pins that are tried, at most."""
LARGEST = 3

Tried = Callable[[Problem], tuple[Ride, ...] | None]
"""Looks for rides that keep all rules of a problem."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is to be kept together: pins by their place, frozen visits, the limit of changes."""

    pins: tuple[int, ...]
    freeze: bool
    limit: bool


def of_pins_alone(problem: Problem, pins: Sequence[int] | None = None) -> Problem:
    """Return the problem of keeping some pins, or all, whatever else the plan may be worth."""
    kept = [problem.pins[i] for i in (range(len(problem.pins)) if pins is None else pins)]
    tours, hosts = {pin.tour for pin in kept}, {pin.host for pin in kept}
    return replace(
        problem,
        hosts=tuple(host for host in problem.hosts if host.id in hosts) or problem.hosts[:1],
        tours=tuple(tour for tour in problem.tours if tour.id in tours),
        participants=tuple(
            replace(person, value={}, must=(), min_visits=0, avoid=person.avoid & hosts)
            for person in problem.participants
        ),
        weights=Weights(must=0, missing_visit=0, cost_per_euro=0, change_per_person=0),
        pins=tuple(kept),
        previous=None,
        freeze_before=None,
        max_people_changed=None,
    )


def smallest_clash(problem: Problem, tried: Tried) -> Fault:
    """Return the fault of what was not kept together, for a problem without any plan found."""
    every = tuple(range(len(problem.pins)))
    if problem.pins and tried(of_pins_alone(problem)) is None:
        kept = Kept(_smallest(problem, tried), freeze=False, limit=False)
    else:
        whole = Kept(
            every, problem.freeze_before is not None, problem.max_people_changed is not None
        )
        kept = _thinned(problem, whole, tried)
    return _fault(problem, kept)


def _smallest(problem: Problem, tried: Tried) -> tuple[int, ...]:
    for pins in islice(_akin(problem.pins), SETS):
        if tried(of_pins_alone(problem, pins)) is None:
            return pins
    left = tuple(range(len(problem.pins)))
    for i in left[:SETS]:
        rest = tuple(j for j in left if j != i)
        if rest and tried(of_pins_alone(problem, rest)) is None:
            left = rest
    return left


def _akin(pins: Sequence[Pin]) -> Iterator[tuple[int, ...]]:
    """Yield small sets of pins, each of which has something in common with another."""
    for size in range(1, LARGEST + 1):
        for chosen in combinations(range(len(pins)), size):
            if all(_joined(pins, i, chosen) for i in chosen):
                yield chosen


def _joined(pins: Sequence[Pin], i: int, chosen: Sequence[int]) -> bool:
    mine = {("tour", pins[i].tour), ("host", pins[i].host), ("person", pins[i].participant)}
    others = {
        named
        for j in chosen
        if j != i
        for named in (
            ("tour", pins[j].tour),
            ("host", pins[j].host),
            ("person", pins[j].participant),
        )
        if named[1] is not None
    }
    return len(chosen) == 1 or bool(mine & others)


def _thinned(problem: Problem, kept: Kept, tried: Tried) -> Kept:
    """Leave out what can be left out while no plan is found for the rest."""
    fewer = [replace(kept, pins=()), replace(kept, freeze=False), replace(kept, limit=False)]
    for less in fewer:
        merged = Kept(
            tuple(i for i in kept.pins if i in less.pins),
            kept.freeze and less.freeze,
            kept.limit and less.limit,
        )
        if merged != kept and tried(_with(problem, merged)) is None:
            kept = merged
    for i in kept.pins:
        rest = replace(kept, pins=tuple(j for j in kept.pins if j != i))
        if tried(_with(problem, rest)) is None:
            kept = rest
    return kept


def _with(problem: Problem, kept: Kept) -> Problem:
    return replace(
        problem,
        pins=tuple(problem.pins[i] for i in kept.pins),
        freeze_before=problem.freeze_before if kept.freeze else None,
        max_people_changed=problem.max_people_changed if kept.limit else None,
    )


def _fault(problem: Problem, kept: Kept) -> Fault:
    paths = [f"$.pins[{i}]" for i in kept.pins]
    words = [_words(problem, problem.pins[i]) for i in kept.pins]
    if kept.freeze and problem.freeze_before is not None:
        paths.append("$.freeze_before")
        words.append(
            f"nobody's visits before {clock(problem.freeze_before, problem.epoch)} change"
        )
    if kept.limit:
        paths.append("$.limits.max_people_changed")
        words.append(f"at most {problem.max_people_changed} people change")
    text = f"No plan was found that keeps all of this: {'; '.join(words)}."
    return Fault(", ".join(paths) or "$", "pins_impossible", text, {"pins": len(kept.pins)})


def _words(problem: Problem, pin: Pin) -> str:
    said = []
    if pin.host is not None:
        at = "" if pin.start is None else f" at {clock(pin.start, problem.epoch)}"
        said.append(f"visits {pin.host}{at}")
    if pin.participant is not None:
        said.append(f"carries {pin.participant}")
    return f"{pin.tour} {' and '.join(said)}"
