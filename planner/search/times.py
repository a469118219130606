"""What is certain of the times of a path: how early, how late, whatever else happens."""

from dataclasses import dataclass

from planner.search.model import Model, Way

REST = -1
"""Stands for the break in a path."""


@dataclass(frozen=True, slots=True)
class Times:
    """What is certain of a path: earliest return, latest departure, starts of its visits."""

    back: int
    depart: int
    last: tuple[int, ...]
    first: tuple[int, ...]


def path_times(
    model: Model, way: Way, path: tuple[int, ...], start: int, end: int
) -> Times | None:
    """Return what is certain of a path inside [start, end]; None when it does not fit."""
    minutes = model.travel[way.mode].minutes
    hosts = model.problem.hosts
    clock, here = start, way.start
    first: list[int] = []
    ends: list[int] = []
    for step in path:
        if step == REST:
            assert way.rest is not None
            clock = max(clock, way.rest.earliest) + way.rest.duration_min
            if clock > way.rest.latest:
                return None
        else:
            option = model.options[step]
            there = model.place_of_host[option.host]
            begin = max(clock + minutes[here][there], option.first)
            if begin > option.last:
                return None
            first.append(begin)
            clock, here = begin + hosts[option.host].duration_min, there
        ends.append(clock)
    back = clock + minutes[here][way.end]
    if back > end:
        return None
    return Times(back, *_latest(model, way, path, end), first=tuple(first))


def _latest(
    model: Model, way: Way, path: tuple[int, ...], end: int
) -> tuple[int, tuple[int, ...]]:
    """Return the latest departure and the latest start of every visit, back by `end`."""
    minutes = model.travel[way.mode].minutes
    places = [way.start]
    for step in path:
        places.append(places[-1] if step == REST else _place(model, step))
    latest, there = end, way.end
    travelled = False
    last: list[int] = []
    for step, here in zip(reversed(path), reversed(places), strict=False):
        latest -= 0 if travelled else minutes[here][there]
        if step == REST:
            assert way.rest is not None
            latest = min(latest, way.rest.latest) - way.rest.duration_min
            travelled = True
        else:
            option = model.options[step]
            duration = model.problem.hosts[option.host].duration_min
            latest = min(latest - duration, option.last)
            last.append(latest)
            travelled = False
        there = here
    depart = latest - (0 if travelled else minutes[way.start][there])
    return depart, tuple(reversed(last))


def _place(model: Model, option: int) -> int:
    return model.place_of_host[model.options[option].host]
