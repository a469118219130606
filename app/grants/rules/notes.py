"""What to heed about a mobility that may be funded: conditions, edges, extras, oddities."""

from collections.abc import Iterator, Sequence

from app.grants.rules.amounts import Asked
from app.grants.rules.answers import Code, Reason
from app.grants.rules.eligibility import is_outside, least_days
from app.grants.rules.rates import Ties
from app.grants.rules.support import agency_rate, bounds, daily_rows, later_share
from app.grants.rules.tables import Band, UnitCost, edges

KM_NEAR_AN_EDGE = 2


def notes(asked: Asked) -> Iterator[Reason]:
    """Yield everything worth saying that changes neither verdict nor amounts."""
    yield from _duration(asked)
    yield from near_edge(asked.rules.bands, asked.kilometres)
    yield from _travel_days(asked)
    yield from _outside(asked)
    yield from _agency(asked)
    yield from _extras(asked)
    for name in asked.activity.notes:
        yield Reason(
            Code(f"note_{name}"), {"activity": asked.activity.name}, asked.activity.source
        )


def near_edge(bands: Sequence[Band], kilometres: float | None) -> Iterator[Reason]:
    """Yield a warning where the town points lie too close to a band's edge to be sure."""
    for edge in edges(bands) if kilometres is not None else ():
        if kilometres is not None and abs(kilometres - edge) <= KM_NEAR_AN_EDGE:
            yield Reason(Code.NEAR_EDGE, {"edge": edge, "kilometres": round(kilometres, 2)})


def _duration(asked: Asked) -> Iterator[Reason]:
    activity, case = asked.activity, asked.case
    least = least_days(case, activity)
    if least is None or activity.max_days is None or case.accompanies:
        return
    values = {"activity": activity.name, "least": least, "most": activity.max_days}
    yield Reason(Code.DURATION_FITS, values | {"days": case.days}, activity.source)
    if activity.min_days is not None and (case.days or 0) < activity.min_days:
        yield Reason(
            Code.JUSTIFY_FEWER_OPPORTUNITIES, {"least": activity.min_days}, activity.source
        )


def _travel_days(asked: Asked) -> Iterator[Reason]:
    if asked.activity.rates != "none" and asked.case.travel_days > asked.paid_travel_days:
        values = {"given": asked.case.travel_days, "paid": asked.paid_travel_days}
        yield Reason(Code.TRAVEL_DAYS_CAPPED, values, asked.rules.days.travel_days_source)


def _outside(asked: Asked) -> Iterator[Reason]:
    country = asked.case.destination.country
    if asked.activity.outside is None and is_outside(country, asked.rules, asked.book):
        values = {"activity": asked.activity.name, "country": country}
        yield Reason(Code.OUTSIDE_NOT_STATED, values, asked.activity.source)


def _agency(asked: Asked) -> Iterator[Reason]:
    rate = agency_rate(asked)
    if rate is None or asked.activity.min_months is not None:
        return
    limits = bounds(asked, daily_rows(asked))
    if limits and not limits[0].first <= rate.euros <= limits[1].first:
        values = {"euros": rate.euros, "low": limits[0].first, "high": limits[1].first}
        yield Reason(Code.AGENCY_RATE_OUTSIDE_RANGE, values, rate.source)
    share = later_share(asked, rate, Ties.UP)
    if rate.later is not None and rate.later != share:
        values = {"later": rate.later, "share": share}
        yield Reason(Code.AGENCY_LATER_RATE_DIFFERS, values, rate.source)


def _extras(asked: Asked) -> Iterator[Reason]:
    """Yield what may be paid on top under a condition that a case does not tell."""
    case, rules, book = asked.case, asked.rules, asked.book
    cost = rules.costs("linguistic_support", asked.activity.name)
    if cost is not None and not case.accompanies and _long_enough(asked, cost):
        yield _conditional("linguistic_support", cost)
    if case.fewer_opportunities:
        cost = rules.costs("inclusion_organisation")
        if cost is not None and cost.unit == "conditional":
            yield _conditional("inclusion_organisation", cost)
        cost = rules.costs("inclusion_participant")
        if cost is not None:
            yield _share("inclusion_participant", cost)
    places = (case.origin, case.destination)
    cost = rules.costs("expensive_travel")
    if cost and any(book.territory(place.country, place.longitude) for place in places):
        yield _share("expensive_travel", cost)


def _long_enough(asked: Asked, cost: UnitCost) -> bool:
    staff = "staff" in asked.activity.participants
    return not (staff and cost.staff_min_days and (asked.case.days or 0) < cost.staff_min_days)


def _conditional(item: str, cost: UnitCost) -> Reason:
    return Reason(Code.CONDITIONAL_EXTRA, {"item": item, "euros": cost.euros}, cost.source)


def _share(item: str, cost: UnitCost) -> Reason:
    return Reason(Code.CONDITIONAL_SHARE, {"item": item, "percent": cost.euros}, cost.source)
