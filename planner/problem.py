"""What the planner is asked: hosts to visit, people who wish to, tours that can carry them.

All times are whole minutes of local wall clock, counted from `Problem.epoch` (a midnight);
durations are whole minutes, distances kilometres, amounts euros.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from planner.plan import Plan


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time; what happens in it starts and ends inside, both ends included."""

    start: int
    end: int

    def holds(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map; matrices of travel follow the order of places."""

    id: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class MatrixTravel:
    """Travel by one mode as given: whole minutes and kilometres from place to place."""

    minutes: tuple[tuple[int, ...], ...]
    km: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedTravel:
    """Travel by one mode worked out from coordinates: see `planner.travel`."""

    speed_kmh: float
    detour: float
    extra_min: float


Travel = MatrixTravel | SpeedTravel


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A fixed item of the programme; `attend` is None when everybody attends."""

    id: str
    title: str
    start: int
    end: int
    place: str
    attend: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """Who can be visited: when, for how long, by how many people, how often."""

    id: str
    name: str
    place: str
    kind: str = ""
    sectors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    open: tuple[Span, ...]
    duration_min: int
    min_group: int
    max_group: int
    max_visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Who visits: when they are there and what each host is worth to them (0 to 100)."""

    id: str
    name: str
    school: str = ""
    country: str = ""
    languages: tuple[str, ...] = ()
    available: tuple[Span, ...]
    value: Mapping[str, float]
    must: tuple[str, ...] = ()
    avoid: frozenset[str] = frozenset()
    min_visits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """The one break a tour owes its people: at least so long, inside this span."""

    earliest: int
    latest: int
    duration_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """One vehicle or walking group for one half-day or day."""

    id: str
    mode: str
    seats: int
    start: str
    end: str
    earliest: int
    latest: int
    rest: Rest | None = None
    cost_fixed: float = 0.0
    cost_per_km: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What counts in the objective, beside the value of visits."""

    must: float = 0.0
    missing_visit: float = 0.0
    cost_per_euro: float = 0.0
    change_per_person: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A decision that stands: a tour visits a host (at a time), or carries a person."""

    tour: str
    host: str | None = None
    start: int | None = None
    participant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Everything a plan depends on."""

    name: str
    timezone: str
    epoch: datetime
    places: tuple[Place, ...]
    travel: Mapping[str, Travel]
    sessions: tuple[Session, ...] = ()
    hosts: tuple[Host, ...]
    participants: tuple[Participant, ...]
    tours: tuple[Tour, ...]
    weights: Weights
    pins: tuple[Pin, ...] = ()
    previous: Plan | None = None
    freeze_before: int | None = None
    max_people_changed: int | None = None
