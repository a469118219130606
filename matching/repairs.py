"""For each rule that a pair may miss, the changes that could mend it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from matching.changes import Change, ChangeCode, of_need, of_offer
from matching.distances import kilometres
from matching.eligibility import Obstacle, missing_schemes
from matching.profiles import (
    LARGEST_GROUP,
    Accreditation,
    Asks,
    Cefr,
    LanguageLevel,
    Need,
    Offer,
    Period,
    Wanted,
)
from matching.timing import fewer_weeks, more_places, more_weeks, moves, opened_weeks

KILOMETRES_PER_STEP, MINUTES_PER_STEP = 50, 30


def _fewer_learners(need: Need, _: Offer) -> Iterator[Change]:
    for learners in range(need.learners - 1, 0, -1):
        yield _with_learners(ChangeCode.FEWER_LEARNERS, learners, need.learners - learners)


def _more_learners(need: Need, offer: Offer) -> Iterator[Change]:
    learners = offer.asks.smallest_group
    if learners <= LARGEST_GROUP:
        yield _with_learners(ChangeCode.MORE_LEARNERS, learners, learners - need.learners)


def _with_learners(code: ChangeCode, learners: int, size: int) -> Change:
    return of_need(
        code, size, {"learners": learners}, lambda need: replace(need, learners=learners)
    )


def _host_obtains(need: Need, offer: Offer) -> Iterator[Change]:
    missing = missing_schemes(need.required, offer.accreditations, need.window)
    yield of_offer(
        ChangeCode.HOST_OBTAINS,
        len(missing),
        {"schemes": ",".join(sorted(missing)), "until": need.window.last.isoformat()},
        lambda offer: replace(
            offer, accreditations=(*offer.accreditations, *_held(missing, need.window))
        ),
    )


def _sender_obtains(need: Need, offer: Offer) -> Iterator[Change]:
    missing = missing_schemes(offer.asks.accreditations, need.accreditations, need.window)
    yield of_need(
        ChangeCode.SENDER_OBTAINS,
        len(missing),
        {"schemes": ",".join(sorted(missing)), "until": need.window.last.isoformat()},
        lambda need: replace(
            need, accreditations=(*need.accreditations, *_held(missing, need.window))
        ),
    )


def _held(schemes: frozenset[str], during: Period) -> list[Accreditation]:
    return [Accreditation(scheme, during) for scheme in sorted(schemes)]


def _asked_languages(need: Need, offer: Offer) -> Iterator[Change]:
    for asked in offer.asks.languages:
        yield _raised_language(asked, need)


def _host_languages(need: Need, offer: Offer) -> Iterator[Change]:
    """Of the host's languages, those that it asks for are needed at the asked level."""
    asked = {one.language: one for one in offer.asks.languages}
    for one in offer.languages.get(need.kind, ()):
        yield _raised_language(asked.get(one.language, LanguageLevel(one.language)), need)


def _raised_language(asked: LanguageLevel, need: Need) -> Change:
    """Let the learners speak the language as well as asked, at A1 where no level is asked."""
    level = asked.level or Cefr.A1
    spoken = [one.level or 0 for one in need.languages if one.language == asked.language]
    raised = LanguageLevel(asked.language, level)
    return of_need(
        ChangeCode.RAISE_LANGUAGE,
        level - max(spoken, default=0),
        {"language": asked.language, "level": level.name},
        lambda need: replace(need, languages=(*need.languages, raised)),
    )


def _wider_distance(need: Need, offer: Offer) -> Iterator[Change]:
    if need.place is None or offer.place is None or need.max_kilometres is None:
        return
    apart = kilometres(need.place, offer.place)
    yield of_need(
        ChangeCode.WIDEN_DISTANCE,
        -(-(apart - need.max_kilometres) // KILOMETRES_PER_STEP),
        {"kilometres": apart},
        lambda need: replace(need, max_kilometres=apart),
    )


def _wider_journey(need: Need, offer: Offer) -> Iterator[Change]:
    minutes = need.minutes[offer.key]
    yield of_need(
        ChangeCode.WIDEN_JOURNEY,
        -(-(minutes - (need.max_minutes or 0)) // MINUTES_PER_STEP),
        {"minutes": minutes},
        lambda need: replace(need, max_minutes=minutes),
    )


def _other_eqf(need: Need, offer: Offer) -> Iterator[Change]:
    level = need.eqf or 0
    taken = offer.asks.eqf_levels
    yield of_offer(
        ChangeCode.HOST_TAKES_EQF,
        min(abs(level - other) for other in taken),
        {"eqf": level},
        lambda offer: replace(offer, asks=replace(offer.asks, eqf_levels=taken | {level})),
    )


def _shorter_stay(need: Need, offer: Offer) -> Iterator[Change]:
    weeks = need.weeks
    yield of_offer(
        ChangeCode.HOST_SHORTER_STAY,
        offer.asks.shortest_stay - weeks,
        {"weeks": weeks},
        lambda offer: replace(offer, asks=replace(offer.asks, shortest_stay=weeks)),
    )


def _other_group(need: Need, offer: Offer) -> Iterator[Change]:
    """Let the host take a smaller or larger group than it asked for."""
    if need.learners < offer.asks.smallest_group:
        code, by = ChangeCode.HOST_SMALLER_GROUP, offer.asks.smallest_group - need.learners
    else:
        code, by = ChangeCode.HOST_LARGER_GROUP, need.learners - offer.asks.largest_group
    yield of_offer(
        code,
        by,
        {"learners": need.learners},
        lambda offer: replace(offer, asks=_with_group(offer.asks, need.learners)),
    )


def _with_group(asks: Asks, learners: int) -> Asks:
    return replace(
        asks,
        smallest_group=min(asks.smallest_group, learners),
        largest_group=max(asks.largest_group, learners),
    )


def _other_kind(need: Need, _: Offer) -> Iterator[Change]:
    kind = need.kind
    yield of_offer(
        ChangeCode.HOST_OFFERS_KIND,
        1,
        {"kind": kind.value},
        lambda offer: replace(offer, kinds=offer.kinds | {kind}),
    )


def _own_country(_: Need, offer: Offer) -> Iterator[Change]:
    yield of_need(
        ChangeCode.STAY_IN_COUNTRY,
        1,
        {"country": offer.country},
        lambda need: replace(need, abroad=False),
    )


def _one_more_country(_: Need, offer: Offer) -> Iterator[Change]:
    country = offer.country
    yield of_need(
        ChangeCode.ADD_COUNTRY,
        1,
        {"country": country},
        lambda need: replace(need, countries=need.countries | {country}),
    )


def _one_more_sector(need: Need, _: Offer) -> Iterator[Change]:
    sector = need.sector or ""
    yield of_offer(
        ChangeCode.HOST_ADDS_SECTOR,
        1,
        {"sector": sector},
        lambda offer: replace(offer, sectors=offer.sectors | {sector}),
    )


def _family_as_wish(_: Need, __: Offer) -> Iterator[Change]:
    yield of_need(
        ChangeCode.FAMILY_AS_WISH, 1, {}, lambda need: replace(need, host_family=Wanted.WISH)
    )


def _minors_taken(_: Need, __: Offer) -> Iterator[Change]:
    yield of_offer(
        ChangeCode.HOST_TAKES_MINORS, 1, {}, lambda offer: replace(offer, takes_minors=True)
    )


REPAIRS: dict[Obstacle, tuple[Callable[[Need, Offer], Iterable[Change]], ...]] = {
    Obstacle.OTHER_KIND: (_other_kind,),
    Obstacle.NOT_ABROAD: (_own_country,),
    Obstacle.OTHER_COUNTRY: (_one_more_country,),
    Obstacle.OTHER_SECTOR: (_one_more_sector,),
    Obstacle.NO_SHARED_LANGUAGE: (_host_languages,),
    Obstacle.NO_COMMON_PERIOD: (moves, fewer_weeks, opened_weeks),
    Obstacle.TOO_FEW_PLACES: (moves, fewer_weeks, _fewer_learners, more_places),
    Obstacle.NO_HOST_FAMILY: (_family_as_wish,),
    Obstacle.NOT_ACCREDITED: (moves, _host_obtains),
    Obstacle.TOO_FAR: (_wider_distance,),
    Obstacle.JOURNEY_TOO_LONG: (_wider_journey,),
    Obstacle.MINORS_NOT_TAKEN: (_minors_taken,),
    Obstacle.LANGUAGE_BELOW_ASKED: (_asked_languages,),
    Obstacle.EQF_NOT_TAKEN: (_other_eqf,),
    Obstacle.STAY_TOO_SHORT: (more_weeks, _shorter_stay),
    Obstacle.GROUP_TOO_SMALL: (_more_learners, _other_group),
    Obstacle.GROUP_TOO_LARGE: (_fewer_learners, _other_group),
    Obstacle.SENDER_NOT_ACCREDITED: (moves, _sender_obtains),
}
"""The changes that could take each obstacle away; at least one of them always does."""
