"""Forums on foot: many short stops per tour, too many sets of them to list."""

import random
from dataclasses import replace
from datetime import datetime

from planner import Host, Participant, Place, Problem, Rest, Span, SpeedTravel, Tour, Weights


def walks(
    seed: int, *, people: int = 24, stands: int = 24, tours: int = 3, rest: bool = False
) -> Problem:
    """Return walking tours of a morning and an afternoon, with eight to fifteen stops each."""
    chance = random.Random(seed)
    places = [Place("hall", "Hall", 50.0, 8.0)]
    for h in range(stands):
        north, east = chance.uniform(-0.004, 0.004), chance.uniform(-0.006, 0.006)
        places.append(Place(f"p{h}", f"Corner {h}", 50.0 + north, 8.0 + east))
    names = [f"h{h}" for h in range(stands)]
    halves = ((540, 780), (810, 1050))
    return Problem(
        name=f"walks-{seed}",
        timezone="Europe/Berlin",
        epoch=datetime(2028, 3, 20),  # noqa: DTZ001 -- wall clock
        places=tuple(places),
        travel={"walk": SpeedTravel(speed_kmh=5, detour=1.2, extra_min=0)},
        hosts=tuple(_stand(chance, h) for h in range(stands)),
        participants=tuple(_walker(chance, p, names) for p in range(people)),
        tours=tuple(
            _tour(f"{start}-{t}", start, end, people // tours + 1, rest=rest)
            for start, end in halves
            for t in range(tours)
        ),
        weights=Weights(must=100, missing_visit=20, cost_per_euro=0.2, change_per_person=40),
    )


def _tour(name: str, start: int, end: int, seats: int, *, rest: bool) -> Tour:
    middle = (start + end) // 2
    pause = Rest(earliest=middle - 30, latest=middle + 30, duration_min=15) if rest else None
    return Tour(
        id=name,
        mode="walk",
        seats=seats,
        start="hall",
        end="p0" if rest else "hall",
        earliest=start,
        latest=end,
        rest=pause,
        cost_fixed=20,
    )


def _stand(chance: random.Random, h: int) -> Host:
    spans = [Span(540, 1050)]
    if chance.random() < 0.4:
        start = chance.choice((540, 600, 840))
        spans = [Span(start, start + 120), Span(start + 150, start + 210)]
    return Host(
        id=f"h{h}",
        name=f"Stand {h}",
        place=f"p{h}",
        open=tuple(spans),
        duration_min=chance.choice((10, 15, 20)),
        min_group=chance.choice((0, 1, 3)),
        max_group=chance.choice((6, 10, 15)),
        max_visits=chance.choice((1, 2, 4)),
    )


def _walker(chance: random.Random, p: int, names: list[str]) -> Participant:
    liked = chance.sample(names, len(names) // 2)
    hours = Span(480, 1100) if chance.random() < 0.7 else Span(600, 1100)
    person = Participant(
        id=f"s{p}",
        name=f"Walker {p}",
        school=f"school-{p // 2}",
        available=(hours,),
        value={name: chance.randint(10, 60) for name in liked},
        must=(liked[0],) if chance.random() < 0.3 else (),
        min_visits=4,
    )
    return replace(person, avoid=frozenset(set(chance.sample(names, 1)) - set(liked)))
