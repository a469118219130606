"""Which tours can make which visits at all, and when, whoever is on them.

Travel counts as the shortest way over any places, so nothing is called out of reach that a
longer chain of stops could reach (given matrices need not obey the triangle inequality).
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from planner.problem import Host, Participant, Problem, Session, Span, Tour
from planner.travel import networks


class Reach:
    """Answers for one problem; travel is worked out once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.place = {place.id: i for i, place in enumerate(problem.places)}
        self.minutes = {
            mode: _shortest(np.array(network.minutes, dtype=np.int64))
            for mode, network in networks(problem).items()
        }
        self._known: dict[tuple[object, ...], list[Span]] = {}

    def visits(self, tour: Tour, host: Host, within: Span | None = None) -> list[Span]:
        """Return between which moments the tour can start a visit of the host.

        Within a span, the whole ride lies inside it. The break is before or after the visit.
        """
        way = (tour.mode, tour.start, tour.end, tour.earliest, tour.latest, tour.rest)
        known = (*way, host.id, within)
        if known not in self._known:
            self._known[known] = self._visits(tour, host, within)
        return self._known[known]

    def _visits(self, tour: Tour, host: Host, within: Span | None) -> list[Span]:
        start, end = tour.earliest, tour.latest
        if within is not None:
            start, end = max(start, within.start), min(end, within.end)
        minutes, there = self.minutes[tour.mode], self.place[host.place]
        out = int(minutes[self.place[tour.start], there])
        home = int(minutes[there, self.place[tour.end]])
        arrivals = [(start, end)]
        if tour.rest is not None:
            rested = max(start, tour.rest.earliest) + tour.rest.duration_min
            must_rest = min(end, tour.rest.latest) - tour.rest.duration_min
            arrivals = []
            if rested <= tour.rest.latest:
                arrivals.append((rested, end))
            if must_rest >= tour.rest.earliest:
                arrivals.append((start, min(end, must_rest + home)))
        found = []
        for begin, finish in arrivals:
            for span in host.open:
                first = max(begin + out, span.start)
                last = min(finish - home, span.end) - host.duration_min
                if first <= last:
                    found.append(Span(first, last))
        return sorted(set(found))

    def fits(self, tour: Tour, host: Host, within: Iterable[Span]) -> bool:
        """Say whether the tour can visit the host and be out and back in one of the spans."""
        return any(self.visits(tour, host, span) for span in within)


def free_spans(problem: Problem, person: Participant) -> list[Span]:
    """Return when a person may be on a tour: available, and in no session that they attend."""
    attended = [item for item in problem.sessions if attends(item, person)]
    free: list[Span] = []
    for span in person.available:
        pieces = [span]
        for item in attended:
            pieces = [
                piece
                for whole in pieces
                for piece in (
                    Span(whole.start, min(whole.end, item.start)),
                    Span(max(whole.start, item.end), whole.end),
                )
                if piece.start < piece.end
            ]
        free += pieces
    return sorted(set(free))


def attends(session: Session, person: Participant) -> bool:
    return session.attend is None or person.id in session.attend


def _shortest(minutes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the shortest minutes over any chain of places (Floyd and Warshall)."""
    shortest = minutes.copy()
    for via in range(len(shortest)):
        np.minimum(shortest, shortest[:, via, None] + shortest[None, via, :], out=shortest)
    return shortest
