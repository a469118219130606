"""What is asked: one mobility of one or more persons, between two town points."""

from dataclasses import dataclass
from datetime import date

from app.grants.rules.answers import Reason
from matching.distances import commission_kilometres

ACCOMPANYING = "accompanying"


@dataclass(frozen=True, slots=True)
class Place:
    """A town: ISO country code, degrees north and east; no degrees where it was not found."""

    country: str
    latitude: float | None = None
    longitude: float | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        if self.latitude is None or self.longitude is None:
            return None
        return (self.latitude, self.longitude)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A mobility to judge. Days are whole days; `activity_days` exclude travel."""

    call_year: str
    field: str
    action: str
    activity: str
    participant: str
    origin: Place
    destination: Place
    starts: date | None = None
    ends: date | None = None
    activity_days: int | None = None
    travel_days: int = 0
    green: bool = False
    persons: int = 1
    fewer_opportunities: bool = False
    faults: tuple[Reason, ...] = ()
    """What whoever read the input found wrong with it."""
    doubts: tuple[Reason, ...] = ()
    """What whoever read the input could not find out."""

    @property
    def dates(self) -> int | None:
        """Count the days from start to end, both included."""
        if self.starts is None or self.ends is None:
            return None
        return (self.ends - self.starts).days + 1

    @property
    def days(self) -> int | None:
        return self.dates if self.activity_days is None else self.activity_days

    @property
    def accompanies(self) -> bool:
        return ACCOMPANYING in {self.participant, self.activity.lower()}


def kilometres(origin: Place, destination: Place) -> float | None:
    """Return the great-circle distance in km; None where a point is unknown."""
    here, there = origin.point, destination.point
    return None if here is None or there is None else commission_kilometres(here, there)
