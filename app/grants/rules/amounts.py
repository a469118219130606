"""What a mobility that may be funded earns, line by line; all amounts for all its persons."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.grants.rules.answers import Amount, Code, Heading, Line, Reason
from app.grants.rules.cases import Case
from app.grants.rules.eligibility import action_of, is_outside
from app.grants.rules.rates import AgencyRates, Ties
from app.grants.rules.tables import Activity, Band, CallRules, RuleBook, Tier

OUTSIDE = "outside"
"""The key of organisational support for mobilities to countries not associated."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A case with everything that its amounts depend on."""

    case: Case
    rules: CallRules
    book: RuleBook
    activity: Activity
    kilometres: float | None
    group: str | None
    agency: AgencyRates
    ties: Ties

    @property
    def persons(self) -> Decimal:
        return Decimal(self.case.persons)

    @property
    def paid_travel_days(self) -> int:
        """How many of the travel days are paid for."""
        days = self.rules.days
        most = days.green_travel_days if self.case.green else days.standard_travel_days
        return min(self.case.travel_days, most)

    @property
    def travels_at_own_cost(self) -> bool:
        """Tell whether the activity gives these persons no travel support."""
        needs = self.activity.travel == "fewer_opportunities" and self.case.fewer_opportunities
        return not (self.activity.travel == "yes" or needs)


def travel_line(asked: Asked) -> Line:
    """Return travel support: nothing by rule, nothing below the first band, or the band's."""
    if asked.travels_at_own_cost:
        reason = Reason(
            Code.TRAVEL_NOT_PAID, {"activity": asked.activity.name}, asked.activity.source
        )
        return Line(Heading.TRAVEL, Amount.of(Decimal(0)), reason)
    if asked.kilometres is None:
        return Line(Heading.TRAVEL, Amount(), Reason(Code.TRAVEL_UNKNOWN))
    band = asked.rules.band(asked.kilometres)
    green = asked.case.green
    return travel_in(band, asked.rules.bands[0], green=green, persons=asked.case.persons)


def travel_in(band: Band | None, first: Band, *, green: bool, persons: int) -> Line:
    """Return the travel support of a band for so many persons."""
    if band is None:
        values: dict[str, object] = {"least": first.min_km}
        reason = Reason(Code.TRAVEL_TOO_NEAR, values, first.source)
        return Line(Heading.TRAVEL, Amount.of(Decimal(0)), reason)
    euros = band.green if green else band.standard
    if euros is None:
        return Line(
            Heading.TRAVEL, Amount(), Reason(Code.TRAVEL_GREEN_NOT_PRINTED, {}, band.source)
        )
    code = Code.TRAVEL_GREEN if green else Code.TRAVEL_STANDARD
    values = {"persons": persons, "euros": euros, "band": band.label}
    return Line(Heading.TRAVEL, Amount.of(persons * euros), Reason(code, values, band.source))


def other_lines(asked: Asked) -> Iterator[Line]:
    """Yield unit costs that belong to the activity itself, unconditionally."""
    if asked.case.accompanies:
        return
    yield from _course_fee(asked)
    for item, code in PER_PERSON.items():
        cost = asked.rules.costs(item, asked.activity.name)
        if cost is not None and (item != "green_top_up" or _earns_green_top_up(asked)):
            values = {"persons": asked.case.persons, "euros": cost.euros}
            amount = Amount.of(asked.persons * cost.euros)
            yield Line(Heading.OTHER, amount, Reason(code, values, cost.source))


PER_PERSON = {
    "reinforced_linguistic_support": Code.REINFORCED_LINGUISTIC_SUPPORT,
    "preparatory_visit": Code.PREPARATORY_VISIT,
    "green_top_up": Code.GREEN_TOP_UP,
}


def _earns_green_top_up(asked: Asked) -> bool:
    return asked.case.green and asked.travels_at_own_cost


def _course_fee(asked: Asked) -> Iterator[Line]:
    cost = asked.rules.costs("course_fee", asked.activity.name)
    if cost is None:
        return
    each = cost.euros * (asked.case.days or 0)
    if cost.cap is not None:
        each = min(each, cost.cap)
    values = {"persons": asked.case.persons, "days": asked.case.days, "euros": cost.euros}
    reason = Reason(Code.COURSE_FEE, values | {"each": each}, cost.source)
    yield Line(Heading.OTHER, Amount.of(asked.persons * each), reason)


def organisational_line(asked: Asked) -> Line | None:
    """Return the organisational support, None where accompanying persons do not count."""
    if asked.case.accompanies:
        return None
    action = action_of(asked.case, asked.rules)
    keys = [asked.activity.name, action.name if action else ""]
    if is_outside(asked.case.destination.country, asked.rules, asked.book):
        keys.insert(0, OUTSIDE)
    tiers = asked.rules.tiers(*keys)
    if not tiers and asked.activity.rates == "none":
        return None
    if not tiers:
        values = {"activity": asked.activity.name, "action": asked.case.action}
        reason = Reason(Code.ORGANISATIONAL_NOT_LISTED, values)
        return Line(Heading.ORGANISATIONAL_SUPPORT, Amount(), reason)
    euros = sum((tier.euros * _within(tier, asked.case.persons) for tier in tiers), Decimal(0))
    counted = {"persons": asked.case.persons, "euros": tiers[0].euros, "total": euros}
    reason = Reason(Code.ORGANISATIONAL_SUPPORT, counted, tiers[0].source)
    return Line(Heading.ORGANISATIONAL_SUPPORT, Amount.of(euros), reason)


def _within(tier: Tier, persons: int) -> int:
    """Count the participants, numbered from 1, that a tier covers."""
    last = persons if tier.last is None else min(persons, tier.last)
    return max(0, last - tier.first + 1)


def inclusion_line(asked: Asked) -> Line | None:
    """Return what the organisation receives for participants with fewer opportunities."""
    cost = asked.rules.costs("inclusion_organisation")
    if cost is None or cost.unit != "person" or not asked.case.fewer_opportunities:
        return None
    values = {"persons": asked.case.persons, "euros": cost.euros}
    amount = Amount.of(asked.persons * cost.euros)
    return Line(
        Heading.INCLUSION_SUPPORT, amount, Reason(Code.INCLUSION_SUPPORT, values, cost.source)
    )
