"""Minutes and kilometres between places, by mode, from matrices or from coordinates."""

import math
from dataclasses import dataclass

from planner.problem import MatrixTravel, Place, Problem, Travel

EARTH_RADIUS_KM = 6371.0088
"""The sphere that the file format prescribes (mean radius of IUGG)."""


@dataclass(frozen=True, slots=True)
class Network:
    """How far it is between places by one mode: rows are from, columns to, by place index."""

    minutes: tuple[tuple[int, ...], ...]
    km: tuple[tuple[float, ...], ...]


def networks(problem: Problem) -> dict[str, Network]:
    """Return mode → network, each mode worked out once."""
    return {mode: network(problem.places, how) for mode, how in problem.travel.items()}


def network(places: tuple[Place, ...], how: Travel) -> Network:
    """Return the network of one mode; a matrix is taken as it is, its diagonal too."""
    if isinstance(how, MatrixTravel):
        return Network(how.minutes, how.km)
    km = tuple(
        tuple(
            0.0 if i == j else round(great_circle_km(here, there) * how.detour, 1)
            for j, there in enumerate(places)
        )
        for i, here in enumerate(places)
    )
    minutes = tuple(
        tuple(
            0 if i == j else math.ceil(math.ceil(length / how.speed_kmh * 60) + how.extra_min)
            for j, length in enumerate(row)
        )
        for i, row in enumerate(km)
    )
    return Network(minutes, km)


def great_circle_km(here: Place, there: Place) -> float:
    """Return the kilometres along the sphere (haversine formula)."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (here.lat, here.lon, there.lat, there.lon))
    haversine = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(haversine))
