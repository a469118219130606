"""How far two places lie apart, in kilometres: the one number that rules, criteria and pages use.

Kilometres are great-circle kilometres on geopy's mean earth radius, rounded to a whole number
(halves to even), so that what is shown is what was counted. The error against the ellipsoid is
below 0.6 %; `exact_kilometres` gives geopy's geodesic where that matters, and
`commission_kilometres` measures as the rules of grants do.
"""

from geopy import distance
from geopy.distance import geodesic, great_circle

from matching.profiles import Place

COMMISSION_RADIUS_KM = 6371.0
EARTH_RADIUS = float(distance.EARTH_RADIUS)
"""Mean earth radius in kilometres, as geopy's great circle counts."""


def kilometres(here: Place, there: Place) -> int:
    """Return the great-circle distance in whole kilometres."""
    return round(raw_kilometres(here, there))


def raw_kilometres(here: Place, there: Place) -> float:
    """Return the great-circle distance in kilometres, not rounded."""
    return float(great_circle(_point(here), _point(there)).kilometers)


def exact_kilometres(here: Place, there: Place) -> float:
    """Return the geodesic distance on the WGS 84 ellipsoid in kilometres (Karney's method)."""
    return float(geodesic(_point(here), _point(there)).kilometers)


def commission_kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the kilometres between degrees north and east, on the Commission's sphere.

    The Commission's distance calculator measures great circles on a sphere of 6371 km.
    """
    return float(great_circle(here, there, radius=COMMISSION_RADIUS_KM).kilometers)


def _point(place: Place) -> tuple[float, float]:
    return (place.latitude, place.longitude)
