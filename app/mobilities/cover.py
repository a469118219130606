"""Every day on which minors are abroad has a named adult within reach, or is a gap.

Minutes are an estimate: the great circle with a quarter more, at 60 km/h, as in the directory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.mobilities.models import Adult, HostKind, Mobility
from matching.distances import commission_kilometres

DETOUR = 1.25
KILOMETRES_A_MINUTE = 1.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Gap:
    """Days in a row on which nobody is within reach of these hosts (or of the town)."""

    first: date
    last: date
    places: tuple[str, ...]
    learners: int


def minutes(here: Point, there: Point) -> float:
    """Return the estimated minutes between two points."""
    return commission_kilometres(here, there) * DETOUR / KILOMETRES_A_MINUTE


def gaps(row: Mobility) -> list[Gap]:
    """Return the days without an adult in reach; empty where there are no minors."""
    found: list[Gap] = []
    for day, missed in _missed(row):
        names, learners = tuple(name for name, *_rest in missed), _learners(row, missed)
        last = found[-1] if found else None
        if last and last.places == names and (day - last.last).days == 1:
            found[-1] = Gap(last.first, day, names, learners)
        else:
            found.append(Gap(day, day, names, learners))
    return found


Spot = tuple[str, Point | None, int]
"""Where learners are: name, point, how many."""


def _spots(row: Mobility) -> list[Spot]:
    """Return where minors are: families and companies with learners, else the town."""
    spots = [
        (host.name, _point(host.latitude, host.longitude), host.learners)
        for host in row.hosts
        if host.learners
    ]
    return spots or [(row.city, _point(row.latitude, row.longitude), row.persons)]


def _missed(row: Mobility) -> Iterator[tuple[date, list[Spot]]]:
    if not row.has_minors:
        return
    spots = _spots(row)
    for number in range((row.ends_on - row.starts_on).days + 1):
        day = row.starts_on + timedelta(days=number)
        present = [adult for adult in row.adults if adult.starts_on <= day <= adult.ends_on]
        missed = [
            spot
            for spot in spots
            if not any(_reaches(adult, spot[1], row.reach_minutes) for adult in present)
        ]
        if missed:
            yield day, missed


def _reaches(adult: Adult, point: Point | None, limit: int) -> bool:
    here = _point(adult.latitude, adult.longitude)
    return here is not None and point is not None and minutes(here, point) <= limit


def _learners(row: Mobility, missed: list[Spot]) -> int:
    """Count the learners touched once, though each has a family and a company."""
    families = {host.name for host in row.hosts if host.kind is HostKind.FAMILY}
    living = sum(count for name, _at, count in missed if name in families)
    working = sum(count for name, _at, count in missed if name not in families)
    return min(row.persons, max(living, working))


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else (latitude, longitude)
