"""Timed rides of a tour near one that it makes: a visit put in, taken out or exchanged."""

from collections.abc import Iterable, Iterator, Mapping

from planner.plan import Break, Ride, Stop
from planner.problem import Host, Participant, Problem, Tour
from planner.reach import free_spans
from planner.travel import networks

REST = ""
"""Stands for the break among the hosts of a ride."""


class Variants:
    """Timed rides for one problem; travel is worked out once."""

    def __init__(self, problem: Problem, people: Iterable[Participant] = ()) -> None:
        self.problem = problem
        self.moments = sorted({s.start for who in people for s in free_spans(problem, who)})
        self.travel = networks(problem)
        self.place = {place.id: i for i, place in enumerate(problem.places)}
        self.hosts: Mapping[str, Host] = {host.id: host for host in problem.hosts}

    def timed(
        self,
        tour: Tour,
        hosts: Iterable[str],
        after: Mapping[str, int] | None = None,
        leave: int = 0,
    ) -> Ride | None:
        """Return the ride that visits the hosts in this order as early as can be; None if none.

        ``after`` holds visits back: host → the minute before which its visit may not start.
        The ride leaves not before ``leave``, and as late as its first stop allows.
        """
        minutes = self.travel[tour.mode].minutes
        clock, here = max(leave, tour.earliest), self.place[tour.start]
        stops: list[Stop | Break] = []
        depart: int | None = None
        for name in hosts:
            if name == REST:
                assert tour.rest is not None
                start = max(clock, tour.rest.earliest)
                clock = start + tour.rest.duration_min
                if clock > tour.rest.latest:
                    return None
                stops.append(Break(start=start, end=clock))
                depart = start if depart is None else depart
                continue
            host, there = self.hosts[name], self.place[self.hosts[name].place]
            arrive = clock + minutes[here][there]
            begin = max(arrive, (after or {}).get(name, 0))
            begins = [
                max(begin, s.start)
                for s in host.open
                if s.holds(max(begin, s.start), max(begin, s.start) + host.duration_min)
            ]
            if not begins:
                return None
            begin = min(begins)
            if depart is None:
                depart = begin - minutes[here][there]
                arrive = begin
            clock, here = begin + host.duration_min, there
            stops.append(Stop(host=name, arrive=arrive, start=begin, end=clock))
        back = clock + minutes[here][self.place[tour.end]]
        if back > tour.latest or depart is None:
            return None
        return Ride(tour=tour.id, depart=depart, back=back, participants=(), stops=tuple(stops))

    def rides(
        self, tour: Tour, hosts: tuple[str, ...], after: Mapping[str, int] | None = None
    ) -> Iterator[Ride]:
        """Yield rides over these hosts in this order, with the break wherever it fits.

        They leave at the tour's hour, and at each moment from which one of ``people`` is free.
        """
        if tour.rest is None:
            orders = [hosts]
        else:
            orders = [(*hosts[:i], REST, *hosts[i:]) for i in range(len(hosts) + 1)]
        leaves = [tour.earliest, *(m for m in self.moments if tour.earliest < m < tour.latest)]
        seen = set()
        for order in orders:
            for leave in leaves:
                ride = self.timed(tour, order, after, leave)
                if ride is not None and ride not in seen:
                    seen.add(ride)
                    yield ride

    def with_host(
        self, tour: Tour, hosts: tuple[str, ...], host: str, busy: Iterable[tuple[int, int]]
    ) -> list[Ride]:
        """Return rides that visit the host: put in anywhere, in place of any, or alone.

        ``busy`` are visits of the host by other tours; it is tried before and after each.
        """
        others = tuple(name for name in hosts if name != host)
        sequences: set[tuple[str, ...]] = {(host,)}
        for i in range(len(others) + 1):
            sequences.add((*others[:i], host, *others[i:]))
            if i < len(others):
                sequences.add((*others[:i], host, *others[i + 1 :]))
        delays = [0, *sorted(end for _, end in busy)]
        found = {
            ride: None
            for sequence in sorted(sequences)
            for delay in delays
            for ride in self.rides(tour, sequence, {host: delay})
        }
        return list(found)

    def every(self, most: int) -> list[Ride]:
        """Return rides of all tours over every sequence of hosts; none where there are more."""
        found: list[Ride] = []
        for tour in self.problem.tours:
            grown: list[tuple[str, ...]] = [()]
            while grown:
                hosts = grown.pop()
                for name in self.hosts:
                    rides = [] if name in hosts else list(self.rides(tour, (*hosts, name)))
                    found += rides
                    if rides:
                        grown.append((*hosts, name))
                if len(found) > most:
                    return []
        return found

    def without_host(self, tour: Tour, hosts: tuple[str, ...], host: str) -> list[Ride]:
        """Return rides over the other hosts alone."""
        others = tuple(name for name in hosts if name != host)
        return list(self.rides(tour, others)) if others else []
