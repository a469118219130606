"""How large a problem may be, and the amounts that can be meant: beyond them it is refused."""

from typing import Final

MOST: Final = {
    "places": 500,
    "hosts": 400,
    "participants": 2000,
    "tours": 400,
    "sessions": 1000,
    "pins": 10_000,
    "travel": 20,
}
"""List of a problem → the most entries; eight times the largest forum known, and more."""

DAYS: Final = 60
"""The longest stretch from the first to the last moment of a problem."""

MINUTES: Final = 1440
EUROS: Final = 1_000_000
KILOMETRES: Final = 20_000
PEOPLE: Final = 10_000
WEIGHT: Final = 1_000_000
TRAVEL_MINUTES: Final = 10_000
