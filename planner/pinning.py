"""Which pins contradict each other, the format or the previous plan, whatever the search does."""

from collections.abc import Iterator
from itertools import pairwise

from planner.faults import Fault
from planner.plan import visits_by_person
from planner.problem import Host, Pin, Problem


def pin_faults(problem: Problem) -> Iterator[Fault]:
    """Yield the faults of pins, previous plan and limits of a problem that is else sound."""
    tours = {tour.id for tour in problem.tours}
    hosts = {host.id: host for host in problem.hosts}
    people = {person.id for person in problem.participants}
    sound = True
    for i, pin in enumerate(problem.pins):
        path = f"$.pins[{i}]"
        for key, named, known in (
            ("tour", pin.tour, tours),
            ("host", pin.host, hosts.keys()),
            ("participant", pin.participant, people),
        ):
            if named is not None and named not in known:
                sound = False
                text = f"The id “{named}” is not defined."
                yield Fault(f"{path}.{key}", "unknown_id", text, {"id": named})
        if pin.host is None and (pin.start is not None or pin.participant is None):
            sound = False
            text = "A pin names a host (a start only with it), or a participant, or both."
            yield Fault(path, "empty_pin", text)
    if sound:
        yield from _impossible_alone(problem, hosts)
        yield from _people_on_two_tours(problem)
        yield from _clashing_visits(problem, hosts)
        yield from _impossible_freeze(problem, hosts)
    if problem.max_people_changed is not None and problem.previous is None:
        text = "People changed can only be limited against a previous plan."
        yield Fault("$.limits.max_people_changed", "no_previous", text)
    if problem.freeze_before is not None and problem.previous is None:
        text = "Visits can only be frozen as a previous plan has them."
        yield Fault("$.freeze_before", "no_previous", text)


def _impossible_alone(problem: Problem, hosts: dict[str, Host]) -> Iterator[Fault]:
    tours = {tour.id: tour for tour in problem.tours}
    for i, pin in enumerate(problem.pins):
        path, tour = f"$.pins[{i}]", tours[pin.tour]
        if pin.host is not None and pin.start is not None:
            host, start, end = (
                hosts[pin.host],
                pin.start,
                pin.start + hosts[pin.host].duration_min,
            )
            about = {"host": host.id, "tour": tour.id}
            if not any(span.holds(start, end) for span in host.open):
                text = f"{host.id} is not open then."
                yield Fault(f"{path}.start", "pin_closed", text, about)
            if start < tour.earliest or end > tour.latest:
                text = f"{tour.id} does not run then."
                yield Fault(f"{path}.start", "pin_outside", text, about)
    for key, seats in ((tour.id, tour.seats) for tour in problem.tours):
        pinned = {pin.participant for pin in problem.pins if pin.tour == key} - {None}
        if len(pinned) > seats:
            i = max(i for i, pin in enumerate(problem.pins) if pin.tour == key)
            text = f"{len(pinned)} people are pinned on the {seats} seats of {key}."
            yield Fault(f"$.pins[{i}]", "pin_seats", text, {"tour": key, "seats": seats})
    avoided = {person.id: person.avoid for person in problem.participants}
    visited = {(pin.tour, pin.host) for pin in problem.pins}
    for i, pin in enumerate(problem.pins):
        for visiting, host_id in sorted((t, h) for t, h in visited if h is not None):
            if pin.participant and visiting == pin.tour and host_id in avoided[pin.participant]:
                text = f"{pin.participant} avoids {host_id}, which {visiting} is pinned to visit."
                about = {"person": pin.participant, "host": host_id, "tour": visiting}
                yield Fault(f"$.pins[{i}]", "pin_avoided", text, about)


def _people_on_two_tours(problem: Problem) -> Iterator[Fault]:
    """Yield who is pinned on two tours whose hours overlap, unless their pins tell them apart."""
    tours = {tour.id: tour for tour in problem.tours}
    first: dict[tuple[str, str], int] = {}
    for i, pin in enumerate(problem.pins):
        if pin.participant is None or (pin.participant, pin.tour) in first:
            continue
        first[pin.participant, pin.tour] = i
        others = [t for (person, t) in first if person == pin.participant and t != pin.tour]
        for other in others:
            mine, theirs = tours[pin.tour], tours[other]
            overlap = mine.earliest < theirs.latest and theirs.earliest < mine.latest
            if overlap and not _one_after_the_other(problem, pin.tour, other):
                text = f"{pin.participant} is pinned on {other} and {pin.tour} at one time."
                about = {"person": pin.participant, "tour": pin.tour, "other": other}
                yield Fault(f"$.pins[{i}]", "pinned_on_two_tours", text, about)


def _one_after_the_other(problem: Problem, one: str, other: str) -> bool:
    """Say whether pins with a start put all visits of one tour before those of the other."""
    minutes = {host.id: host.duration_min for host in problem.hosts}
    spans: dict[str, list[tuple[int, int]]] = {one: [], other: []}
    for pin in problem.pins:
        if pin.tour in spans and pin.host is not None and pin.start is not None:
            spans[pin.tour].append((pin.start, pin.start + minutes[pin.host]))
    first, second = sorted(sorted(spans[tour]) for tour in (one, other))
    return bool(first and second) and max(end for _, end in first) <= second[0][0]


def _clashing_visits(problem: Problem, hosts: dict[str, Host]) -> Iterator[Fault]:
    """Two starts of one visit, more visits than a host takes, two at one time or on one tour."""
    starts: dict[tuple[str, str], set[int]] = {}
    last: dict[tuple[str, str], int] = {}
    for i, pin in enumerate(problem.pins):
        if pin.host is not None:
            starts.setdefault((pin.tour, pin.host), set())
            last[pin.tour, pin.host] = i
            if pin.start is not None:
                starts[pin.tour, pin.host].add(pin.start)
    for (tour, host_id), at in starts.items():
        if len(at) > 1:
            text = f"{tour} is pinned to visit {host_id} at two times."
            path, about = f"$.pins[{last[tour, host_id]}]", {"tour": tour, "host": host_id}
            yield Fault(path, "pinned_at_two_times", text, about)
    for host in hosts.values():
        pins = [i for i, pin in enumerate(problem.pins) if pin.host == host.id]
        visiting = {problem.pins[i].tour for i in pins}
        if len(visiting) > host.max_visits:
            text = f"{len(visiting)} tours are pinned to {host.id}, which takes {host.max_visits}."
            about = {"host": host.id, "most": str(host.max_visits)}
            yield Fault(f"$.pins[{pins[-1]}]", "pinned_too_often", text, about)
        timed = sorted(
            (_pin_start(problem.pins[i]), i) for i in pins if problem.pins[i].start is not None
        )
        for (start, i), (later, j) in pairwise(timed):
            apart = problem.pins[i].tour != problem.pins[j].tour
            if apart and later < start + host.duration_min:
                text = f"Two tours are pinned to be at {host.id} at one time."
                yield Fault(f"$.pins[{j}].start", "pinned_together", text, {"host": host.id})


def _pin_start(pin: Pin) -> int:
    return pin.start or 0


def _impossible_freeze(problem: Problem, hosts: dict[str, Host]) -> Iterator[Fault]:
    """Yield the frozen visits of hosts that are gone or closed."""
    if problem.previous is None or problem.freeze_before is None:
        return
    before = visits_by_person(problem.previous)
    known = {person.id for person in problem.participants}
    frozen = {
        (host, start)
        for person, visits in before.items()
        if person in known
        for host, start in visits
        if start < problem.freeze_before
    }
    for host_id, start in sorted(frozen):
        host = hosts.get(host_id)
        if host is None or not any(
            span.holds(start, start + host.duration_min) for span in host.open
        ):
            text = f"A visit before the moment of freezing, at {host_id}, is no longer possible."
            yield Fault("$.freeze_before", "frozen_visit_impossible", text, {"host": host_id})
