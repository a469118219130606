"""Rides near those of an earlier plan, after something fell away: stops keep their times."""

from collections.abc import Iterator
from dataclasses import replace

from planner.plan import Break, Plan, Ride, Stop
from planner.problem import Host, Problem, Tour
from planner.search.nearby import Variants


def repairs(problem: Problem, previous: Plan) -> list[Ride]:
    """Return candidate rides: as before, without lost stops, on other tours, with new stops."""
    return list(dict.fromkeys(_Repairs(problem, previous).rides()))


class _Repairs:
    def __init__(self, problem: Problem, previous: Plan) -> None:
        self.problem, self.previous = problem, previous
        self.variants = Variants(problem)
        self.tours = {tour.id: tour for tour in problem.tours}
        self.made = {ride.tour: ride for ride in previous.rides}

    def rides(self) -> Iterator[Ride]:
        loose: list[Tour] = [tour for tour in self.problem.tours if tour.id not in self.made]
        for ride in self.previous.rides:
            tour = self.tours.get(ride.tour)
            kept = tuple(stop for stop in ride.stops if self._holds(stop))
            if tour is not None:
                same = self._moved(tour, kept)
                if same is not None:
                    yield same
                if len(kept) < len(ride.stops):
                    loose.append(tour)
                    yield from self._filled(tour, kept)
            if tour is None or len(kept) < len(ride.stops):
                for other in self.problem.tours:
                    moved = None if other.id in self.made else self._moved(other, kept)
                    if moved is not None:
                        yield moved
        for tour in loose:
            for host in self.problem.hosts:
                yield from self.variants.with_host(tour, (), host.id, self._busy(host))

    def _holds(self, stop: Stop | Break) -> bool:
        if isinstance(stop, Break):
            return True
        host = self.variants.hosts.get(stop.host)
        return (
            host is not None
            and host.max_visits > 0
            and any(span.holds(stop.start, stop.start + host.duration_min) for span in host.open)
        )

    def _busy(self, host: Host) -> list[tuple[int, int]]:
        return [
            (stop.start, stop.end)
            for ride in self.previous.rides
            for stop in ride.visits
            if stop.host == host.id
        ]

    def _moved(self, tour: Tour, stops: tuple[Stop | Break, ...]) -> Ride | None:
        """Return the ride of a tour over these stops at their times; None when it cannot."""
        if not any(isinstance(stop, Stop) for stop in stops):
            return None
        rests = [stop for stop in stops if isinstance(stop, Break)]
        if tour.rest is None:
            stops = tuple(stop for stop in stops if isinstance(stop, Stop))
        elif len(rests) != 1:
            return None
        minutes, place = self.variants.travel[tour.mode].minutes, self.variants.place
        here, clock, depart = place[tour.start], tour.earliest, None
        made: list[Stop | Break] = []
        for stop in stops:
            if isinstance(stop, Stop):
                there = place[self.variants.hosts[stop.host].place]
                if depart is None:
                    depart = clock = stop.start - minutes[here][there]
                arrive = clock + minutes[here][there]
                if arrive > stop.start:
                    return None
                made.append(replace(stop, arrive=arrive))
                here = there
            else:
                depart = stop.start if depart is None else depart
                if clock > stop.start:
                    return None
                made.append(stop)
            clock = stop.end
        back = clock + minutes[here][place[tour.end]]
        if depart is None or depart < tour.earliest or back > tour.latest:
            return None
        return Ride(tour=tour.id, depart=depart, back=back, participants=(), stops=tuple(made))

    def _filled(self, tour: Tour, kept: tuple[Stop | Break, ...]) -> Iterator[Ride]:
        """Yield rides with one host more, put between stops that keep their times."""
        visited = {stop.host for stop in kept if isinstance(stop, Stop)}
        for host in self.problem.hosts:
            if host.id in visited:
                continue
            for i in range(len(kept) + 1):
                for start in self._starts(tour, kept[:i], host):
                    visit = Stop(
                        host=host.id, arrive=start, start=start, end=start + host.duration_min
                    )
                    ride = self._moved(tour, (*kept[:i], visit, *kept[i:]))
                    if ride is not None:
                        yield ride

    def _starts(self, tour: Tour, before: tuple[Stop | Break, ...], host: Host) -> Iterator[int]:
        """Yield when a visit of the host can start after these stops: as soon as can be."""
        minutes, place = self.variants.travel[tour.mode].minutes, self.variants.place
        last = next((stop for stop in reversed(before) if isinstance(stop, Stop)), None)
        here = place[tour.start if last is None else self.variants.hosts[last.host].place]
        clock = before[-1].end if before else tour.earliest
        arrive = clock + minutes[here][place[host.place]]
        for moment in {arrive, *(end for _, end in self._busy(host))}:
            for span in host.open:
                start = max(arrive, moment, span.start)
                if span.holds(start, start + host.duration_min):
                    yield start
