"""Small legal problems of every feature of the format, for laws that hold for all of them."""

from dataclasses import replace
from datetime import datetime

from hypothesis import strategies as st

from planner import (
    Host,
    Limits,
    MatrixTravel,
    Participant,
    Pin,
    Place,
    Problem,
    Rest,
    Ride,
    Session,
    Span,
    SpeedTravel,
    Tour,
    Weights,
    solve,
)
from planner.validity import faults

EPOCH = datetime(2027, 4, 14)  # noqa: DTZ001 -- wall clock
QUICK = Limits(seconds=600, seed=1, work=0.05)
PLACES = (
    Place("venue", "Venue", 48.9, 2.3),
    Place("north", "North", 49.0, 2.3),
    Place("south", "South", 48.8, 2.2),
)
HOURS = [480, 540, 600, 660, 720, 780, 840, 900, 960, 1020]


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.sampled_from(HOURS))
    return Span(start, start + draw(st.sampled_from([60, 120, 180, 300])))


@st.composite
def travels(draw: st.DrawFn) -> MatrixTravel | SpeedTravel:
    if draw(st.booleans()):
        return SpeedTravel(
            speed_kmh=draw(st.sampled_from([5.0, 40.0, 60.0])),
            detour=draw(st.sampled_from([1.0, 1.3])),
            extra_min=draw(st.integers(0, 10)),
        )
    minutes = st.integers(5, 40)
    km = st.integers(10, 400).map(lambda tenths: tenths / 10)
    size = range(len(PLACES))
    return MatrixTravel(
        tuple(tuple(0 if i == j else draw(minutes) for j in size) for i in size),
        tuple(tuple(0.0 if i == j else draw(km) for j in size) for i in size),
    )


@st.composite
def hosts(draw: st.DrawFn, number: int) -> Host:
    low = draw(st.integers(0, 2))
    return Host(
        id=f"h{number}",
        name=f"Host {number}",
        place=draw(st.sampled_from(PLACES)).id,
        open=tuple(draw(st.lists(spans(), min_size=1, max_size=2, unique=True))),
        duration_min=draw(st.sampled_from([45, 60, 90])),
        min_group=low,
        max_group=low + draw(st.integers(0, 3)),
        max_visits=draw(st.integers(0, 3)),
    )


@st.composite
def participants(draw: st.DrawFn, number: int, names: list[str]) -> Participant:
    avoid = draw(st.sets(st.sampled_from(names), max_size=1)) if draw(st.booleans()) else set()
    wished = [name for name in names if name not in avoid]
    hours = draw(st.just((Span(0, 1440),)) | st.lists(spans(), min_size=1, max_size=2).map(tuple))
    return Participant(
        id=f"p{number}",
        name=f"Person {number}",
        school=f"school-{number % 2}",
        available=hours,
        value={name: draw(st.integers(0, 100)) for name in names if draw(st.booleans())},
        must=tuple(wished[:1]) if draw(st.booleans()) else (),
        avoid=frozenset(avoid),
        min_visits=draw(st.integers(0, 2)),
    )


@st.composite
def tours(draw: st.DrawFn, number: int) -> Tour:
    start = draw(st.sampled_from([480, 540, 720, 780]))
    rested = draw(st.integers(0, 3)) == 0
    return Tour(
        id=f"t{number}",
        mode=draw(st.sampled_from(["road", "walk"])),
        seats=draw(st.integers(1, 4)),
        start=draw(st.sampled_from(["venue", "venue", "north"])),
        end="venue",
        earliest=start,
        latest=start + draw(st.sampled_from([180, 300, 540])),
        rest=Rest(earliest=700, latest=840, duration_min=30) if rested else None,
        cost_fixed=draw(st.integers(0, 60)),
        cost_per_km=draw(st.sampled_from([0.0, 0.6, 1.3])),
    )


@st.composite
def fresh_problems(draw: st.DrawFn) -> Problem:
    """Problems without pins and previous plan."""
    names = [f"h{i}" for i in range(draw(st.integers(1, 4)))]
    people = draw(st.integers(1, 5))
    sessions: tuple[Session, ...] = ()
    if draw(st.booleans()):
        attend = draw(st.none() | st.sets(st.sampled_from([f"p{i}" for i in range(people)])))
        sessions = (
            Session(
                id="talk",
                title="Talk",
                start=(start := draw(st.sampled_from(HOURS))),
                end=start + 60,
                place="venue",
                attend=None if attend is None else frozenset(attend),
            ),
        )
    return Problem(
        name="small",
        timezone="Europe/Madrid",
        epoch=EPOCH,
        places=PLACES,
        travel={"road": draw(travels()), "walk": draw(travels())},
        sessions=sessions,
        hosts=tuple(draw(hosts(i)) for i in range(len(names))),
        participants=tuple(draw(participants(i, names)) for i in range(people)),
        tours=tuple(draw(tours(i)) for i in range(draw(st.integers(0, 3)))),
        weights=Weights(
            must=draw(st.sampled_from([0, 100])),
            missing_visit=draw(st.sampled_from([0, 60])),
            cost_per_euro=draw(st.sampled_from([0.0, 0.2])),
            change_per_person=draw(st.sampled_from([0, 40])),
        ),
    )


@st.composite
def pins_of(draw: st.DrawFn, ride: Ride) -> list[Pin]:
    """Some of what a ride is, as pins of every kind."""
    stop = draw(st.sampled_from(ride.visits))
    someone = draw(st.sampled_from(ride.participants)) if ride.participants else None
    kinds = [
        Pin(tour=ride.tour, host=stop.host),
        Pin(tour=ride.tour, host=stop.host, start=stop.start),
        Pin(tour=ride.tour, host=stop.host, start=stop.start, participant=someone),
    ]
    if someone is not None:
        kinds.append(Pin(tour=ride.tour, participant=someone))
    return draw(st.lists(st.sampled_from(kinds), max_size=2, unique=True))


@st.composite
def replanned_problems(draw: st.DrawFn) -> Problem:
    """Problems with a previous plan, which still holds or whose host has withdrawn."""

    problem = draw(fresh_problems())
    previous = solve(problem, QUICK)
    pins = tuple(pin for ride in previous.rides for pin in draw(pins_of(ride)))
    if draw(st.integers(0, 3)) == 0:
        return replace(problem, pins=pins)
    withdrawn = draw(st.booleans())
    changed = replace(
        problem,
        previous=previous,
        pins=pins,
        freeze_before=draw(st.sampled_from([None, 600, 780])),
        max_people_changed=draw(st.sampled_from([None, 1, 2])) if not withdrawn else None,
    )
    if withdrawn:
        gone = replace(problem.hosts[-1], open=(Span(0, 30),))
        changed = replace(changed, hosts=(*problem.hosts[:-1], gone), freeze_before=None, pins=())
    return problem if faults(changed) else changed


def problems() -> st.SearchStrategy[Problem]:
    return fresh_problems() | replanned_problems()
