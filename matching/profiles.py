"""What is matched: needs of sending organisations and offers of hosts, as plain values.

Days are `date`; weeks are whole working weeks (Monday to Friday) counted from the first Monday
of the calendar (`week_of`); distances are kilometres, travel is minutes. A fact that nobody
stated is None or empty: it is *unknown*, which never counts as "no".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum, StrEnum

LONGEST_PERIOD = timedelta(days=1830)
"""A period over five years is a typing error, not a plan."""
STEEPEST, WIDEST = 90, 180
"""Limits of latitude and longitude, in degrees."""
LARGEST_GROUP = 100
"""Learners of one need at most; the network's groups are two to four people."""


class InvalidProfile(ValueError):
    """A need or an offer that contradicts itself, with a code and a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Cefr(IntEnum):
    """Levels of the Common European Framework of Reference, in order."""

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6


class Kind(StrEnum):
    """What the learners do at the host."""

    PLACEMENT = "placement"
    STUDY = "study"


class Wanted(StrEnum):
    """How much a sending organisation wants something."""

    NO = "no"
    WISH = "wish"
    MUST = "must"


def check_concepts(concepts: Mapping[str, float]) -> None:
    """Refuse weights that are not in 0..1 (raises InvalidProfile)."""
    if not all(0 <= weight <= 1 for weight in concepts.values()):
        raise InvalidProfile("weight_impossible", "weights of concepts are in 0..1")


def week_of(day: date) -> int:
    """Return the number of the week that holds this day; weeks begin on Monday."""
    return (day.toordinal() - 1) // 7


def monday_of(week: int) -> date:
    """Return the Monday of a week."""
    return date.fromordinal(week * 7 + 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Some days on end; both ends are included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise InvalidProfile("period_reversed", f"{self.first} is after {self.last}")
        if self.last - self.first > LONGEST_PERIOD:
            raise InvalidProfile("period_too_long", f"{self.first} to {self.last} is too long")

    @property
    def weeks(self) -> range:
        """The weeks whose Monday to Friday lie inside."""
        return range(-(-(self.first.toordinal() - 1) // 7), (self.last.toordinal() + 2) // 7)

    def covers(self, other: "Period") -> bool:
        return self.first <= other.first and other.last <= self.last

    def moved(self, weeks: int) -> "Period":
        return Period(self.first + timedelta(weeks=weeks), self.last + timedelta(weeks=weeks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point on the map, in degrees (WGS 84)."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if abs(self.latitude) > STEEPEST or abs(self.longitude) > WIDEST:
            raise InvalidProfile("no_such_place", "latitude or longitude is out of range")


@dataclass(frozen=True, slots=True)
class LanguageLevel:
    """A language (ISO 639-1) and how well it is spoken; None is not known."""

    language: str
    level: Cefr | None = None


def check_languages(languages: tuple[LanguageLevel, ...]) -> None:
    """Refuse a language that is named twice (raises InvalidProfile)."""
    if len({one.language for one in languages}) < len(languages):
        raise InvalidProfile("language_doubled", "a language is named twice")


@dataclass(frozen=True, slots=True)
class Accreditation:
    """A charter, label or recognition of one scheme (`charter`, `label`, `sbb`), while valid."""

    scheme: str
    valid: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Mobilities that an organisation has carried out, and how many went well."""

    done: int = 0
    went_well: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.went_well <= self.done:
            raise InvalidProfile("record_impossible", "more went well than were done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """What a host asks of a sending organisation. Empty means: nothing asked.

    The first six are rules (see `matching.eligibility`), the others wishes. Of `languages` one
    that is spoken well enough will do; a level of None asks for the language at any level.
    `shortest_stay` is in weeks.
    """

    languages: tuple[LanguageLevel, ...] = ()
    eqf_levels: frozenset[int] = frozenset()
    shortest_stay: int = 1
    smallest_group: int = 1
    largest_group: int = LARGEST_GROUP
    accreditations: frozenset[str] = frozenset()
    concepts: Mapping[str, float] = field(default_factory=dict)
    fields: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    accompanied: bool = False
    return_flow: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.smallest_group <= self.largest_group:
            raise InvalidProfile("group_limits_reversed", "the smallest group exceeds the largest")
        check_languages(self.languages)
        check_concepts(self.concepts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a sending organisation looks for.

    `key` is a stable public key (never a name); `organisation` likewise. `concepts` maps concepts
    of the vocabulary to weights in 0..1; `isced_field` is an ISCED-F code; `minutes` are travel
    minutes by offer key, where known; `required` and `wished` name schemes of accreditation;
    `met` maps organisations met before to the forum where it was.
    """

    key: str
    organisation: str
    country: str
    window: Period
    weeks: int
    asked_on: date
    learners: int = 1
    kind: Kind = Kind.PLACEMENT
    place: Place | None = None
    sector: str | None = None
    concepts: Mapping[str, float] = field(default_factory=dict)
    profile: str | None = None
    isced_field: str | None = None
    eqf: int | None = None
    languages: tuple[LanguageLevel, ...] = ()
    minors: bool | None = None
    host_family: Wanted = Wanted.NO
    abroad: bool = True
    countries: frozenset[str] = frozenset()
    max_kilometres: int | None = None
    max_minutes: int | None = None
    minutes: Mapping[str, int] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    wished: frozenset[str] = frozenset()
    accreditations: tuple[Accreditation, ...] = ()
    accompanied: bool | None = None
    hosts_too: bool | None = None
    record: Record = Record()
    met: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= self.learners <= LARGEST_GROUP:
            raise InvalidProfile("group_impossible", f"1 to {LARGEST_GROUP} learners")
        if self.weeks < 1:
            raise InvalidProfile("stay_impossible", "a stay lasts at least a week")
        if self.weeks > len(self.window.weeks):
            raise InvalidProfile(
                "window_too_short", "the window has fewer whole weeks than the stay"
            )
        check_concepts(self.concepts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a host can take.

    `places` are learners at once, less those `booked` in a week (by `week_of`); None is not
    known. `languages` are those of the place, for placement and for study apart. `centres` are
    the host centres to whose circle a company belongs; a company may also stand alone.
    """

    key: str
    organisation: str
    country: str
    periods: tuple[Period, ...]
    kinds: frozenset[Kind] = frozenset({Kind.PLACEMENT})
    places: int | None = None
    booked: Mapping[int, int] = field(default_factory=dict)
    place: Place | None = None
    sectors: frozenset[str] = frozenset()
    concepts: Mapping[str, float] = field(default_factory=dict)
    profiles: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    eqf_levels: frozenset[int] = frozenset()
    languages: Mapping[Kind, tuple[LanguageLevel, ...]] = field(default_factory=dict)
    takes_minors: bool | None = None
    host_family: bool | None = None
    accreditations: tuple[Accreditation, ...] = ()
    record: Record = Record()
    confirmed_on: date | None = None
    is_centre: bool = False
    centres: tuple[str, ...] = ()
    stands_alone: bool = True
    asks: Asks = Asks()

    def __post_init__(self) -> None:
        if self.places is not None and self.places < 0:
            raise InvalidProfile("places_negative", "an offer cannot have fewer than no places")
        if any(count < 0 for count in self.booked.values()):
            raise InvalidProfile("booking_negative", "a booking cannot be negative")
        for spoken in self.languages.values():
            check_languages(spoken)
        check_concepts(self.concepts)

    def free_places(self, week: int) -> int | None:
        """Return the places left in an open week; None when the host never said how many."""
        if self.places is None:
            return None
        return max(0, self.places - self.booked.get(week, 0))
