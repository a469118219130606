"""The criteria of `matching.criteria` and the scores, for many offers at once.

Every value is what it counts, so a fact that is not known is UNKNOWN already. Sums are made in
the order of the plain tables, from which the criteria and their applicability are taken.
"""

from collections.abc import Callable, Mapping

import numpy as np

from matching import criteria
from matching.columns.coding import Flags, Floats
from matching.columns.selection import Selection
from matching.columns.store import ABSENT, ANY_LEVEL, Languages
from matching.columns.weeks import UNKNOWN_PLACES, places_of
from matching.criteria import HOST_CRITERIA, SENDER_CRITERIA, UNKNOWN, Criterion
from matching.profiles import Cefr, LanguageLevel
from matching.scoring import counted
from matching.weights import Weights


def scores(some: Selection, weights: Weights) -> Floats:
    """Return the score of each offer, as `scoring.score_value` gives it."""
    a, b = _sender_means(some, weights), _host_means(some, weights)
    both = a + b
    with np.errstate(invalid="ignore"):
        return np.where(both > 0, 2 * a * b / both, 0.0)


def _sender_means(some: Selection, weights: Weights) -> Floats:
    met, total = np.zeros(len(some.rows)), 0.0
    for criterion, (counts, _) in SENDER_CRITERIA.items():
        weight = weights.sender[criterion]
        if counts(some.need) and weight:
            met += weight * SENDER_VALUES[criterion](some)
            total += weight
    return met / total if total else np.ones(len(some.rows))


def _host_means(some: Selection, weights: Weights) -> Floats:
    met, total = np.zeros(len(some.rows)), np.zeros(len(some.rows))
    for criterion in HOST_CRITERIA:
        weight = weights.host[criterion]
        if not weight:
            continue
        asked = HOST_ASKS[criterion](some)
        if asked is None:
            met += weight * HOST_VALUES[criterion](some)
            total += weight
        elif asked.any():
            met += np.where(asked, weight * HOST_VALUES[criterion](some), 0.0)
            total += np.where(asked, weight, 0.0)
    means = np.ones(len(some.rows))
    np.divide(met, total, out=means, where=total > 0)
    return means


def _spoken(some: Selection, ours: tuple[LanguageLevel, ...], theirs: Languages) -> Floats:
    best = np.zeros(len(some.rows))
    for one in ours:
        if one.language in theirs.levels:
            codes = theirs.levels[one.language].take(some.rows)
            np.maximum(best, _levels(one.level).take(codes), out=best)
    best[theirs.none.take(some.rows)] = UNKNOWN
    return best


def _levels(ours: Cefr | None) -> Floats:
    """Return what each level of the other side is worth with ours."""
    known = [counted(criteria.level_value(ours, level)) for level in Cefr]
    return np.array([0.0, *known, UNKNOWN])


def _asked_language(some: Selection) -> Floats:
    if not some.need.languages:
        return np.full(len(some.rows), UNKNOWN)
    best = np.zeros(len(some.rows))
    for one in some.need.languages:
        levels = some.columns.asked_languages.levels.get(one.language)
        if levels is not None:
            np.maximum(best, _asked_levels(one).take(levels.take(some.rows)), out=best)
    return best


def _asked_levels(spoken: LanguageLevel) -> Floats:
    """Return what our level is worth for each way in which a host may ask for the language."""
    asked: dict[int, Cefr | None] = {ANY_LEVEL: None, **{int(level): level for level in Cefr}}
    return np.array(
        [0.0]
        + [
            counted(
                criteria.asked_language_value(
                    (spoken,), (LanguageLevel(spoken.language, asked[code]),)
                )
            )
            for code in range(ABSENT + 1, ANY_LEVEL + 1)
        ]
    )


def _period(some: Selection) -> Floats:
    weeks = len(some.need.window.weeks)
    table = np.array([criteria.period_value(count, weeks) for count in range(weeks + 1)])
    return table.take(some.open_weeks)


def _places(some: Selection) -> Floats:
    table = np.array(
        [
            counted(criteria.places_value(places_of(code), some.need.learners))
            for code in range(UNKNOWN_PLACES + 1)
        ]
    )
    return table.take(some.room)


def _accreditation(some: Selection) -> Floats:
    schemes = some.need.required | some.need.wished
    first, last = some.need.window.first.toordinal(), some.need.window.last.toordinal()
    held = np.zeros(len(some.rows))
    for scheme in schemes:
        held += some.columns.accreditations.held(scheme, first, last, some.rows)
    return held / len(schemes)


def _met_before(some: Selection) -> Floats:
    met = np.zeros(some.columns.count)
    met[some.columns.rows_of(some.need.met)] = 1.0
    return met.take(some.rows)


def _travel(some: Selection) -> Floats:
    short = np.maximum(0.0, 1 - some.minutes / criteria.LONG)
    return np.where(np.isnan(some.minutes), UNKNOWN, short)


def _distance(some: Selection) -> Floats:
    near = np.maximum(0.0, 1 - some.kilometres / criteria.FAR)
    near[np.isnan(near)] = UNKNOWN
    return near


def _asked_occupation(some: Selection) -> Floats:
    """Return the coverage of what hosts ask by the need, adding concepts in their order."""
    asked, given = some.columns.asked_concepts, some.need.concepts
    if not given:
        return np.full(len(some.rows), UNKNOWN)
    found = np.zeros(some.columns.count)
    for concept, (rows, weights) in asked.postings.items():
        best = criteria.best_given(concept, given, some.likeness)
        if best:
            found[rows] += np.minimum(weights, best)
    covered = np.full(some.columns.count, UNKNOWN)
    np.divide(found, asked.totals, out=covered, where=asked.totals > 0)
    return covered.take(some.rows)


Values = Callable[[Selection], Floats]

SENDER_VALUES: Mapping[Criterion, Values] = {
    Criterion.PROFILE: lambda some: some.columns.profiles.floats(
        lambda given: counted(criteria.profile_value(some.need.profile, given)), some.rows
    ),
    Criterion.FIELD: lambda some: some.columns.fields.floats(
        lambda given: counted(criteria.field_value(some.need.isced_field or "", given)), some.rows
    ),
    Criterion.EQF: lambda some: some.columns.eqf_levels.floats(
        lambda given: counted(criteria.eqf_value(some.need.eqf or 0, given)), some.rows
    ),
    Criterion.LANGUAGE: lambda some: _spoken(
        some, some.need.languages, some.columns.spoken[some.need.kind]
    ),
    Criterion.PERIOD: _period,
    Criterion.PLACES: _places,
    Criterion.MINORS: lambda some: some.columns.takes_minors.floats(
        lambda takes: counted(criteria.flag_value(takes)), some.rows
    ),
    Criterion.HOST_FAMILY: lambda some: some.columns.host_family.floats(
        lambda family: counted(criteria.flag_value(family)), some.rows
    ),
    Criterion.ACCREDITATION: _accreditation,
    Criterion.PAST_SUCCESS: lambda some: some.columns.records.floats(
        lambda record: counted(criteria.record_value(record)), some.rows
    ),
    Criterion.FRESHNESS: lambda some: some.columns.confirmed_on.floats(
        lambda day: counted(criteria.freshness_value(day, some.need.asked_on)), some.rows
    ),
    Criterion.MET_BEFORE: _met_before,
    Criterion.TRAVEL_TIME: _travel,
    Criterion.DISTANCE: _distance,
    Criterion.OCCUPATION: lambda some: some.coverage,
}
"""The value of each criterion for the sender; one entry per entry of SENDER_CRITERIA."""

HOST_ASKS: Mapping[Criterion, Callable[[Selection], Flags | None]] = {
    Criterion.ASKED_FIELD: lambda some: some.columns.asked_fields.some_flags(bool, some.rows),
    Criterion.ASKED_LANGUAGE: lambda some: ~some.columns.asked_languages.none.take(some.rows),
    Criterion.SENDER_COUNTRY: lambda some: some.columns.asked_countries.some_flags(
        bool, some.rows
    ),
    Criterion.ACCOMPANIED: lambda some: some.columns.asked_company.some_flags(
        lambda asked: asked[0], some.rows
    ),
    Criterion.RETURN_FLOW: lambda some: some.columns.asked_company.some_flags(
        lambda asked: asked[1], some.rows
    ),
    Criterion.SENDER_RECORD: lambda some: None,
    Criterion.ASKED_OCCUPATION: lambda some: some.columns.asked_concepts.some.take(some.rows),
    Criterion.OCCUPATION: lambda some: (
        None if some.need.concepts else np.zeros(len(some.rows), np.bool_)
    ),
}
"""Which hosts ask about a criterion; None when it counts for all."""

HOST_VALUES: Mapping[Criterion, Values] = {
    Criterion.ASKED_FIELD: lambda some: some.columns.asked_fields.floats(
        lambda asked: counted(criteria.asked_field_value(some.need.isced_field, asked)), some.rows
    ),
    Criterion.ASKED_LANGUAGE: _asked_language,
    Criterion.SENDER_COUNTRY: lambda some: some.columns.asked_countries.floats(
        lambda asked: float(some.need.country in asked), some.rows
    ),
    Criterion.ACCOMPANIED: lambda some: _same(some, some.need.accompanied),
    Criterion.RETURN_FLOW: lambda some: _same(some, some.need.hosts_too),
    Criterion.SENDER_RECORD: lambda some: np.full(
        len(some.rows), counted(criteria.record_value(some.need.record))
    ),
    Criterion.ASKED_OCCUPATION: _asked_occupation,
    Criterion.OCCUPATION: lambda some: some.coverage,
}
"""The value of each criterion for the host; one entry per entry of HOST_CRITERIA."""


def _same(some: Selection, flag: bool | None) -> Floats:  # noqa: FBT001 -- a fact
    return np.full(len(some.rows), counted(criteria.flag_value(flag)))
