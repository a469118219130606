"""How fast each mode travels: the planner works minutes and kilometres out of coordinates.

No source gives these figures for our forums; they are planning assumptions, stated here once.
The planner reads them as in `netinvet-forum/1`: km = great circle × detour, minutes =
km ÷ speed × 60, rounded up, + extra minutes at each stop (boarding, walking from the platform).
For scale: the train of the 2023 visit programme took 1 h 45 to Tampere, 148 km from Kerava as
the crow flies; `transit` gives 2 h 03, since most connections are slower than that one.
"""

from typing import Any

from app.forums.models import Mode

TRAVEL: dict[Mode, dict[str, float]] = {
    Mode.ROAD: {"speed_kmh": 60, "detour": 1.3, "extra_min": 5},
    Mode.TRANSIT: {"speed_kmh": 100, "detour": 1.2, "extra_min": 16},
    Mode.WALK: {"speed_kmh": 4.5, "detour": 1.3, "extra_min": 0},
}
"""Mode → km/h on the way, ways over great circle, minutes at each end."""


def records() -> dict[str, Any]:
    """Return the modes as a problem file states them."""
    return {mode.value: dict(speeds) for mode, speeds in TRAVEL.items()}
