"""What is impossible or suspicious in a problem, named before any search.

Each notice carries a code, the path in the file, the ids that it is about, the figures of its
sentence, and the sentence. Impossible: it can never come true as asked. Suspicious: it can, but
is perhaps a slip.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from planner.problem import Host, Participant, Problem, Tour
from planner.reach import Reach, attends, free_spans
from planner.travel import great_circle_km, networks
from planner.validity import faults

FAR_KM = 300
"""A place further than this from all starts of tours is probably mislocated."""
FASTEST_KMH = 200
"""Travel faster than this is probably a slip in a matrix."""

Figures: TypeAlias = Mapping[str, str | int | float]


class Weight(StrEnum):
    """How bad a notice is."""

    IMPOSSIBLE = "impossible"
    SUSPICIOUS = "suspicious"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to know before planning."""

    weight: Weight
    code: str
    path: str
    subjects: tuple[str, ...]
    text: str
    parameters: Figures = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


def precheck(problem: Problem) -> list[Notice]:
    """Return all that is impossible or suspicious; contradictions come alone, as they are."""
    found = [
        Notice(
            weight=Weight.IMPOSSIBLE,
            code=fault.code,
            path=fault.path,
            subjects=(fault.path,),
            text=fault.text,
            parameters=fault.parameters,
        )
        for fault in faults(problem)
    ]
    if found:
        return found
    checks = _Checks(problem)
    return [
        *checks.hosts(),
        *checks.tours(),
        *checks.people(),
        *checks.pins(),
        *checks.slips(),
    ]


class _Checks:
    def __init__(self, problem: Problem) -> None:
        self.problem, self.reach = problem, Reach(problem)
        self.tour = {tour.id: tour for tour in problem.tours}
        self.host = {host.id: host for host in problem.hosts}
        self.free = {person.id: free_spans(problem, person) for person in problem.participants}
        self.reachable = {
            (tour.id, host.id)
            for tour in problem.tours
            for host in problem.hosts
            if self.reach.visits(tour, host)
        }

    def hosts(self) -> Iterator[Notice]:
        for i, host in enumerate(self.problem.hosts):
            path, about = f"$.hosts[{i}]", (host.id,)
            lengths = [span.end - span.start for span in host.open]
            if all(length < host.duration_min for length in lengths):
                text = f"{host.name} is never open for the {host.duration_min} minutes of a visit."
                figures = {"minutes": host.duration_min}
                yield _impossible("window_too_short", f"{path}.open", about, text, figures)
            elif self.problem.tours and not any((t, host.id) in self.reachable for t in self.tour):
                text = f"No tour can be at {host.name} while it is open and be back in time."
                yield _impossible("host_out_of_reach", path, about, text)
            else:
                yield from self._short_spans(path, host, lengths)
                yield from self._group(f"{path}.min_group", host)
            if host.max_visits == 0:
                text = f"{host.name} takes no visit at all."
                yield _suspicious("no_visits_allowed", f"{path}.max_visits", about, text)

    def _short_spans(self, path: str, host: Host, lengths: list[int]) -> Iterator[Notice]:
        shortest = min(lengths)
        if shortest < host.duration_min:
            text = (
                f"{host.name} has opening hours of {shortest} minutes,"
                f" too short for a visit of {host.duration_min}."
            )
            figures = {"open": shortest, "minutes": host.duration_min}
            path = f"{path}.open[{lengths.index(shortest)}]"
            yield _suspicious("some_window_too_short", path, (host.id,), text, figures)

    def _group(self, path: str, host: Host) -> Iterator[Notice]:
        tours = [tour for tour in self.problem.tours if (tour.id, host.id) in self.reachable]
        seats = max((tour.seats for tour in tours), default=0)
        if tours and host.min_group > seats:
            text = (
                f"{host.name} wants at least {host.min_group} people;"
                f" the largest tour that can go there has {seats} seats."
            )
            figures = {"least": host.min_group, "seats": seats}
            yield _impossible("group_larger_than_tours", path, (host.id,), text, figures)
            return
        most = max((self._able(tour, host) for tour in tours), default=0)
        if tours and host.min_group > most:
            text = (
                f"{host.name} wants at least {host.min_group} people;"
                f" only {most} could come on one tour."
            )
            figures = {"least": host.min_group, "people": most}
            yield _impossible("group_larger_than_people", path, (host.id,), text, figures)

    def _able(self, tour: Tour, host: Host) -> int:
        return sum(
            host.id not in person.avoid and self.reach.fits(tour, host, self.free[person.id])
            for person in self.problem.participants
        )

    def tours(self) -> Iterator[Notice]:
        for i, tour in enumerate(self.problem.tours):
            path, about = f"$.tours[{i}]", (tour.id,)
            if tour.seats == 0:
                text = f"The tour {tour.id} has no seats."
                yield _suspicious("no_seats", f"{path}.seats", about, text)
            elif not any((tour.id, host) in self.reachable for host in self.host):
                text = f"The tour {tour.id} can reach no host while it is open."
                yield _impossible("tour_reaches_nobody", path, about, text)
        if not self.problem.tours:
            text = "There is no tour: nobody can visit anybody."
            yield _impossible("no_tours", "$.tours", (self.problem.name,), text)

    def people(self) -> Iterator[Notice]:
        for i, person in enumerate(self.problem.participants):
            path, about = f"$.participants[{i}]", (person.id,)
            yield from self._sessions(path, person)
            within = self._within(person)
            if not within and self.problem.tours:
                text = f"No tour lies within the time that {person.name} has."
                yield _impossible("person_without_tour", f"{path}.available", about, text)
                continue
            for j, host in enumerate(person.must):
                if host not in within and self.problem.tours:
                    text = (
                        f"{person.name} wishes for {self.host[host].name},"
                        " which no tour can visit within their time."
                    )
                    wish = f"{path}.must[{j}]"
                    yield _impossible("must_out_of_reach", wish, (person.id, host), text)
            if person.min_visits > len(within):
                text = (
                    f"{person.name} is to make {person.min_visits} visits;"
                    f" only {len(within)} hosts are within reach."
                )
                figures = {"visits": person.min_visits, "hosts": len(within)}
                least = f"{path}.min_visits"
                yield _impossible("too_many_visits_asked", least, about, text, figures)

    def _within(self, person: Participant) -> set[str]:
        """Return the hosts that some tour can visit with this person on it."""
        spans = self.free[person.id]
        return {
            host.id
            for host in self.problem.hosts
            if host.id not in person.avoid
            and any(
                (tour.id, host.id) in self.reachable and self.reach.fits(tour, host, spans)
                for tour in self.problem.tours
            )
        }

    def _sessions(self, path: str, person: Participant) -> Iterator[Notice]:
        for session in self.problem.sessions:
            inside = any(span.holds(session.start, session.end) for span in person.available)
            if attends(session, person) and not inside:
                text = f"{person.name} attends “{session.title}” outside their availability."
                about = (person.id, session.id)
                yield _suspicious("session_outside_availability", path, about, text)

    def pins(self) -> Iterator[Notice]:
        for i, pin in enumerate(self.problem.pins):
            path = f"$.pins[{i}]"
            if pin.host is not None:
                spans = self.reach.visits(self.tour[pin.tour], self.host[pin.host])
                held = any(
                    pin.start is None or span.start <= pin.start <= span.end for span in spans
                )
                if not held:
                    text = (
                        f"The tour {pin.tour} is pinned to a visit of {pin.host} it cannot make."
                    )
                    yield _impossible("pin_out_of_reach", path, (pin.tour, pin.host), text)
            if pin.participant is not None and not self._may_ride(pin.tour, pin.participant):
                text = f"{pin.participant} is pinned on {pin.tour}, outside their time."
                about = (pin.tour, pin.participant)
                yield _impossible("pin_outside_availability", path, about, text)

    def _may_ride(self, tour_id: str, person_id: str) -> bool:
        tour = self.tour[tour_id]
        return any(
            max(span.start, tour.earliest) < min(span.end, tour.latest)
            for span in self.free[person_id]
        )

    def slips(self) -> Iterator[Notice]:
        problem = self.problem
        same: dict[tuple[str, str], list[int]] = {}
        for i, person in enumerate(problem.participants):
            same.setdefault((person.name, person.school), []).append(i)
        for (name, school), listed in same.items():
            if len(listed) > 1:
                text = f"{name} of {school} is listed {len(listed)} times."
                about = tuple(problem.participants[i].id for i in listed)
                path = f"$.participants[{listed[1]}]"
                yield _suspicious("person_twice", path, about, text, {"times": len(listed)})
        for i, person in enumerate(problem.participants):
            if not person.must and not any(person.value.values()):
                text = f"{person.name} wishes for nothing: any visit counts the same for them."
                yield _suspicious("no_wishes", f"$.participants[{i}].value", (person.id,), text)
        yield from _far_places(problem)
        yield from _fast_travel(problem)


def _far_places(problem: Problem) -> Iterator[Notice]:
    starts = {tour.start for tour in problem.tours} | {tour.end for tour in problem.tours}
    bases = [place for place in problem.places if place.id in starts]
    used = {host.place for host in problem.hosts}
    for i, place in enumerate(problem.places):
        if place.id not in used or not bases:
            continue
        far = round(min(great_circle_km(place, base) for base in bases))
        if far > FAR_KM:
            text = f"{place.name} lies {far} km from where all tours start and end."
            figures = {"kilometres": far}
            yield _suspicious("far_away", f"$.places[{i}]", (place.id,), text, figures)


def _fast_travel(problem: Problem) -> Iterator[Notice]:
    for mode, network in networks(problem).items():
        fast = [
            (problem.places[i].id, problem.places[j].id)
            for i, row in enumerate(network.minutes)
            for j, minutes in enumerate(row)
            if network.km[i][j] * 60 > FASTEST_KMH * minutes and network.km[i][j] > 1
        ]
        if fast:
            text = (
                f"Travel by {mode} from {fast[0][0]} to {fast[0][1]} exceeds {FASTEST_KMH} km/h."
            )
            about = (mode, *fast[0])
            yield _suspicious("too_fast", f"$.travel.{mode}", about, text, {"kmh": FASTEST_KMH})


def _impossible(
    code: str, path: str, subjects: tuple[str, ...], text: str, figures: Figures | None = None
) -> Notice:
    return Notice(
        weight=Weight.IMPOSSIBLE,
        code=code,
        path=path,
        subjects=subjects,
        text=text,
        parameters=figures or {},
    )


def _suspicious(
    code: str, path: str, subjects: tuple[str, ...], text: str, figures: Figures | None = None
) -> Notice:
    return replace(_impossible(code, path, subjects, text, figures), weight=Weight.SUSPICIOUS)
