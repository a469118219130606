"""What makes a problem contradictory: ids, spans, amounts, places; pins are judged in pinning."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from planner import limits
from planner.faults import Fault
from planner.pinning import pin_faults
from planner.problem import Host, MatrixTravel, Participant, Problem, Session, Span, Tour


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def faults(problem: Problem) -> list[Fault]:
    """Return every contradiction of a problem, with its path as in the file."""
    found = list(_whole(problem))
    for i, session in enumerate(problem.sessions):
        found += _session(problem, session, i)
    for i, host in enumerate(problem.hosts):
        found += _host(problem, host, i)
    for i, person in enumerate(problem.participants):
        found += _person(problem, person, i)
    for i, tour in enumerate(problem.tours):
        found += _tour(problem, tour, i)
    if not found:
        found += _clashing_sessions(problem)
        found += pin_faults(problem)
    return found


def _whole(problem: Problem) -> Iterator[Fault]:
    named: dict[str, Sequence[_Named]] = {
        "places": problem.places,
        "sessions": problem.sessions,
        "hosts": problem.hosts,
        "participants": problem.participants,
        "tours": problem.tours,
    }
    for key, entries in named.items():
        yield from _repeated(key, entries)
        if not entries and key in ("places", "hosts", "participants"):
            yield Fault(f"$.{key}", "empty_forum", f"A forum without {key} cannot be planned.")
        if len(entries) > limits.MOST[key]:
            text = f"There are {len(entries)} {key}; at most {limits.MOST[key]} can be planned."
            yield Fault(f"$.{key}", "too_many", text, {"most": limits.MOST[key]})
    try:
        ZoneInfo(problem.timezone)
    except (KeyError, ValueError, OSError):
        text = f"“{problem.timezone}” is no IANA time zone."
        yield Fault("$.timezone", "unknown_timezone", text, {"id": problem.timezone})
    yield from _horizon(problem)
    yield from _matrices(problem)


def _repeated(key: str, entries: Sequence[_Named]) -> Iterator[Fault]:
    seen: Counter[str] = Counter()
    for i, entry in enumerate(entries):
        seen[entry.id] += 1
        if seen[entry.id] > 1:
            text = f"The id “{entry.id}” stands here twice."
            yield Fault(f"$.{key}[{i}].id", "repeated_id", text, {"id": entry.id})


def _horizon(problem: Problem) -> Iterator[Fault]:
    latest = limits.DAYS * limits.MINUTES
    ends: list[tuple[str, int, int]] = [
        (f"$.tours[{i}]", tour.earliest, tour.latest) for i, tour in enumerate(problem.tours)
    ]
    ends += [
        (f"$.hosts[{i}].open[{j}]", span.start, span.end)
        for i, host in enumerate(problem.hosts)
        for j, span in enumerate(host.open)
    ]
    for path, start, end in ends:
        if start < 0 or end > latest:
            text = f"A forum spans at most {limits.DAYS} days; this lies outside of them."
            yield Fault(path, "too_long", text, {"days": limits.DAYS})


def _matrices(problem: Problem) -> Iterator[Fault]:
    size = len(problem.places)
    for mode, how in problem.travel.items():
        if isinstance(how, MatrixTravel):
            for key, matrix in (("minutes", how.minutes), ("km", how.km)):
                if len(matrix) != size or any(len(row) != size for row in matrix):
                    text = f"The matrix must have {size} rows of {size} cells."
                    yield Fault(f"$.travel.{mode}.{key}", "matrix_shape", text, {"size": size})


def _unknown(path: str, id: str) -> Fault:
    return Fault(path, "unknown_id", f"The id “{id}” is not defined.", {"id": id})


def _reversed(path: str) -> Fault:
    return Fault(path, "reversed", "This ends before it starts.")


def _spans(path: str, spans: tuple[Span, ...]) -> Iterator[Fault]:
    for i, span in enumerate(spans):
        if span.start >= span.end:
            yield _reversed(f"{path}[{i}]")


def _session(problem: Problem, session: Session, i: int) -> Iterator[Fault]:
    if session.place not in {place.id for place in problem.places}:
        yield _unknown(f"$.sessions[{i}].place", session.place)
    if session.start >= session.end:
        yield _reversed(f"$.sessions[{i}]")
    people = {person.id for person in problem.participants}
    for person in sorted((session.attend or frozenset()) - people):
        yield _unknown(f"$.sessions[{i}].attend", person)


def _host(problem: Problem, host: Host, i: int) -> Iterator[Fault]:
    path = f"$.hosts[{i}]"
    if host.place not in {place.id for place in problem.places}:
        yield _unknown(f"{path}.place", host.place)
    yield from _spans(f"{path}.open", host.open)
    if host.min_group > host.max_group:
        text = f"The smallest group ({host.min_group}) exceeds the largest ({host.max_group})."
        yield Fault(f"{path}.min_group", "group_reversed", text)
    if host.duration_min < 1:
        yield Fault(f"{path}.duration_min", "out_of_range", "A visit lasts at least a minute.")


def _person(problem: Problem, person: Participant, i: int) -> Iterator[Fault]:
    path, hosts = f"$.participants[{i}]", {host.id for host in problem.hosts}
    yield from _spans(f"{path}.available", person.available)
    for host, worth in person.value.items():
        if host not in hosts:
            yield _unknown(f"{path}.value.{host}", host)
        if not 0 <= worth <= 100:  # noqa: PLR2004 -- the range of the format
            text = "The value of a visit lies between 0 and 100."
            yield Fault(f"{path}.value.{host}", "out_of_range", text)
    for j, host in enumerate(person.must):
        if host not in hosts:
            yield _unknown(f"{path}.must[{j}]", host)
        if host in person.must[:j]:
            yield Fault(
                f"{path}.must[{j}]", "repeated_id", f"The host “{host}” stands here twice."
            )
        if host in person.avoid:
            text = f"The host “{host}” is both wished for and avoided."
            about = {"person": person.id, "host": host}
            yield Fault(f"{path}.must[{j}]", "must_and_avoid", text, about)
    for host in sorted(person.avoid - hosts):
        yield _unknown(f"{path}.avoid", host)


def _tour(problem: Problem, tour: Tour, i: int) -> Iterator[Fault]:
    path, places = f"$.tours[{i}]", {place.id for place in problem.places}
    if tour.mode not in problem.travel:
        yield _unknown(f"{path}.mode", tour.mode)
    for key, place in (("start", tour.start), ("end", tour.end)):
        if place not in places:
            yield _unknown(f"{path}.{key}", place)
    if tour.earliest >= tour.latest:
        yield _reversed(path)
    rest = tour.rest
    if rest is not None and rest.earliest + rest.duration_min > rest.latest:
        text = "The break does not fit between its earliest and latest time."
        yield Fault(f"{path}.break", "break_does_not_fit", text)


def _clashing_sessions(problem: Problem) -> Iterator[Fault]:
    """Two sessions at one time for one person: no plan at all could be valid."""
    for person in problem.participants:
        attended = sorted(
            (session.start, session.end, i, session.id)
            for i, session in enumerate(problem.sessions)
            if session.attend is None or person.id in session.attend
        )
        for (_, end, _, first), (start, _, i, second) in pairwise(attended):
            if start < end:
                text = f"{person.id} attends the sessions “{first}” and “{second}” at one time."
                about = {"person": person.id, "first": first, "second": second}
                yield Fault(f"$.sessions[{i}]", "sessions_clash", text, about)
