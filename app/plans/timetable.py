"""A person's timetable out of a problem and a plan: legs, waits, visits, rests and sessions.

Works on the planner's JSON alone and on moments: local times of the plan become UTC here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app import clock

Record = Mapping[str, Any]


class ItemKind(StrEnum):
    """What a person does for a while."""

    SESSION = "session"
    VISIT = "visit"
    LEG = "leg"
    WAIT = "wait"
    REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One thing between two moments: `place` is where it is or where it leads, as an id."""

    kind: ItemKind
    starts_at: datetime
    ends_at: datetime
    place: str
    came_from: str = ""
    tour: str = ""
    host: str = ""
    session: str = ""
    companions: tuple[str, ...] = ()


def instant(text: str, zone: str) -> datetime:
    """Return the UTC moment of a plan's local time.

    A repeated hour is its first occurrence; a skipped one is read as if the clock had not
    been put forward. No tour runs at such an hour in practice; reading must not fail for it.
    """
    local = datetime.fromisoformat(text)
    try:
        return clock.moment(local, zone, later=False)
    except clock.NoSuchTime:
        return clock.skipped(local, zone)


def local_text(moment: datetime, zone: str) -> str:
    """Return a moment as the plan writes it: the local time to the minute."""
    return clock.wall_clock(moment, zone).strftime("%Y-%m-%dT%H:%M")


def of_person(problem: Record, plan: Record, participant: str) -> list[Stretch]:
    """Return everything a participant does, in order of time."""
    rides = (ride for ride in plan["tours"] if participant in ride["participants"])
    found = [stretch for ride in rides for stretch in of_ride(problem, ride)]
    found += _sessions(problem, participant)
    return sorted(found, key=lambda stretch: (stretch.starts_at, stretch.ends_at))


def of_ride(problem: Record, ride: Record) -> Iterator[Stretch]:
    """Yield what happens on a ride, from departure to return, without gaps."""
    zone = problem["timezone"]
    tour = next(tour for tour in problem["tours"] if tour["id"] == ride["tour"])
    host_places = {host["id"]: host["place"] for host in problem["hosts"]}
    everybody = tuple(ride["participants"])
    here, time, rest = tour["start"], ride["depart"], None

    def stretch(kind: ItemKind, start: str, end: str, place: str, **more: str) -> Stretch:
        return Stretch(
            kind=kind,
            starts_at=instant(start, zone),
            ends_at=instant(end, zone),
            place=place,
            tour=ride["tour"],
            companions=everybody,
            **more,
        )

    def travel(to: str, arrive: str) -> Iterator[Stretch]:
        """Rest before or after the way, as the times say, and go."""
        nonlocal time, rest
        if rest and rest["start"] < arrive:
            yield from until(rest["start"], here)
            yield stretch(ItemKind.REST, rest["start"], rest["end"], here)
            time, rest = rest["end"], None
        if to != here or arrive > time:
            yield stretch(ItemKind.LEG, time, arrive, to, came_from=here)
        time = arrive

    def until(moment: str, place: str) -> Iterator[Stretch]:
        nonlocal time
        if moment > time:
            yield stretch(ItemKind.WAIT, time, moment, place)
            time = moment

    for stop in ride["stops"]:
        if stop.get("break"):
            rest = stop
            continue
        place = host_places[stop["host"]]
        yield from travel(place, stop["arrive"])
        here = place
        if rest:
            yield from until(rest["start"], here)
            yield stretch(ItemKind.REST, rest["start"], rest["end"], here)
            time, rest = rest["end"], None
        yield from until(stop["start"], here)
        yield stretch(ItemKind.VISIT, stop["start"], stop["end"], here, host=stop["host"])
        time = stop["end"]
    yield from travel(tour["end"], ride["return"])


def _sessions(problem: Record, participant: str) -> Iterator[Stretch]:
    zone = problem["timezone"]
    for session in problem["sessions"]:
        attends = session.get("attend")
        if attends is None or participant in attends:
            yield Stretch(
                kind=ItemKind.SESSION,
                starts_at=instant(session["start"], zone),
                ends_at=instant(session["end"], zone),
                place=session["place"],
                session=session["id"],
            )
