"""The criteria of `matching.criteria` for many offers at once.

Each entry is prepared once per need and then asked block by block. Every value is what it counts,
so a fact that is not known is UNKNOWN already.
"""

from collections.abc import Callable, Hashable, Mapping
from functools import cache
from operator import itemgetter
from typing import TypeVar

import numpy as np

from matching import criteria
from matching.columns.coding import Coded, Floats, looked_up
from matching.columns.coverage import Values, asked_coverage, wanted_coverage
from matching.columns.selection import Query, Selection
from matching.columns.store import ABSENT, ANY_LEVEL, NEVER
from matching.columns.weeks import UNKNOWN_PLACES, places_of
from matching.criteria import UNKNOWN, Criterion
from matching.profiles import Cefr, LanguageLevel
from matching.scoring import counted

T = TypeVar("T", bound=Hashable)

Prepare = Callable[[Query], Values]


def _spoken(query: Query) -> Values:
    theirs = query.columns.spoken[query.need.kind]
    tables = [
        (_levels(one.level), theirs.levels[one.language])
        for one in query.need.languages
        if one.language in theirs.levels
    ]

    def values(some: Selection) -> Floats:
        best = np.zeros(len(some.rows))
        for table, levels in tables:
            np.maximum(best, looked_up(table, levels.take(some.rows)), out=best)
        best[theirs.none.take(some.rows)] = UNKNOWN
        return best

    return values


def _levels(ours: Cefr | None) -> Floats:
    """Return what each level of the other side is worth with ours."""
    known = [counted(criteria.level_value(ours, level)) for level in Cefr]
    return np.array([0.0, *known, UNKNOWN])


def _asked_language(query: Query) -> Values:
    asked = query.columns.asked_languages.levels
    tables = [
        (_asked_levels(one), asked[one.language])
        for one in query.need.languages
        if one.language in asked
    ]

    def values(some: Selection) -> Floats:
        best = np.full(len(some.rows), 0.0 if query.need.languages else UNKNOWN)
        for table, levels in tables:
            np.maximum(best, looked_up(table, levels.take(some.rows)), out=best)
        return best

    return values


def _asked_levels(spoken: LanguageLevel) -> Floats:
    """Return what our level is worth for each way in which a host may ask for the language."""
    asked: dict[int, Cefr | None] = {ANY_LEVEL: None, **{int(level): level for level in Cefr}}
    ways = [
        (LanguageLevel(spoken.language, asked[code]),) for code in range(ABSENT + 1, ANY_LEVEL + 1)
    ]
    known = [counted(criteria.asked_language_value((spoken,), way)) for way in ways]
    return np.array([0.0, *known])


def _period(query: Query) -> Values:
    weeks = len(query.need.window.weeks)
    table = np.array([criteria.period_value(count, weeks) for count in range(weeks + 1)])
    return lambda some: looked_up(table, some.open_weeks)


def _places(query: Query) -> Values:
    table = _places_table(query.need.learners)
    return lambda some: looked_up(table, some.room)


@cache
def _places_table(learners: int) -> Floats:
    return np.array(
        [
            counted(criteria.places_value(places_of(code), learners))
            for code in range(UNKNOWN_PLACES + 1)
        ]
    )


def _accreditation(query: Query) -> Values:
    schemes = sorted(query.need.required | query.need.wished)

    def values(some: Selection) -> Floats:
        held = np.zeros(len(some.rows))
        for scheme in schemes:
            held += query.columns.accreditations.held(scheme, query.need.window, some.rows)
        return held / len(schemes)

    return values


def _freshness(query: Query) -> Values:
    """Days since the confirmation, at most STALE, are looked up; the last entry is never."""
    today = query.need.asked_on.toordinal()

    def values(some: Selection) -> Floats:
        confirmed = query.columns.confirmed_on.take(some.rows)
        age = np.minimum(np.maximum(today - confirmed, 0), criteria.STALE)
        age[confirmed == NEVER] = criteria.STALE + 1
        return looked_up(FRESH, age)

    return values


FRESH = np.array([*map(criteria.age_value, range(criteria.STALE + 1)), UNKNOWN])


def _met_before(query: Query) -> Values:
    met = query.columns.rows_of(query.need.met)
    return lambda some: np.isin(some.rows, met).astype(np.float64)


def _travel(some: Selection) -> Floats:
    short = np.maximum(0.0, 1 - some.minutes / criteria.LONG)
    short[np.isnan(short)] = UNKNOWN
    return short


def _distance(some: Selection) -> Floats:
    near = np.maximum(0.0, 1 - some.kilometres / criteria.FAR)
    near[np.isnan(near)] = UNKNOWN
    return near


def _always(value: float | None) -> Values:
    return lambda some: np.full(len(some.rows), counted(value))


def _coded(column: Coded[T], value: Callable[[T], float | None]) -> Values:
    """Ask for the value of each distinct fact once."""
    values = column.floats(lambda fact: counted(value(fact)))
    return lambda some: values(some.rows)


SENDER_VALUES: Mapping[Criterion, Prepare] = {
    Criterion.PROFILE: lambda query: _coded(
        query.columns.profiles, lambda given: criteria.profile_value(query.need.profile, given)
    ),
    Criterion.FIELD: lambda query: _coded(
        query.columns.fields,
        lambda given: criteria.field_value(query.need.isced_field or "", given),
    ),
    Criterion.EQF: lambda query: _coded(
        query.columns.eqf_levels, lambda given: criteria.eqf_value(query.need.eqf or 0, given)
    ),
    Criterion.LANGUAGE: _spoken,
    Criterion.PERIOD: _period,
    Criterion.PLACES: _places,
    Criterion.MINORS: lambda query: _coded(query.columns.takes_minors, criteria.flag_value),
    Criterion.HOST_FAMILY: lambda query: _coded(query.columns.host_family, criteria.flag_value),
    Criterion.ACCREDITATION: _accreditation,
    Criterion.PAST_SUCCESS: lambda query: _coded(query.columns.records, criteria.record_value),
    Criterion.FRESHNESS: _freshness,
    Criterion.MET_BEFORE: _met_before,
    Criterion.TRAVEL_TIME: lambda query: _travel,
    Criterion.DISTANCE: lambda query: _distance,
    Criterion.OCCUPATION: wanted_coverage,
}
"""The value of each criterion for the sender; one entry per entry of SENDER_CRITERIA."""

HOST_ASKS: Mapping[Criterion, Callable[[Query], Values | None]] = {
    Criterion.ASKED_FIELD: lambda query: _coded(query.columns.asked_fields, bool),
    Criterion.ASKED_LANGUAGE: lambda query: (
        lambda some: (~query.columns.asked_languages.none.take(some.rows)).astype(np.float64)
    ),
    Criterion.SENDER_COUNTRY: lambda query: _coded(query.columns.asked_countries, bool),
    Criterion.ACCOMPANIED: lambda query: _coded(query.columns.asked_company, itemgetter(0)),
    Criterion.RETURN_FLOW: lambda query: _coded(query.columns.asked_company, itemgetter(1)),
    Criterion.SENDER_RECORD: lambda query: None,
    Criterion.ASKED_OCCUPATION: lambda query: (
        lambda some: query.columns.asked_concepts.some.take(some.rows).astype(np.float64)
    ),
    Criterion.OCCUPATION: lambda query: None if query.need.concepts else _always(0.0),
}
"""Which hosts ask about a criterion, as 1 and 0; None when it counts for all."""

HOST_VALUES: Mapping[Criterion, Prepare] = {
    Criterion.ASKED_FIELD: lambda query: _coded(
        query.columns.asked_fields,
        lambda asked: criteria.asked_field_value(query.need.isced_field, asked),
    ),
    Criterion.ASKED_LANGUAGE: _asked_language,
    Criterion.SENDER_COUNTRY: lambda query: _coded(
        query.columns.asked_countries, lambda asked: float(query.need.country in asked)
    ),
    Criterion.ACCOMPANIED: lambda query: _always(criteria.flag_value(query.need.accompanied)),
    Criterion.RETURN_FLOW: lambda query: _always(criteria.flag_value(query.need.hosts_too)),
    Criterion.SENDER_RECORD: lambda query: _always(criteria.record_value(query.need.record)),
    Criterion.ASKED_OCCUPATION: asked_coverage,
    Criterion.OCCUPATION: wanted_coverage,
}
"""The value of each criterion for the host; one entry per entry of HOST_CRITERIA."""
