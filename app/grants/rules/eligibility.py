"""May a mobility be funded at all? Every rule that it breaks, and what cannot be judged."""

from collections.abc import Iterator
from datetime import date

from app.grants.rules.answers import Code, Reason
from app.grants.rules.cases import Case
from app.grants.rules.tables import Action, Activity, CallRules, RuleBook

DAYS_A_MONTH = 30
LONGEST_MONTHS_DAYS = 366
MONTHS_A_YEAR = 12


def impossible(case: Case) -> Iterator[Reason]:
    """Yield what no rule is needed to see: dates and numbers that cannot be right."""
    yield from case.faults
    if case.dates is not None and case.dates < 1:
        yield Reason(Code.END_BEFORE_START, {"start": case.starts, "end": case.ends})
    elif case.dates is not None and (case.activity_days or 0) > case.dates:
        values = {"days": case.activity_days, "dates": case.dates}
        yield Reason(Code.MORE_DAYS_THAN_DATES, values)
    if case.starts and case.call_year.isdecimal() and case.starts.year < int(case.call_year):
        yield Reason(Code.BEFORE_CALL_YEAR, {"start": case.starts, "year": case.call_year})


def broken(case: Case, rules: CallRules, book: RuleBook, activity: Activity) -> Iterator[Reason]:
    """Yield every rule of the call year that the case breaks."""
    yield from _participants(case, activity, action_of(case, rules))
    yield from _countries(case, rules, book, activity)
    if activity.min_months is not None:
        yield from _months(case, activity)
    else:
        yield from _days(case, rules, book, activity)


def action_of(case: Case, rules: CallRules) -> Action | None:
    """Return the row of an action; "KA121-VET" is found as KA121."""
    return rules.actions.get(case.action.partition("-")[0].strip().upper())


def is_outside(code: str, rules: CallRules, book: RuleBook) -> bool:
    """Tell whether a country is listed as not associated to the programme."""
    country = rules.countries.get(book.country(code))
    return country is not None and country.is_outside


def _participants(case: Case, activity: Activity, action: Action | None) -> Iterator[Reason]:
    values: dict[str, object] = {
        "activity": activity.name,
        "participant": case.participant,
        "persons": case.persons,
    }
    if not case.accompanies and case.participant not in {*activity.participants, "any"}:
        allowed = ", ".join(activity.participants)
        yield Reason(Code.WRONG_PARTICIPANT, values | {"allowed": allowed}, activity.source)
    if activity.max_persons is not None and case.persons > activity.max_persons:
        most = {"most": activity.max_persons}
        yield Reason(Code.TOO_MANY_PERSONS, values | most, activity.source)
    if case.accompanies:
        return
    if activity.min_persons is not None and case.persons < activity.min_persons:
        least = {"least": activity.min_persons}
        yield Reason(Code.TOO_FEW_PERSONS, values | least, activity.source)
    counted = "preparatory" not in activity.notes
    if counted and action and action.max_participants and case.persons > action.max_participants:
        cap: dict[str, object] = {"most": action.max_participants, "action": action.name}
        yield Reason(Code.PROJECT_CAP, values | cap, action.source)


def own_country(case: Case, book: RuleBook, source: str = "") -> Iterator[Reason]:
    """Yield the refusal of a mobility that stays in its country; territories belong to theirs."""
    here, there = book.country(case.origin.country), book.country(case.destination.country)
    if here == there:
        yield Reason(Code.OWN_COUNTRY, {"country": here}, source)


def _countries(
    case: Case, rules: CallRules, book: RuleBook, activity: Activity
) -> Iterator[Reason]:
    if at_home := list(own_country(case, book, activity.source)):
        yield from at_home
        return
    here, there = book.country(case.origin.country), book.country(case.destination.country)
    action = action_of(case, rules)
    outside = [code for code in (here, there) if is_outside(code, rules, book)]
    if not outside:
        return
    values = {"country": outside[-1], "action": case.action, "activity": activity.name}
    if action and not action.outside:
        yield Reason(Code.OUTSIDE_ACTION, values, action.source)
    elif activity.outside is False:
        yield Reason(Code.OUTSIDE_ACTIVITY, values, activity.source)
    elif here in outside and action and not (action.from_outside or activity.incoming):
        yield Reason(Code.SENDER_OUTSIDE, values | {"country": here}, action.source)


def _days(case: Case, rules: CallRules, book: RuleBook, activity: Activity) -> Iterator[Reason]:
    if case.days is None:
        if activity.rates != "none":
            yield Reason(Code.NO_DAYS)
        return
    least, most = least_days(case, activity), activity.max_days
    values = {"activity": activity.name, "days": case.days, "least": least, "most": most}
    if most is not None and case.days > most:
        yield Reason(Code.TOO_LONG, values, activity.source)
    if case.accompanies:
        return
    if least is not None and case.days < least:
        yield Reason(Code.TOO_SHORT, values, activity.source)
        return
    least = activity.min_days_outside
    places = (case.origin.country, case.destination.country)
    outside = any(is_outside(code, rules, book) for code in places)
    if least is not None and outside and case.days < least:
        yield Reason(Code.TOO_SHORT_OUTSIDE, values | {"least": least}, activity.source)


def least_days(case: Case, activity: Activity) -> int | None:
    """Return the minimum that applies: a lower one for participants with fewer opportunities."""
    if case.fewer_opportunities and activity.min_days_fewer_opportunities is not None:
        return activity.min_days_fewer_opportunities
    return activity.min_days


def _months(case: Case, activity: Activity) -> Iterator[Reason]:
    if case.days is None:
        yield Reason(Code.NO_DAYS)
        return
    least, most = activity.min_months or 0, activity.max_months or MONTHS_A_YEAR
    values = {"activity": activity.name, "days": case.days, "least": least, "most": most}
    if days_in_months(case) < least * DAYS_A_MONTH:
        yield Reason(Code.TOO_SHORT_MONTHS, values, activity.source)
    if case.days > LONGEST_MONTHS_DAYS * most / MONTHS_A_YEAR:
        yield Reason(Code.TOO_LONG_MONTHS, values, activity.source)


def days_in_months(case: Case) -> int:
    """Return the days, a whole calendar month counting as 30 even where it has fewer."""
    return max(case.days or 0, DAYS_A_MONTH * _whole_months(case.starts, case.ends))


def _whole_months(starts: date | None, ends: date | None) -> int:
    """Count the calendar months from start to end, both days included."""
    if starts is None or ends is None or not starts <= ends < date.max:
        return 0
    after = date.fromordinal(ends.toordinal() + 1)
    months = (after.year - starts.year) * MONTHS_A_YEAR + after.month - starts.month
    return months - (after.day < starts.day)
