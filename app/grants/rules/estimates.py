"""The front door of the rules: a case in, a verdict with reasons and amounts out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from dataclasses import field as made_by

from app.grants.rules.amounts import (
    Asked,
    inclusion_line,
    organisational_line,
    other_lines,
    travel_line,
)
from app.grants.rules.answers import Code, Estimate, Line, Reason, Verdict
from app.grants.rules.cases import Case, kilometres
from app.grants.rules.eligibility import action_of, broken, impossible
from app.grants.rules.notes import notes
from app.grants.rules.rates import AgencyRates, Ties
from app.grants.rules.support import support_lines
from app.grants.rules.tables import Activity, CallRules, RuleBook, band_of
from app.grants.rules.travelling import travel_alone

NO_BAND = "none"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the guides leave open: the agencies' rates, and where half a euro goes."""

    agency: AgencyRates = made_by(default_factory=AgencyRates)
    ties: Ties = Ties.UP


def estimate(case: Case, book: RuleBook, settings: Settings | None = None) -> Estimate:
    """Judge a case by the rules of its call year, and say what it earns.

    Never fails: what cannot be right is refused with a reason, what cannot be judged is unknown.
    """
    rules = book.rules(case.call_year, case.field)
    distance = kilometres(case.origin, case.destination)
    faults = tuple(impossible(case))
    if rules is None:
        return _without_rules(case, book, distance, faults)
    group = _group(case, rules, book)
    band = None if distance is None else _label(rules, distance)
    activity = rules.activity(case.activity, case.participant)
    if activity is None:
        known = Estimate(Verdict.UNKNOWN, faults, distance, band, group)
        return _without_activity(case, rules, book, known)
    obstacles = (*faults, *broken(case, rules, book, activity))
    if obstacles:
        return Estimate(Verdict.NO, obstacles, distance, band, group)
    settings = settings or Settings()
    asked = Asked(case, rules, book, activity, distance, group, settings.agency, settings.ties)
    doubts = tuple(_doubts(case, rules, group, activity))
    verdict = Verdict.UNKNOWN if doubts else Verdict.YES
    return Estimate(verdict, (*doubts, *notes(asked)), distance, band, group, tuple(_lines(asked)))


def _lines(asked: Asked) -> Iterator[Line]:
    yield travel_line(asked)
    yield from support_lines(asked)
    yield from other_lines(asked)
    for line in (organisational_line(asked), inclusion_line(asked)):
        if line is not None:
            yield line


def _group(case: Case, rules: CallRules, book: RuleBook) -> str | None:
    country = rules.countries.get(book.country(case.destination.country))
    return country.group if country else None


def _label(rules: CallRules, distance: float) -> str:
    band = rules.band(distance)
    return band.label if band else NO_BAND


def _doubts(
    case: Case, rules: CallRules, group: str | None, activity: Activity
) -> Iterator[Reason]:
    yield from case.doubts
    if group is None:
        values = {"country": case.destination.country, "year": case.call_year}
        yield Reason(Code.COUNTRY_NOT_LISTED, values)
    if action_of(case, rules) is None and not case.action.lower().startswith("any"):
        values = {"action": case.action, "year": case.call_year, "field": case.field}
        yield Reason(Code.ACTION_NOT_LISTED, values, activity.source)


def _without_rules(
    case: Case, book: RuleBook, distance: float | None, faults: tuple[Reason, ...]
) -> Estimate:
    values = {"year": case.call_year, "field": case.field}
    band = None
    if distance is not None:
        found = book.band_everywhere(distance)
        band = found.label if found else NO_BAND
    bands = tuple(book.travel_alone.get((case.call_year, case.field), ()))
    if distance is not None and band_of(bands, distance) and not case.activity:
        return travel_alone(case, book, bands, Estimate(Verdict.UNKNOWN, faults, distance, band))
    missing = Reason(Code.RULES_NOT_LOADED, values)
    verdict = Verdict.NO if faults else Verdict.UNKNOWN
    return Estimate(verdict, (*faults, missing, *case.doubts), distance, band)


def _without_activity(case: Case, rules: CallRules, book: RuleBook, known: Estimate) -> Estimate:
    """Answer where no activity is named, travel alone; or one that the call year has not."""
    if not case.activity:
        return travel_alone(case, book, tuple(rules.bands), known)
    values = {"activity": case.activity, "year": case.call_year, "field": case.field}
    reasons = (*known.reasons, Reason(Code.NO_SUCH_ACTIVITY, values))
    return replace(known, verdict=Verdict.NO, reasons=reasons)
