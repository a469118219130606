"""The facts behind a reason or an obstacle, as parameters of the sentence that a page shows."""

from collections.abc import Callable, Mapping

from matching.criteria import Criterion
from matching.eligibility import Obstacle, Side, missing_schemes, speaks_well_enough
from matching.pair import Pair
from matching.profiles import LanguageLevel, Need, Offer

Parameter = str | int | float


def parameters(side: Side, criterion: Criterion, pair: Pair) -> dict[str, Parameter]:
    """Return the facts that explain how a criterion is met; unknown facts are left out.

    Concepts, schemes and languages are codes; `concepts` and `schemes` join several by commas.
    """
    if criterion is Criterion.OCCUPATION:
        return _shared_concepts(pair.need.concepts, pair.offer.concepts)
    if side is Side.HOST:
        return _stated(HOST_FACTS, criterion, pair)
    return _stated(SENDER_FACTS, criterion, pair)


def obstacle_parameters(obstacle: Obstacle, need: Need, offer: Offer) -> dict[str, Parameter]:
    """Return the facts that explain why a rule fails."""
    facts = OBSTACLE_FACTS.get(obstacle)
    return facts(Pair(need, offer)) if facts else {}


def shared_language(
    ours: tuple[LanguageLevel, ...], theirs: tuple[LanguageLevel, ...]
) -> LanguageLevel | None:
    """Return the language to use: the highest common level, then the first that we named."""
    common = [
        LanguageLevel(one.language, min((one.level, other.level), key=lambda level: level or 0))
        for one in ours
        for other in theirs
        if one.language == other.language
    ]
    return max(common, key=lambda one: one.level or 0, default=None)


Facts = Callable[[Pair], dict[str, Parameter]]


def _stated(
    table: Mapping[Criterion, Facts], criterion: Criterion, pair: Pair
) -> dict[str, Parameter]:
    facts = table.get(criterion)
    return facts(pair) if facts else {}


def _shared_concepts(
    wanted: Mapping[str, float], given: Mapping[str, float]
) -> dict[str, Parameter]:
    """Name at most three shared concepts, those that count most first."""
    shared = sorted(wanted.keys() & given.keys(), key=lambda one: (-wanted[one] * given[one], one))
    return {"concepts": ",".join(shared[:3])} if shared else {}


def _language(found: LanguageLevel | None) -> dict[str, Parameter]:
    if found is None:
        return {}
    level: dict[str, Parameter] = {"level": found.level.name} if found.level else {}
    return {"language": found.language, **level}


def _asked_language(pair: Pair) -> LanguageLevel | None:
    enough = [
        one
        for one in pair.need.languages
        for asked in pair.offer.asks.languages
        if one.language == asked.language and speaks_well_enough((one,), asked)
    ]
    return max(enough, key=lambda one: one.level or 0, default=None)


def _distance(pair: Pair) -> dict[str, Parameter]:
    return {} if pair.kilometres is None else {"kilometres": pair.kilometres}


def _minutes(pair: Pair) -> dict[str, Parameter]:
    minutes = pair.need.minutes.get(pair.offer.key)
    return {} if minutes is None else {"minutes": minutes}


def _places(pair: Pair) -> dict[str, Parameter]:
    places = pair.availability.places
    free: dict[str, Parameter] = {} if places is None else {"places": places}
    return {"learners": pair.need.learners, **free}


def _schemes(names: frozenset[str]) -> dict[str, Parameter]:
    return {"schemes": ",".join(sorted(names))} if names else {}


def _accreditations(pair: Pair) -> dict[str, Parameter]:
    schemes = pair.need.required | pair.need.wished
    return _schemes(
        schemes - missing_schemes(schemes, pair.offer.accreditations, pair.need.window)
    )


def _confirmed(pair: Pair) -> dict[str, Parameter]:
    return {"confirmed_on": pair.offer.confirmed_on.isoformat()} if pair.offer.confirmed_on else {}


def _met(pair: Pair) -> dict[str, Parameter]:
    forum = pair.need.met.get(pair.offer.organisation)
    return {"forum": forum} if forum is not None else {}


SENDER_FACTS: dict[Criterion, Facts] = {
    Criterion.PROFILE: lambda pair: {"profile": pair.need.profile or ""},
    Criterion.FIELD: lambda pair: {"field": pair.need.isced_field or ""},
    Criterion.EQF: lambda pair: {"eqf": pair.need.eqf or 0},
    Criterion.LANGUAGE: lambda pair: _language(
        shared_language(pair.need.languages, pair.offer.languages.get(pair.need.kind, ()))
    ),
    Criterion.PERIOD: lambda pair: {
        "open_weeks": pair.availability.open_weeks,
        "window_weeks": len(pair.need.window.weeks),
    },
    Criterion.PLACES: _places,
    Criterion.DISTANCE: _distance,
    Criterion.TRAVEL_TIME: _minutes,
    Criterion.ACCREDITATION: _accreditations,
    Criterion.PAST_SUCCESS: lambda pair: {
        "done": pair.offer.record.done,
        "went_well": pair.offer.record.went_well,
    },
    Criterion.MET_BEFORE: _met,
    Criterion.FRESHNESS: _confirmed,
}

HOST_FACTS: dict[Criterion, Facts] = {
    Criterion.ASKED_OCCUPATION: lambda pair: _shared_concepts(
        pair.offer.asks.concepts, pair.need.concepts
    ),
    Criterion.ASKED_FIELD: lambda pair: {"field": pair.need.isced_field or ""},
    Criterion.ASKED_LANGUAGE: lambda pair: _language(_asked_language(pair)),
    Criterion.SENDER_COUNTRY: lambda pair: {"country": pair.need.country},
    Criterion.SENDER_RECORD: lambda pair: {
        "done": pair.need.record.done,
        "went_well": pair.need.record.went_well,
    },
}

OBSTACLE_FACTS: dict[Obstacle, Facts] = {
    Obstacle.OTHER_KIND: lambda pair: {"kind": pair.need.kind.value},
    Obstacle.NOT_ABROAD: lambda pair: {"country": pair.offer.country},
    Obstacle.OTHER_COUNTRY: lambda pair: {"country": pair.offer.country},
    Obstacle.OTHER_SECTOR: lambda pair: {"sector": pair.need.sector or ""},
    Obstacle.NO_COMMON_PERIOD: lambda pair: {
        "weeks": pair.need.weeks,
        "longest_run": pair.availability.longest_run,
    },
    Obstacle.TOO_FEW_PLACES: _places,
    Obstacle.NOT_ACCREDITED: lambda pair: _schemes(
        missing_schemes(pair.need.required, pair.offer.accreditations, pair.need.window)
    ),
    Obstacle.TOO_FAR: lambda pair: {
        **_distance(pair),
        "max_kilometres": pair.need.max_kilometres or 0,
    },
    Obstacle.JOURNEY_TOO_LONG: lambda pair: {
        **_minutes(pair),
        "max_minutes": pair.need.max_minutes or 0,
    },
    Obstacle.LANGUAGE_BELOW_ASKED: lambda pair: {
        "asked": ",".join(
            f"{one.language} {one.level.name}" if one.level else one.language
            for one in pair.offer.asks.languages
        )
    },
    Obstacle.EQF_NOT_TAKEN: lambda pair: {"eqf": pair.need.eqf or 0},
    Obstacle.GROUP_TOO_SMALL: lambda pair: {
        "learners": pair.need.learners,
        "smallest_group": pair.offer.asks.smallest_group,
    },
    Obstacle.GROUP_TOO_LARGE: lambda pair: {
        "learners": pair.need.learners,
        "largest_group": pair.offer.asks.largest_group,
    },
    Obstacle.SENDER_NOT_ACCREDITED: lambda pair: _schemes(
        missing_schemes(pair.offer.asks.accreditations, pair.need.accreditations, pair.need.window)
    ),
}
