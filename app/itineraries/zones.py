"""The changes of a zone's clock as calendars need them, so that every program agrees.

Each change is named by the wall clock that it ends, as RFC 5545 asks, and as a yearly rule where
there is one: lists of dates, as libraries write them, are not read by every program.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Change = tuple[datetime, timedelta, timedelta]
"""The wall clock that ends, the offset from UTC before and the offset after."""


def component(name: str, first: datetime, last: datetime) -> Timezone:
    """Return a zone's component with every change from a year before to a year after."""
    zone = Timezone()
    zone.add("tzid", name)
    by_kind: defaultdict[tuple[timedelta, timedelta], list[datetime]] = defaultdict(list)
    for wall, before, after in _changes(name, first.year - 1, last.year + 1):
        by_kind[before, after].append(wall)
    for (before, after), walls in by_kind.items():
        part = TimezoneDaylight() if after > before else TimezoneStandard()
        part.add("dtstart", walls[0])
        if all(_falls_on_last_weekday_like(walls[0], wall) for wall in walls):
            weekday = f"-1{WEEKDAYS[walls[0].weekday()]}"
            part.add("rrule", {"freq": "yearly", "bymonth": walls[0].month, "byday": weekday})
        else:
            part.add("rdate", walls)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone


def _falls_on_last_weekday_like(one: datetime, other: datetime) -> bool:
    """Say whether a change falls, as another does, on the last such weekday of the month."""
    same = (one.month, one.weekday(), one.time()) == (other.month, other.weekday(), other.time())
    return same and (other + 7 * DAY).month != other.month


@lru_cache(maxsize=64)
def _changes(name: str, first_year: int, last_year: int) -> tuple[Change, ...]:
    zone = ZoneInfo(name)
    moment = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC)
    found: list[Change] = []
    while moment < end:
        if _offset(zone, moment) != _offset(zone, moment + DAY):
            found.append(_change(zone, moment))
        moment += DAY
    if not found:
        offset = _offset(zone, moment)
        found.append((datetime.fromisoformat("1970-01-01"), offset, offset))
    return tuple(found)


def _change(zone: ZoneInfo, moment: datetime) -> Change:
    """Return the change that lies in the day from a moment on, to the minute."""
    before = _offset(zone, moment)
    while _offset(zone, moment) == before:
        moment += MINUTE
    return (moment + before).replace(tzinfo=None), before, _offset(zone, moment)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None, "the moment is aware"
    return offset
