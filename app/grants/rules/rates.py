"""Rates a national agency has fixed, entered with their source, and how 70 % is rounded."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from app.grants.rules.reading import BadTable

COLUMNS = (
    "call_year",
    "field",
    "sending_country",
    "participant",
    "group",
    "eur_per_day_1_14",
    "eur_per_day_from_15",
    "source_url",
)


class Ties(StrEnum):
    """Where half a euro goes; the guides only say "to the nearest whole euro"."""

    UP = "up"
    EVEN = "even"
    DOWN = "down"

    def whole(self, euros: Decimal) -> Decimal:
        """Round to whole euros."""
        return euros.quantize(Decimal(1), rounding=ROUNDINGS[self])


ROUNDINGS = {Ties.UP: ROUND_HALF_UP, Ties.EVEN: ROUND_HALF_EVEN, Ties.DOWN: ROUND_HALF_DOWN}


@dataclass(frozen=True, slots=True)
class AgencyRate:
    """Euros a day, and from the 15th day where the agency printed it; or euros a month."""

    euros: Decimal
    later: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class AgencyRates:
    """All rates entered, by call year, field, sending country, participant and group."""

    rates: Mapping[tuple[str, str, str, str, str], AgencyRate] = made_by(default_factory=dict)

    def rate(
        self, call: tuple[str, str], country: str, participant: str, group: str
    ) -> AgencyRate | None:
        return self.rates.get((*call, country, participant, group))


def read_agency_rates(path: Path) -> AgencyRates:
    """Read rates from a CSV file with the columns `COLUMNS`; others are left alone.

    `participant` is staff (for accompanying persons too), learner or student. `group` is that of
    the receiving country; for students' monthly amounts it is medium, higher or lower, and the
    amount stands in `eur_per_month` (an optional column) instead of the two daily ones.

    Raises:
        OSError: the file cannot be read.
        BadTable: a column is missing, an amount is no positive number, a source is missing.

    """
    rates = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
            raise BadTable(f"{path.name}: these columns are missing: {', '.join(missing)}")
        for number, row in enumerate(reader, start=2):
            year, field, country, participant, group = (row[name].strip() for name in COLUMNS[:5])
            rates[year, field, country, participant, group] = _rate(path, number, row)
    return AgencyRates(rates)


def _rate(path: Path, number: int, row: Mapping[str, str]) -> AgencyRate:
    text = row["eur_per_day_1_14"] or row.get("eur_per_month") or ""
    later = row["eur_per_day_from_15"] or ""
    try:
        rate = AgencyRate(Decimal(text), Decimal(later) if later else None, row["source_url"])
    except InvalidOperation:
        raise BadTable(f"{path.name}, row {number}: {text or later!r} is no amount") from None
    if not all(_is_payable(euros) for euros in (rate.euros, rate.later) if euros is not None):
        raise BadTable(f"{path.name}, row {number}: a rate must be above zero")
    if not rate.source:
        raise BadTable(f"{path.name}, row {number}: the source of the rate is missing")
    return rate


def _is_payable(euros: Decimal) -> bool:
    return euros.is_finite() and euros > 0
