"""Which days of a staff visit programme count: training, travel, or neither, and why.

Pure. The visits alongside a forum are job shadowing; the forum itself is a conference, which the
guides exclude. Travel days never count towards the minimum, and only those before the first and
after the last day of training are paid for, up to the call year's limit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from app.grants.rules import Activity, CallRules, Code, Reason, RuleBook

JOB_SHADOWING = "SM-JOB-SHDW"
CONSECUTIVE = "consecutive"


class Happening(StrEnum):
    """What a day of an itinerary can hold."""

    VISIT = auto()
    CONFERENCE = auto()
    JOURNEY = auto()


class Tag(StrEnum):
    TRAINING = auto()
    TRAVEL = auto()
    NOT_COUNTED = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an itinerary, in a country (ISO code).

    `attended` is None as long as it is planned, then whether the participant was there.
    """

    happening: Happening
    country: str
    attended: bool | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeDay:
    on: date
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class TaggedDay:
    on: date
    tag: Tag
    reason: Reason


@dataclass(frozen=True, slots=True)
class TaggedProgramme:
    """A programme day by day, and whether it qualifies under the activity's rules."""

    days: tuple[TaggedDay, ...]
    verdicts: tuple[Reason, ...]
    missing: int
    """How many days of training are missing to the minimum; 0 where it is met."""
    least: int

    @property
    def training_days(self) -> int:
        return sum(day.tag is Tag.TRAINING for day in self.days)

    @property
    def travel_days(self) -> int:
        return sum(day.tag is Tag.TRAVEL for day in self.days)

    @property
    def qualifies(self) -> bool:
        return [reason.code for reason in self.verdicts] == [Code.DAYS_ENOUGH]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What one participant does: their country, their days in any order, how they travel."""

    home: str
    days: tuple[ProgrammeDay, ...]
    green: bool = False
    activity: str = JOB_SHADOWING


def tag_days(programme: Programme, rules: CallRules, book: RuleBook) -> TaggedProgramme:
    """Tag each day under the rules of a call year, and compare the sum with the minimum.

    Raises:
        KeyError: the call year has no such activity; `rules.activities` lists them.

    """
    activity = rules.activities[programme.activity]
    days = _merged(programme.days)
    home = book.country(programme.home)
    trained = [day.on for day in days if _visits(day, home, book)]
    limit = rules.days.green_travel_days if programme.green else rules.days.standard_travel_days
    paid: list[date] = []
    tagged = []
    for day in days:
        tag, reason = _tag(day, home, book, trained)
        if tag is Tag.TRAVEL and len(paid) >= limit:
            source = rules.days.travel_days_source
            tag, reason = (
                Tag.NOT_COUNTED,
                Reason(Code.DAY_OF_TRAVEL_TOO_MANY, {"paid": limit}, source),
            )
        elif tag is Tag.TRAVEL:
            paid.append(day.on)
        tagged.append(TaggedDay(day.on, tag, _sourced(reason, activity)))
    least = activity.min_days or 0
    missing = max(0, least - len(trained))
    verdicts = tuple(_verdicts(trained, least, missing, activity))
    return TaggedProgramme(tuple(tagged), verdicts, missing, least)


def _merged(days: Sequence[ProgrammeDay]) -> list[ProgrammeDay]:
    """Return the days in order, each date once."""
    held: dict[date, tuple[Item, ...]] = {}
    for day in days:
        held[day.on] = (*held.get(day.on, ()), *day.items)
    return [ProgrammeDay(on, held[on]) for on in sorted(held)]


def _visits(day: ProgrammeDay, home: str, book: RuleBook) -> int:
    """Count the visits abroad that took place or are planned."""
    return sum(
        item.happening is Happening.VISIT
        and item.attended is not False
        and book.country(item.country) != home
        for item in day.items
    )


def _tag(
    day: ProgrammeDay, home: str, book: RuleBook, trained: Sequence[date]
) -> tuple[Tag, Reason]:
    if visits := _visits(day, home, book):
        return Tag.TRAINING, Reason(Code.DAY_OF_VISITS, {"visits": visits})
    held = {item.happening for item in day.items}
    if Happening.JOURNEY in held and trained:
        if trained[0] < day.on < trained[-1]:
            return Tag.NOT_COUNTED, Reason(Code.DAY_OF_TRAVEL_BETWEEN)
        return Tag.TRAVEL, Reason(Code.DAY_OF_TRAVEL)
    if Happening.VISIT in held:
        return Tag.NOT_COUNTED, _why_no_visit_counts(day, home, book)
    if Happening.CONFERENCE in held:
        return Tag.NOT_COUNTED, Reason(Code.DAY_OF_CONFERENCE)
    alone = Happening.JOURNEY in held
    return Tag.NOT_COUNTED, Reason(Code.DAY_OF_TRAVEL_ALONE if alone else Code.DAY_FREE)


def _why_no_visit_counts(day: ProgrammeDay, home: str, book: RuleBook) -> Reason:
    visits = [item for item in day.items if item.happening is Happening.VISIT]
    if all(book.country(item.country) == home for item in visits):
        return Reason(Code.DAY_AT_HOME, {"country": home})
    return Reason(Code.DAY_MISSED)


def _sourced(reason: Reason, activity: Activity) -> Reason:
    return reason if reason.source else Reason(reason.code, reason.values, activity.source)


def _verdicts(
    trained: Sequence[date], least: int, missing: int, activity: Activity
) -> Iterator[Reason]:
    values: dict[str, object] = {"activity": activity.name, "days": len(trained), "least": least}
    longest = _longest_run(trained)
    if missing:
        yield Reason(Code.DAYS_TOO_FEW, values | {"missing": missing}, activity.source)
    elif CONSECUTIVE in activity.notes and longest < least:
        yield Reason(Code.DAYS_NOT_CONSECUTIVE, values | {"longest": longest}, activity.source)
    elif activity.max_days is not None and len(trained) > activity.max_days:
        yield Reason(Code.DAYS_TOO_MANY, values | {"most": activity.max_days}, activity.source)
    else:
        yield Reason(Code.DAYS_ENOUGH, values, activity.source)


def _longest_run(days: Sequence[date]) -> int:
    """Return how many days, given in order, follow on each other at most."""
    longest = run = 0
    previous: date | None = None
    for day in days:
        follows = previous is not None and (day - previous).days == 1
        run = run + 1 if follows else 1
        longest, previous = max(longest, run), day
    return longest
