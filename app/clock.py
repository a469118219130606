"""What time it is, and how moments are shown: UTC inside, the place's own zone outside."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class NoSuchTime(ValueError):
    """A local time that the clock change skips."""


class TwoSuchTimes(ValueError):
    """A local time that the clock change repeats."""


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """Return the date in a zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def is_zone(name: str) -> bool:
    """Say whether a name is one of IANA's time zones."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return "/" in name or name == "UTC"


def moment(local: datetime, zone: str, *, later: bool | None = None) -> datetime:
    """Return the UTC moment of a wall-clock time in a zone.

    `later` chooses between the two moments of a repeated hour. Raises NoSuchTime for a
    time that the clock skips, TwoSuchTimes for a repeated one while `later` is None.
    """
    place = ZoneInfo(zone)
    first, second = (local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(place).replace(tzinfo=None) != local:
        raise NoSuchTime(local)
    if first != second and later is None:
        raise TwoSuchTimes(local)
    return second if later else first


def wall_clock(instant: datetime, zone: str) -> datetime:
    """Return the naive local time that a clock on the wall shows at a moment."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def skipped(local: datetime, zone: str) -> datetime:
    """Return the UTC moment of a skipped local time, as if the clock had not gone forward."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
