"""What may happen after a plan is published, each turned into the problem to solve again."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from planner.plan import Plan
from planner.problem import Participant, Problem, Span


@dataclass(frozen=True, slots=True)
class HostWithdraws:
    """A host takes no visit from a moment on."""

    host: str
    since: int = 0


@dataclass(frozen=True, slots=True)
class TourFails:
    """A tour does not run."""

    tour: str


@dataclass(frozen=True, slots=True)
class PersonLeaves:
    """A person takes no part from a moment on."""

    participant: str
    since: int = 0


@dataclass(frozen=True, slots=True)
class PersonArrives:
    """A person is there only from a moment on."""

    participant: str
    at: int


Event: TypeAlias = HostWithdraws | TourFails | PersonLeaves | PersonArrives


def after(
    problem: Problem,
    plan: Plan,
    event: Event,
    *,
    freeze_before: int | None = None,
    max_people_changed: int | None = None,
) -> Problem:
    """Return the problem after the event, with the published plan as the one to keep near.

    Pins that the event breaks are dropped; all others stay. Raises KeyError for unknown ids.
    """
    changed = replace(
        problem,
        previous=plan,
        freeze_before=freeze_before,
        max_people_changed=max_people_changed,
    )
    match event:
        case HostWithdraws(host=name, since=since):
            return _without_host(changed, name, since)
        case TourFails(tour=name):
            _known(name, {tour.id for tour in problem.tours})
            return replace(
                changed,
                tours=tuple(tour for tour in problem.tours if tour.id != name),
                pins=tuple(pin for pin in problem.pins if pin.tour != name),
            )
        case PersonLeaves(participant=name, since=since):
            return _present(changed, name, Span(0, since))
        case PersonArrives(participant=name, at=moment):
            return _present(changed, name, Span(moment, _end(problem)))


def _known(name: str, names: set[str]) -> None:
    if name not in names:
        raise KeyError(name)


def _without_host(problem: Problem, name: str, since: int) -> Problem:
    _known(name, {host.id for host in problem.hosts})
    hosts = []
    for host in problem.hosts:
        if host.id == name:
            past = [Span(s.start, min(s.end, since)) for s in host.open if s.start < since]
            left = [span for span in past if span.end - span.start >= host.duration_min]
            gone = replace(host, max_visits=0)
            hosts.append(replace(host, open=tuple(left)) if left else gone)
        else:
            hosts.append(host)
    pins = tuple(
        pin
        for pin in problem.pins
        if pin.host != name or (pin.start is not None and pin.start < since)
    )
    return replace(problem, hosts=tuple(hosts), pins=pins)


def _present(problem: Problem, name: str, within: Span) -> Problem:
    """Return the problem with a person there only within a span; their broken pins dropped."""
    _known(name, {person.id for person in problem.participants})
    hours = {tour.id: (tour.earliest, tour.latest) for tour in problem.tours}
    people = tuple(
        replace(person, available=_cut(person, within)) if person.id == name else person
        for person in problem.participants
    )
    pins = tuple(
        pin for pin in problem.pins if pin.participant != name or within.holds(*hours[pin.tour])
    )
    return replace(problem, participants=people, pins=pins)


def _cut(person: Participant, within: Span) -> tuple[Span, ...]:
    cut = [Span(max(s.start, within.start), min(s.end, within.end)) for s in person.available]
    return tuple(span for span in cut if span.start < span.end)


def _end(problem: Problem) -> int:
    ends = [span.end for person in problem.participants for span in person.available]
    return max([0, *ends])
