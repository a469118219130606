"""The tables of one call year and field, as typed rows; amounts in euros, distances in km."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

ENTERPRISE = " (invited enterprise staff)"


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity type: who may take part, for how long, where. None means no limit stated."""

    name: str
    participants: tuple[str, ...]
    min_days: int | None
    max_days: int | None
    min_months: int | None
    max_months: int | None
    min_days_fewer_opportunities: int | None
    min_days_outside: int | None
    min_persons: int | None
    max_persons: int | None
    outside: bool | None
    """May it involve a country not associated to the programme? None: the table is silent."""
    incoming: bool
    travel: str
    """"yes", "no", or "fewer_opportunities": who receives travel support."""
    rates: str
    """The activity whose daily rates apply; "none" where there are none by rule."""
    notes: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Action:
    """A kind of project, such as KA121: whom it may send where."""

    name: str
    outside: bool
    from_outside: bool
    max_participants: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    group: str
    """1, 2 or 3 by cost of living; X for the regions with one fixed amount."""
    status: str
    region: str
    source: str

    @property
    def is_outside(self) -> bool:
        return self.status == "non-associated"


@dataclass(frozen=True, slots=True)
class Band:
    """A distance band, from `min_km` to less than the next band's."""

    min_km: int
    max_km: int | None
    standard: Decimal
    green: Decimal | None
    """None where the source does not print it."""
    source: str

    @property
    def label(self) -> str:
        return f"{self.min_km}+" if self.max_km is None else f"{self.min_km}-{self.max_km}"


@dataclass(frozen=True, slots=True)
class DayRules:
    """How many travel days are paid, and from when on individual support is lower."""

    standard_travel_days: int
    green_travel_days: int
    travel_days_source: str
    full_rate_days: int
    later_share: Decimal
    later_source: str


@dataclass(frozen=True, slots=True)
class DailyRate:
    activity: str
    participant: str
    group: str
    from_day: int
    low: Decimal
    high: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class MonthlyRate:
    activity: str
    relation: str
    """Of the sending to the receiving group: medium, higher, lower; or regions, outermost."""
    low: Decimal
    high: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Tier:
    """Organisational support a participant, for a run of participants."""

    activity: str
    first: int
    last: int | None
    euros: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class UnitCost:
    item: str
    activities: tuple[str, ...]
    unit: str
    euros: Decimal
    cap: Decimal | None
    staff_min_days: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Territory:
    """A part of a country with rules of its own; `west_of` narrows the country's own code."""

    code: str
    country: str
    kind: str
    west_of: float | None
    source: str


@dataclass(frozen=True, slots=True)
class CallRules:
    """Everything one call year says for one field."""

    call_year: str
    field: str
    days: DayRules
    activities: Mapping[str, Activity]
    actions: Mapping[str, Action]
    countries: Mapping[str, Country]
    bands: Sequence[Band]
    daily: Sequence[DailyRate]
    monthly: Sequence[MonthlyRate]
    organisational: Sequence[Tier]
    unit_costs: Sequence[UnitCost]

    def band(self, kilometres: float) -> Band | None:
        """Return the band of a distance; None below the first."""
        return band_of(self.bands, kilometres)

    def activity(self, code: str, participant: str) -> Activity | None:
        """Return the row of an activity, the one for invited enterprise staff where there is."""
        named = {name.casefold(): activity for name, activity in self.activities.items()}
        plain = named.get(code.casefold())
        return (
            named.get((code + ENTERPRISE).casefold(), plain)
            if participant == "enterprise"
            else plain
        )

    def costs(self, item: str, activity: str | None = None) -> UnitCost | None:
        """Return the unit cost of an item, for an activity where it is tied to some."""
        for cost in self.unit_costs:
            if cost.item == item and (not cost.activities or activity in cost.activities):
                return cost
        return None

    def tiers(self, *keys: str) -> list[Tier]:
        """Return the tiers of organisational support under the first key that has any."""
        for key in keys:
            if found := [tier for tier in self.organisational if tier.activity == key]:
                return found
        return []


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of every call year that is loaded."""

    calls: Mapping[tuple[str, str], CallRules]
    territories: Sequence[Territory] = field(default=())
    travel_alone: Mapping[tuple[str, str], Sequence[Band]] = field(default_factory=dict)
    """The bands of calls of which nothing else is known."""

    def rules(self, call_year: str, field: str) -> CallRules | None:
        return self.calls.get((call_year, field))

    def country(self, code: str) -> str:
        """Return the country that a territory belongs to; any other code stands for itself."""
        owners = (place.country for place in self.territories if place.code == code)
        return next(owners, code)

    def territory(self, code: str, longitude: float | None) -> Territory | None:
        """Return the outermost region or overseas country that a point lies in, if any."""
        for place in self.territories:
            narrowed = place.west_of is not None
            if place.code == code and place.kind != "part":
                if not narrowed:
                    return place
                if longitude is not None and longitude < (place.west_of or 0):
                    return place
        return None

    def band_everywhere(self, kilometres: float) -> Band | None:
        """Return the band that all loaded call years agree on, for a call year that is not."""
        bands = {rules.band(kilometres) for rules in self.calls.values()}
        return bands.pop() if len({band and band.label for band in bands}) == 1 else None


def band_of(bands: Sequence[Band], kilometres: float) -> Band | None:
    """Return the band that whole kilometres fall in: 99.9 km is still in 10-99."""
    whole = math.floor(kilometres)
    return next(
        (band for band in bands if band.min_km <= whole <= (band.max_km or math.inf)), None
    )


def edges(bands: Sequence[Band]) -> Iterator[int]:
    """Yield the distances at which the amount changes, in km."""
    return (band.min_km for band in bands)
