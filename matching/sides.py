"""Which criteria count for which side, for which needs and pairs, and their values."""

from collections.abc import Callable

from matching.criteria import (
    Criterion,
    accreditation_value,
    asked_field_value,
    asked_language_value,
    coverage,
    distance_value,
    eqf_value,
    field_value,
    flag_value,
    freshness_value,
    language_value,
    period_value,
    places_value,
    profile_value,
    record_value,
    travel_value,
)
from matching.pair import Pair
from matching.profiles import Need, Wanted

Value = Callable[[Pair], float | None]

SENDER_CRITERIA: dict[Criterion, tuple[Callable[[Need], bool], Value]] = {
    Criterion.PROFILE: (
        lambda need: need.profile is not None,
        lambda pair: profile_value(pair.need.profile, pair.offer.profiles),
    ),
    Criterion.FIELD: (
        lambda need: need.isced_field is not None,
        lambda pair: field_value(pair.need.isced_field or "", pair.offer.fields),
    ),
    Criterion.EQF: (
        lambda need: need.eqf is not None,
        lambda pair: eqf_value(pair.need.eqf or 0, pair.offer.eqf_levels),
    ),
    Criterion.LANGUAGE: (
        lambda need: bool(need.languages),
        lambda pair: language_value(
            pair.need.languages, pair.offer.languages.get(pair.need.kind, ())
        ),
    ),
    Criterion.PERIOD: (
        lambda need: True,
        lambda pair: period_value(pair.availability.open_weeks, len(pair.need.window.weeks)),
    ),
    Criterion.PLACES: (
        lambda need: True,
        lambda pair: places_value(pair.availability.places, pair.need.learners),
    ),
    Criterion.MINORS: (
        lambda need: need.minors is True,
        lambda pair: flag_value(pair.offer.takes_minors),
    ),
    Criterion.HOST_FAMILY: (
        lambda need: need.host_family is not Wanted.NO,
        lambda pair: flag_value(pair.offer.host_family),
    ),
    Criterion.ACCREDITATION: (
        lambda need: bool(need.required | need.wished),
        lambda pair: accreditation_value(
            pair.need.required | pair.need.wished, pair.offer.accreditations, pair.need.window
        ),
    ),
    Criterion.PAST_SUCCESS: (lambda need: True, lambda pair: record_value(pair.offer.record)),
    Criterion.FRESHNESS: (
        lambda need: True,
        lambda pair: freshness_value(pair.offer.confirmed_on, pair.need.asked_on),
    ),
    Criterion.MET_BEFORE: (
        lambda need: bool(need.met),
        lambda pair: float(pair.offer.organisation in pair.need.met),
    ),
    Criterion.TRAVEL_TIME: (
        lambda need: bool(need.minutes),
        lambda pair: travel_value(pair.need.minutes.get(pair.offer.key)),
    ),
    Criterion.DISTANCE: (
        lambda need: need.place is not None,
        lambda pair: distance_value(pair.kilometres),
    ),
    Criterion.OCCUPATION: (
        lambda need: bool(need.concepts),
        lambda pair: coverage(pair.need.concepts, pair.offer.concepts, pair.likeness),
    ),
}
"""What an offer is worth to the sender: for which needs each criterion counts, and its value."""

HOST_CRITERIA: dict[Criterion, tuple[Callable[[Pair], bool], Value]] = {
    Criterion.ASKED_FIELD: (
        lambda pair: bool(pair.offer.asks.fields),
        lambda pair: asked_field_value(pair.need.isced_field, pair.offer.asks.fields),
    ),
    Criterion.ASKED_LANGUAGE: (
        lambda pair: bool(pair.offer.asks.languages),
        lambda pair: asked_language_value(pair.need.languages, pair.offer.asks.languages),
    ),
    Criterion.SENDER_COUNTRY: (
        lambda pair: bool(pair.offer.asks.countries),
        lambda pair: float(pair.need.country in pair.offer.asks.countries),
    ),
    Criterion.ACCOMPANIED: (
        lambda pair: pair.offer.asks.accompanied,
        lambda pair: flag_value(pair.need.accompanied),
    ),
    Criterion.RETURN_FLOW: (
        lambda pair: pair.offer.asks.return_flow,
        lambda pair: flag_value(pair.need.hosts_too),
    ),
    Criterion.SENDER_RECORD: (
        lambda pair: True,
        lambda pair: record_value(pair.need.record),
    ),
    Criterion.ASKED_OCCUPATION: (
        lambda pair: bool(pair.offer.asks.concepts),
        lambda pair: coverage(pair.offer.asks.concepts, pair.need.concepts, pair.likeness),
    ),
    Criterion.OCCUPATION: (
        lambda pair: bool(pair.need.concepts),
        lambda pair: coverage(pair.need.concepts, pair.offer.concepts, pair.likeness),
    ),
}
"""What a need is worth to the host: for which pairs each criterion counts, and its value."""
