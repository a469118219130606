"""A problem laid out for the search: indices instead of ids, and what each tour may do.

An *option* is one way to visit a host: a span in which the visit may start, or an exact start
(a *timed* option, for pins with a start and for visits of a previous plan). A *slot* is what
tours with the same way, hours and break share; a *kind* is a set of tours that are alike.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.plan import visits_by_person
from planner.problem import Participant, Problem, Rest, Tour
from planner.travel import Network, networks

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

SCALE = 1_000_000
"""Units of the exact arithmetic per unit of the objective."""

NEVER = 10**15
"""More units than any plan is worth: the price of what must not happen."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to visit a host: it starts in [first, last]; timed when both are equal by wish."""

    host: int
    first: int
    last: int
    timed: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """What the routes of a slot depend on."""

    mode: str
    start: int
    end: int
    earliest: int
    latest: int
    rest: Rest | None


@dataclass(slots=True)
class Kind:
    """Tours that are alike, in one slot; tours with pins are a kind of their own."""

    slot: int
    tours: tuple[int, ...]
    seats: int
    fixed: int
    per_km: float
    hosts: frozenset[int] = frozenset()
    timed: frozenset[int] = frozenset()
    riders: tuple[int, ...] = ()

    @property
    def required(self) -> bool:
        return bool(self.hosts or self.riders)


@dataclass(frozen=True, slots=True)
class Seated:
    """A tour of a kind with its route and its riders."""

    kind: int
    route: int
    riders: tuple[int, ...]


@dataclass(slots=True)
class Model:
    """The problem in numbers; `worth[option, person]` in units, the last row a visit of nobody."""

    problem: Problem
    travel: dict[str, Network]
    place_of_host: list[int]
    options: list[Option]
    ways: list[Way]
    kinds: list[Kind]
    worth: IntArray
    missing: int
    minimum: IntArray
    free: list[list[tuple[int, int]]]
    before: list[frozenset[tuple[int, int]] | None] = field(default_factory=list)
    gone: frozenset[int] = frozenset()
    """Persons whose previous visits can no longer all be made: changed in every plan."""
    change: int = 0
    most_changed: int | None = None

    @property
    def people(self) -> int:
        return len(self.problem.participants)

    @property
    def watches_changes(self) -> bool:
        return bool(self.before) and (self.change > 0 or self.most_changed is not None)


def units(amount: float) -> int:
    """Return an amount of the objective in exact units, rounded to the nearest."""
    return round(amount * SCALE)


def build(problem: Problem) -> Model:
    """Lay a valid problem out for the search."""
    index = {place.id: i for i, place in enumerate(problem.places)}
    host_index = {host.id: i for i, host in enumerate(problem.hosts)}
    options = _options(problem, host_index)
    ways, kinds = _kinds(problem, index, host_index, options)
    weights = problem.weights
    before, gone = _before(problem, host_index, options)
    return Model(
        problem=problem,
        travel=networks(problem),
        place_of_host=[index[host.place] for host in problem.hosts],
        options=options,
        ways=ways,
        kinds=kinds,
        worth=_worth(problem, options),
        missing=units(weights.missing_visit),
        minimum=np.array([p.min_visits for p in problem.participants], dtype=np.int64),
        free=[_free(problem, person) for person in problem.participants],
        before=before,
        gone=gone,
        change=units(weights.change_per_person),
        most_changed=problem.max_people_changed,
    )


def _options(problem: Problem, host_index: dict[str, int]) -> list[Option]:
    """Return the open spans of every host as options, and the starts worth remembering."""
    thaw = problem.freeze_before
    found: list[Option] = []
    for i, host in enumerate(problem.hosts):
        for span in sorted(set(host.open)):
            first = span.start if thaw is None else max(span.start, thaw)
            if first + host.duration_min <= span.end:
                found.append(Option(i, first, span.end - host.duration_min))
    for name, start in sorted(_remembered(problem)):
        if name in host_index:
            host = problem.hosts[host_index[name]]
            if any(span.holds(start, start + host.duration_min) for span in host.open):
                found.append(Option(host_index[name], start, start, timed=True))
    return found


def _remembered(problem: Problem) -> set[tuple[str, int]]:
    starts = {
        (p.host, p.start) for p in problem.pins if p.host is not None and p.start is not None
    }
    if problem.previous is not None:
        for visits in visits_by_person(problem.previous).values():
            starts |= visits
    return starts


def _worth(problem: Problem, options: list[Option]) -> IntArray:
    worth = np.zeros((len(options) + 1, len(problem.participants)), dtype=np.int64)
    frozen = _frozen(problem)
    for o, option in enumerate(options):
        host = problem.hosts[option.host]
        for p, person in enumerate(problem.participants):
            worth[o, p] = units(person.value.get(host.id, 0))
            if host.id in person.must:
                worth[o, p] += units(problem.weights.must)
            late = problem.freeze_before is None or option.first >= problem.freeze_before
            if host.id in person.avoid or not (late or (p, host.id, option.first) in frozen):
                worth[o, p] = -NEVER
    return worth


def _frozen(problem: Problem) -> set[tuple[int, str, int]]:
    """Return (person, host, start) of every visit that must stay as it was."""
    if problem.previous is None or problem.freeze_before is None:
        return set()
    before = visits_by_person(problem.previous)
    return {
        (p, host, start)
        for p, person in enumerate(problem.participants)
        for host, start in before.get(person.id, ())
        if start < problem.freeze_before
    }


def timed_options(model: Model) -> dict[tuple[str, int], int]:
    """Return (host, start) → the option of every visit whose start is remembered."""
    return {
        (model.problem.hosts[option.host].id, option.first): o
        for o, option in enumerate(model.options)
        if option.timed
    }


def frozen_options(model: Model) -> list[tuple[int, int]]:
    """Return (person, option) of every visit that must stay as it was."""
    frozen = _frozen(model.problem)
    return [
        (p, o)
        for o, option in enumerate(model.options)
        if option.timed
        for p in range(model.people)
        if (p, model.problem.hosts[option.host].id, option.first) in frozen
    ]


def _kinds(
    problem: Problem, index: dict[str, int], host_index: dict[str, int], options: list[Option]
) -> tuple[list[Way], list[Kind]]:
    people = {person.id: p for p, person in enumerate(problem.participants)}
    timed = {(o.host, o.first): i for i, o in enumerate(options) if o.timed}
    ways: dict[Way, int] = {}
    kinds: dict[tuple[object, ...], Kind] = {}
    for t, tour in enumerate(problem.tours):
        pins = [pin for pin in problem.pins if pin.tour == tour.id]
        slot = ways.setdefault(_way(tour, index), len(ways))
        alike = (slot, tour.seats, tour.cost_fixed, tour.cost_per_km, t if pins else None)
        if alike in kinds:
            kinds[alike].tours += (t,)
            continue
        per_euro = problem.weights.cost_per_euro
        kinds[alike] = Kind(
            slot=slot,
            tours=(t,),
            seats=tour.seats,
            fixed=units(per_euro * tour.cost_fixed),
            per_km=per_euro * tour.cost_per_km,
            hosts=frozenset(host_index[pin.host] for pin in pins if pin.host),
            timed=frozenset(
                timed.get((host_index[pin.host], pin.start), -1)
                for pin in pins
                if pin.host and pin.start is not None
            ),
            riders=tuple(sorted({people[pin.participant] for pin in pins if pin.participant})),
        )
    return list(ways), list(kinds.values())


def _way(tour: Tour, index: dict[str, int]) -> Way:
    return Way(
        tour.mode, index[tour.start], index[tour.end], tour.earliest, tour.latest, tour.rest
    )


def _free(problem: Problem, person: Participant) -> list[tuple[int, int]]:
    """Return when a person may be on a tour: available, and in no session they attend."""
    spans = [(span.start, span.end) for span in sorted(set(person.available))]
    for session in problem.sessions:
        if session.attend is not None and person.id not in session.attend:
            continue
        spans = [
            piece
            for start, end in spans
            for piece in ((start, min(end, session.start)), (max(start, session.end), end))
            if piece[0] < piece[1]
        ]
    return sorted(set(spans))


def _before(
    problem: Problem, host_index: dict[str, int], options: list[Option]
) -> tuple[list[frozenset[tuple[int, int]] | None], frozenset[int]]:
    if problem.previous is None:
        return [], frozenset()
    timed = {(option.host, option.first) for option in options if option.timed}
    visits = visits_by_person(problem.previous)
    before: list[frozenset[tuple[int, int]] | None] = []
    for person in problem.participants:
        old = {(host_index.get(host, -1), start) for host, start in visits.get(person.id, ())}
        before.append(frozenset(old) if old <= timed else None)
    gone = frozenset(p for p, old in enumerate(before) if old is None)
    return before, gone
