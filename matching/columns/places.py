"""Where the offers are, and how many whole kilometres they are away."""

from collections.abc import Sequence

import numpy as np

from matching.columns.coding import Flags, Floats, Rows
from matching.distances import EARTH_RADIUS, kilometres
from matching.profiles import Place

NEAR_HALF = 1e-6
"""Kilometres around a half within which rounding is left to the plain function."""
FAR_SIDE = 15_000
"""Kilometres from which the chord is too flat to tell half kilometres apart."""


class Points:
    """The places as points on a unit sphere; an unknown place is not a number."""

    def __init__(self, places: Sequence[Place | None]) -> None:
        self.places = places
        degrees = np.array(
            [(np.nan, np.nan) if one is None else (one.latitude, one.longitude) for one in places]
        ).reshape(-1, 2)
        self.x, self.y, self.z = _on_sphere(degrees[:, 0], degrees[:, 1])
        self.known: Flags = ~np.isnan(self.x)

    def kilometres(self, here: Place, rows: Rows) -> Floats:
        """Return the whole kilometres to some offers, as `distances.kilometres` gives them."""
        x, y, z = _on_sphere(np.array(here.latitude), np.array(here.longitude))
        chord = (self.x.take(rows) - x) ** 2
        chord += (self.y.take(rows) - y) ** 2
        chord += (self.z.take(rows) - z) ** 2
        np.sqrt(chord, out=chord)
        chord *= 0.5
        np.minimum(chord, 1.0, out=chord)
        apart = np.arcsin(chord, out=chord)
        apart *= 2 * EARTH_RADIUS
        whole: Floats = np.rint(apart)
        doubtful = (np.abs(np.abs(apart - whole) - 0.5) < NEAR_HALF) | (apart > FAR_SIDE)
        for at in np.flatnonzero(doubtful):
            there = self.places[int(rows[at])]
            if there is not None:
                whole[at] = kilometres(here, there)
        return whole


def _on_sphere(latitude: Floats, longitude: Floats) -> tuple[Floats, Floats, Floats]:
    north, east = np.radians(latitude), np.radians(longitude)
    return np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)
