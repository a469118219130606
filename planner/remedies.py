"""Small changes by one party: a host, a tour or a person, each as a changed problem."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from planner.problem import Host, Participant, Problem, Span, Tour

T = TypeVar("T", Host, Tour, Participant)

MINUTES = (15, 30, 60, 120)
NUMBERS = (1, 2, 3)
"""How far a change goes, step by step; the smallest step that helps is the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: its code, who makes it, by how much, and the problem it leads to."""

    code: str
    party: str
    amount: int
    unit: str
    sentence: str
    problem: Problem


def changes(problem: Problem, person: Participant, host: Host) -> Iterator[list[Change]]:
    """Yield step by step, from small to large, the changes that might bring a person to a host."""
    for step in range(max(len(MINUTES), len(NUMBERS))):
        found: list[Change] = []
        if step < len(NUMBERS):
            found += _in_number(problem, host, NUMBERS[step])
        if step < len(MINUTES):
            found += _in_time(problem, person, host, MINUTES[step])
        yield found


def _in_number(problem: Problem, host: Host, by: int) -> Iterator[Change]:
    def host_with(changed: Host) -> Problem:
        return replace(problem, hosts=_swap(problem.hosts, changed))

    def change(code: str, amount: int, unit: str, sentence: str, changed: Problem) -> Change:
        return Change(
            code=code, party=host.id, amount=amount, unit=unit, sentence=sentence, problem=changed
        )

    places = _times(by, "more place")
    sentence = f"if {host.name} took groups with {places}"
    yield change(
        "larger_group",
        by,
        "people",
        sentence,
        host_with(replace(host, max_group=host.max_group + by)),
    )
    sentence = f"if {host.name} took {_times(by, 'more visit')}"
    yield change(
        "more_visits",
        by,
        "visits",
        sentence,
        host_with(replace(host, max_visits=host.max_visits + by)),
    )
    if host.min_group - by >= 0:
        sentence = f"if {host.name} took groups of {host.min_group - by}"
        smaller = host_with(replace(host, min_group=host.min_group - by))
        yield change("smaller_group", by, "people", sentence, smaller)
    for tour in problem.tours:
        larger = replace(tour, seats=tour.seats + by)
        yield Change(
            code="more_seats",
            party=tour.id,
            amount=by,
            unit="seats",
            sentence=f"if the tour {tour.id} had {_times(by, 'more seat')}",
            problem=replace(problem, tours=_swap(problem.tours, larger)),
        )


def _in_time(problem: Problem, person: Participant, host: Host, by: int) -> Iterator[Change]:
    def change(code: str, party: str, sentence: str, changed: Problem) -> Change:
        return Change(
            code=code, party=party, amount=by, unit="minutes", sentence=sentence, problem=changed
        )

    later: Callable[[Span], Span] = lambda span: Span(span.start, span.end + by)  # noqa: E731
    earlier: Callable[[Span], Span] = lambda span: Span(max(0, span.start - by), span.end)  # noqa: E731
    for code, move, said in (
        ("opens_earlier", earlier, "opened"),
        ("closes_later", later, "closed"),
    ):
        moved = replace(host, open=tuple(map(move, host.open)))
        word = "earlier" if move is earlier else "later"
        sentence = f"if {host.name} {said} {by} minutes {word}"
        yield change(code, host.id, sentence, replace(problem, hosts=_swap(problem.hosts, moved)))
    for code, move, said in (
        ("arrives_earlier", earlier, "arrived"),
        ("leaves_later", later, "left"),
    ):
        free = replace(person, available=tuple(map(move, person.available)))
        word = "earlier" if move is earlier else "later"
        sentence = f"if {person.name} {said} {by} minutes {word}"
        people = _swap(problem.participants, free)
        yield change(code, person.id, sentence, replace(problem, participants=people))
    for tour in problem.tours:
        yield from _tour_hours(problem, tour, by)


def _tour_hours(problem: Problem, tour: Tour, by: int) -> Iterator[Change]:
    for code, changed, words in (
        ("starts_earlier", replace(tour, earliest=max(0, tour.earliest - by)), "started"),
        ("ends_later", replace(tour, latest=tour.latest + by), "ended"),
    ):
        word = "earlier" if words == "started" else "later"
        yield Change(
            code=code,
            party=tour.id,
            amount=by,
            unit="minutes",
            sentence=f"if the tour {tour.id} {words} {by} minutes {word}",
            problem=replace(problem, tours=_swap(problem.tours, changed)),
        )


def _times(number: int, what: str) -> str:
    return f"one {what}" if number == 1 else f"{number} {what}s"


def _swap(entries: tuple[T, ...], changed: T) -> tuple[T, ...]:
    return tuple(changed if entry.id == changed.id else entry for entry in entries)
