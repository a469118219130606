"""Individual support: days or months at the agency's rate, or between the guide's bounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.grants.rules.amounts import Asked
from app.grants.rules.answers import Amount, Code, Heading, Line, Reason
from app.grants.rules.cases import ACCOMPANYING
from app.grants.rules.eligibility import DAYS_A_MONTH, days_in_months, is_outside
from app.grants.rules.rates import AgencyRate, Ties
from app.grants.rules.tables import DailyRate, MonthlyRate

CENT = Decimal("0.01")
ANY_ACTIVITY = "*"


@dataclass(frozen=True, slots=True)
class Rate:
    """Euros a day at first, and later."""

    first: Decimal
    later: Decimal

    def earns(self, days: int, full_days: int) -> Decimal:
        """Return the euros of so many days, of which the first `full_days` at the first rate."""
        return self.first * min(days, full_days) + self.later * max(days - full_days, 0)


def support_lines(asked: Asked) -> Iterator[Line]:
    """Yield individual support with its top-ups; nothing where the activity has none by rule."""
    if asked.activity.rates == "none":
        return
    if asked.activity.min_months is not None and not asked.case.accompanies:
        yield from _months(asked)
    else:
        yield _days(asked)


def _days(asked: Asked) -> Line:
    rows = daily_rows(asked)
    found = agency_rate(asked)
    days = (asked.case.days or 0) + asked.paid_travel_days
    full = asked.rules.days.full_rate_days
    values: dict[str, object] = {
        "days": days,
        "persons": asked.case.persons,
        "group": asked.group,
        "full": full,
    }
    limits = bounds(asked, rows)
    low, high = (
        (asked.persons * rate.earns(days, full) for rate in limits) if limits else (None,) * 2
    )
    if found is not None and not (limits and limits[0] == limits[1]):
        rate = Rate(found.euros, later_of(asked, found))
        exact = asked.persons * rate.earns(days, full)
        amount = Amount(exact if low is None else low, exact if high is None else high, exact)
        values |= {"euros": rate.first, "later": rate.later}
        return _line(amount, Code.SUPPORT_AGENCY, values, found.source)
    if not limits:
        return _line(Amount(), Code.SUPPORT_NO_RATE, values, asked.activity.source)
    values |= {"low": limits[0].first, "high": limits[1].first}
    values |= {"low_later": limits[0].later, "high_later": limits[1].later}
    if low == high:
        return _line(Amount(low, high, low), Code.SUPPORT_FIXED, values, rows[0].source)
    values |= {"low_total": low, "high_total": high}
    return _line(Amount(low, high), Code.SUPPORT_RANGE, values, rows[0].source)


def _line(amount: Amount, code: Code, values: dict[str, object], source: str) -> Line:
    return Line(Heading.INDIVIDUAL_SUPPORT, amount, Reason(code, values, source))


def rate_participant(asked: Asked) -> Sequence[str]:
    """Return whose rates apply, the first that has any counting."""
    if asked.case.accompanies:
        return (ACCOMPANYING,)
    if is_outside(asked.case.origin.country, asked.rules, asked.book):
        return ("incoming",)
    if asked.case.participant == "any":
        return asked.activity.participants
    return (asked.case.participant, *asked.activity.participants)


def daily_rows(asked: Asked) -> list[DailyRate]:
    """Return the rows of the table that apply, by the day from which they do."""
    activity = ANY_ACTIVITY if asked.case.accompanies else asked.activity.rates
    for participant in rate_participant(asked):
        rows = [
            row
            for row in asked.rules.daily
            if row.activity == activity
            and row.participant == participant
            and row.group in {asked.group, "*"}
        ]
        if rows:
            return sorted(rows, key=lambda row: row.from_day)
    return []


def bounds(asked: Asked, rows: Sequence[DailyRate]) -> tuple[Rate, Rate] | None:
    """Return the lowest and highest rate that the guide allows."""
    if not rows:
        return None
    first = rows[0]
    if len(rows) > 1:
        return Rate(first.low, rows[1].low), Rate(first.high, rows[1].high)
    share, ties = asked.rules.days.later_share, asked.ties
    low = Rate(first.low, ties.whole(first.low * share))
    return low, Rate(first.high, ties.whole(first.high * share))


def agency_rate(asked: Asked) -> AgencyRate | None:
    """Return the rate that the sending country's agency has fixed, if it was entered."""
    if asked.group is None:
        return None
    kind = "staff" if asked.case.accompanies else asked.activity.participants[-1]
    group = asked.group
    if asked.activity.min_months is not None:
        group = relation(asked) or group
    call = (asked.rules.call_year, asked.rules.field)
    return asked.agency.rate(call, asked.book.country(asked.case.origin.country), kind, group)


def later_of(asked: Asked, rate: AgencyRate) -> Decimal:
    """Return the rate from the 15th day: as the agency printed it, else by the guide's share."""
    return rate.later or later_share(asked, rate, asked.ties)


def later_share(asked: Asked, rate: AgencyRate, ties: Ties) -> Decimal:
    return ties.whole(rate.euros * asked.rules.days.later_share)


def relation(asked: Asked) -> str | None:
    """Return how the receiving group stands to the sending one, as the monthly table names it."""
    case, rules, book = asked.case, asked.rules, asked.book
    if asked.group == "X":
        return "regions"
    if book.territory(case.origin.country, case.origin.longitude) is not None:
        return "outermost"
    sender = rules.countries.get(book.country(case.origin.country))
    if sender is None or asked.group is None or sender.group == "X":
        return None
    if sender.group == asked.group:
        return "medium"
    return "higher" if asked.group < sender.group else "lower"


def _months(asked: Asked) -> Iterator[Line]:
    """Yield the monthly amounts: a month counts as 30 days."""
    kind = relation(asked)
    rows = [row for row in asked.rules.monthly if row.relation == kind]
    row = next((row for row in rows if row.activity == asked.activity.rates), None)
    days = days_in_months(asked.case)
    months = Decimal(days) / DAYS_A_MONTH
    values: dict[str, object] = {"days": days, "persons": asked.case.persons}
    if row is None:
        yield _line(Amount(), Code.SUPPORT_NO_RATE, values, asked.activity.source)
        return
    yield _monthly_line(asked, row, months, values)
    for item, refused in TOP_UPS.items():
        cost = asked.rules.costs(item, asked.activity.name)
        if (
            cost is None
            or kind == refused
            or (item == FEWER and not asked.case.fewer_opportunities)
        ):
            continue
        amount = Amount.of(_cents(asked.persons * months * cost.euros))
        yield _line(amount, Code.TOP_UP, values | {"item": item, "euros": cost.euros}, cost.source)


FEWER = "fewer_opportunities_top_up"
TOP_UPS = {"traineeship_top_up": "regions", FEWER: "outermost"}
"""Each top-up with the relation in which it is not payable."""


def _monthly_line(
    asked: Asked, row: MonthlyRate, months: Decimal, values: dict[str, object]
) -> Line:
    low, high = (_cents(asked.persons * months * euros) for euros in (row.low, row.high))
    values = values | {"low": row.low, "high": row.high, "low_total": low, "high_total": high}
    found = agency_rate(asked)
    if low == high:
        return _line(Amount(low, high, low), Code.SUPPORT_MONTHS_FIXED, values, row.source)
    if found is None:
        return _line(Amount(low, high), Code.SUPPORT_MONTHS_RANGE, values, row.source)
    exact = _cents(asked.persons * months * found.euros)
    values |= {"euros": found.euros}
    return _line(Amount(low, high, exact), Code.SUPPORT_MONTHS_AGENCY, values, found.source)


def _cents(euros: Decimal) -> Decimal:
    return euros.quantize(CENT)
