"""The facts behind a reason or an obstacle, as parameters of the sentence that a page shows."""

from collections.abc import Callable, Mapping

from matching.availability import availability
from matching.criteria import Criterion
from matching.distances import kilometres
from matching.eligibility import Obstacle, Side, missing_schemes, speaks_well_enough
from matching.profiles import LanguageLevel, Need, Offer

Parameter = str | int | float


def parameters(side: Side, criterion: Criterion, need: Need, offer: Offer) -> dict[str, Parameter]:
    """Return the facts that explain how a criterion is met; unknown facts are left out.

    Concepts, schemes and languages are codes; `concepts` and `schemes` join several by commas.
    """
    if criterion is Criterion.OCCUPATION:
        return _shared_concepts(need.concepts, offer.concepts)
    if side is Side.HOST:
        return _stated(HOST_FACTS, criterion, need, offer)
    return _stated(SENDER_FACTS, criterion, need, offer)


def obstacle_parameters(obstacle: Obstacle, need: Need, offer: Offer) -> dict[str, Parameter]:
    """Return the facts that explain why a rule fails."""
    facts = OBSTACLE_FACTS.get(obstacle)
    return facts(need, offer) if facts else {}


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


Facts = Callable[[Need, Offer], dict[str, Parameter]]


def _stated(
    table: Mapping[Criterion, Facts], criterion: Criterion, need: Need, offer: Offer
) -> dict[str, Parameter]:
    facts = table.get(criterion)
    return facts(need, offer) if facts else {}


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


def _asked_language(need: Need, offer: Offer) -> LanguageLevel | None:
    enough = [
        one
        for one in need.languages
        for asked in offer.asks.languages
        if one.language == asked.language and speaks_well_enough((one,), asked)
    ]
    return max(enough, key=lambda one: one.level or 0, default=None)


def _distance(need: Need, offer: Offer) -> dict[str, Parameter]:
    if need.place is None or offer.place is None:
        return {}
    return {"kilometres": kilometres(need.place, offer.place)}


def _minutes(need: Need, offer: Offer) -> dict[str, Parameter]:
    minutes = need.minutes.get(offer.key)
    return {} if minutes is None else {"minutes": minutes}


def _places(need: Need, offer: Offer) -> dict[str, Parameter]:
    places = availability(need, offer).places
    free: dict[str, Parameter] = {} if places is None else {"places": places}
    return {"learners": need.learners, **free}


def _schemes(names: frozenset[str]) -> dict[str, Parameter]:
    return {"schemes": ",".join(sorted(names))} if names else {}


def _accreditations(need: Need, offer: Offer) -> dict[str, Parameter]:
    schemes = need.required | need.wished
    return _schemes(schemes - missing_schemes(schemes, offer.accreditations, need.window))


def _confirmed(_: Need, offer: Offer) -> dict[str, Parameter]:
    return {"confirmed_on": offer.confirmed_on.isoformat()} if offer.confirmed_on else {}


def _met(need: Need, offer: Offer) -> dict[str, Parameter]:
    forum = need.met.get(offer.organisation)
    return {"forum": forum} if forum is not None else {}


SENDER_FACTS: dict[Criterion, Facts] = {
    Criterion.PROFILE: lambda need, offer: {"profile": need.profile or ""},
    Criterion.FIELD: lambda need, offer: {"field": need.isced_field or ""},
    Criterion.EQF: lambda need, offer: {"eqf": need.eqf or 0},
    Criterion.LANGUAGE: lambda need, offer: _language(
        shared_language(need.languages, offer.languages.get(need.kind, ()))
    ),
    Criterion.PERIOD: lambda need, offer: {
        "open_weeks": availability(need, offer).open_weeks,
        "window_weeks": len(need.window.weeks),
    },
    Criterion.PLACES: _places,
    Criterion.DISTANCE: _distance,
    Criterion.TRAVEL_TIME: _minutes,
    Criterion.ACCREDITATION: _accreditations,
    Criterion.PAST_SUCCESS: lambda need, offer: {
        "done": offer.record.done,
        "went_well": offer.record.went_well,
    },
    Criterion.MET_BEFORE: _met,
    Criterion.FRESHNESS: _confirmed,
}

HOST_FACTS: dict[Criterion, Facts] = {
    Criterion.ASKED_OCCUPATION: lambda need, offer: _shared_concepts(
        offer.asks.concepts, need.concepts
    ),
    Criterion.ASKED_FIELD: lambda need, offer: {"field": need.isced_field or ""},
    Criterion.ASKED_LANGUAGE: lambda need, offer: _language(_asked_language(need, offer)),
    Criterion.SENDER_COUNTRY: lambda need, offer: {"country": need.country},
    Criterion.SENDER_RECORD: lambda need, offer: {
        "done": need.record.done,
        "went_well": need.record.went_well,
    },
}

OBSTACLE_FACTS: dict[Obstacle, Facts] = {
    Obstacle.OTHER_KIND: lambda need, offer: {"kind": need.kind.value},
    Obstacle.NOT_ABROAD: lambda need, offer: {"country": offer.country},
    Obstacle.OTHER_COUNTRY: lambda need, offer: {"country": offer.country},
    Obstacle.OTHER_SECTOR: lambda need, offer: {"sector": need.sector or ""},
    Obstacle.NO_COMMON_PERIOD: lambda need, offer: {
        "weeks": need.weeks,
        "longest_run": availability(need, offer).longest_run,
    },
    Obstacle.TOO_FEW_PLACES: _places,
    Obstacle.NOT_ACCREDITED: lambda need, offer: _schemes(
        missing_schemes(need.required, offer.accreditations, need.window)
    ),
    Obstacle.TOO_FAR: lambda need, offer: {
        **_distance(need, offer),
        "max_kilometres": need.max_kilometres or 0,
    },
    Obstacle.JOURNEY_TOO_LONG: lambda need, offer: {
        **_minutes(need, offer),
        "max_minutes": need.max_minutes or 0,
    },
    Obstacle.LANGUAGE_BELOW_ASKED: lambda need, offer: {
        "asked": ",".join(
            f"{one.language} {one.level.name}" if one.level else one.language
            for one in offer.asks.languages
        )
    },
    Obstacle.EQF_NOT_TAKEN: lambda need, offer: {"eqf": need.eqf or 0},
    Obstacle.GROUP_TOO_SMALL: lambda need, offer: {
        "learners": need.learners,
        "smallest_group": offer.asks.smallest_group,
    },
    Obstacle.GROUP_TOO_LARGE: lambda need, offer: {
        "learners": need.learners,
        "largest_group": offer.asks.largest_group,
    },
    Obstacle.SENDER_NOT_ACCREDITED: lambda need, offer: _schemes(
        missing_schemes(offer.asks.accreditations, need.accreditations, need.window)
    ),
}
