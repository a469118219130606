"""Forum problems of many shapes from a seed: towns by chance around a venue, invented people."""

import random
from collections.abc import Iterator
from datetime import datetime

from planner import (
    Host,
    Participant,
    Place,
    Problem,
    Rest,
    Session,
    Span,
    SpeedTravel,
    Tour,
    Weights,
)

DAY = 1440


def forum(seed: int, people: int, hosts: int, vehicles: int, *, whole_day: bool) -> Problem:
    """Return one problem: two visit days around a forum of one day."""
    chance = random.Random(seed * 1000 + people)
    places = [Place("venue", "Venue", 47.0, 8.0)]
    for h in range(hosts):
        north, east = chance.gauss(0, 0.15), chance.gauss(0, 0.2)
        places.append(Place(f"p{h}", f"Town {h}", 47.0 + north, 8.0 + east))
    names = [f"h{h}" for h in range(hosts)]
    return Problem(
        name=f"made-{people}-{hosts}-{seed}",
        timezone="Europe/Zurich",
        epoch=datetime(2028, 3, 20),  # noqa: DTZ001 -- wall clock
        places=tuple(places),
        travel={
            "road": SpeedTravel(speed_kmh=50, detour=1.3, extra_min=6),
            "transit": SpeedTravel(speed_kmh=35, detour=1.2, extra_min=12),
        },
        sessions=(
            Session(id="forum", title="Forum", start=DAY + 540, end=DAY + 1080, place="venue"),
        ),
        hosts=tuple(_host(chance, h) for h in range(hosts)),
        participants=tuple(_person(chance, p, names) for p in range(people)),
        tours=tuple(_tours(chance, vehicles, whole_day=whole_day)),
        weights=Weights(must=100, missing_visit=60, cost_per_euro=0.2, change_per_person=40),
    )


def _host(chance: random.Random, h: int) -> Host:
    spans = []
    for day in (0, 2):
        for start in (540, 810):
            if chance.random() < 0.6:
                begin = day * DAY + start + chance.choice((0, 30))
                spans.append(Span(begin, begin + chance.choice((120, 150, 180))))
    low = chance.randint(2, 6)
    return Host(
        id=f"h{h}",
        name=f"Host {h}",
        place=f"p{h}",
        open=tuple(spans) or (Span(540, 720),),
        duration_min=chance.choice((60, 75, 90, 120)),
        min_group=low,
        max_group=low + chance.choice((4, 9, 14, 24)),
        max_visits=chance.choice((1, 1, 2, 3)),
    )


def _person(chance: random.Random, p: int, names: list[str]) -> Participant:
    liked = chance.sample(names, max(1, len(names) * 2 // 5))
    hours = Span(420, 3 * DAY)
    if chance.random() < 0.3:
        hours = chance.choice((Span(750, 3 * DAY), Span(420, 2 * DAY + 780)))
    return Participant(
        id=f"s{p}",
        name=f"Participant {p}",
        school=f"school-{p * 2 // 3}",
        available=(hours,),
        value={name: chance.randint(25, 100) for name in liked},
        must=(liked[0],) if chance.random() < 0.2 else (),
        avoid=frozenset(set(chance.sample(names, 1)) - set(liked)),
        min_visits=2,
    )


def _tours(chance: random.Random, vehicles: int, *, whole_day: bool) -> Iterator[Tour]:
    halves = ((480, 1080),) if whole_day else ((480, 780), (780, 1110))
    for day in (0, 2):
        for start, end in halves:
            for v in range(vehicles):
                seats = (50, 30, 19, 8)[v % 4]
                base = day * DAY
                yield Tour(
                    id=f"d{day}-{start}-v{v}",
                    mode="transit" if chance.random() < 0.2 else "road",
                    seats=seats,
                    start="venue",
                    end="venue",
                    earliest=base + start,
                    latest=base + end,
                    rest=Rest(earliest=base + 705, latest=base + 855, duration_min=45)
                    if whole_day
                    else None,
                    cost_fixed=seats * 4.0,
                    cost_per_km=1.0 + seats / 80,
                )
